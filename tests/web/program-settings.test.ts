// program-settings.test.ts — options are of the list or nothing; input has its limit.

import { expect, test } from '@playwright/test';
import { compileFlags } from '../../wasm/pipeline/flags.mjs';
import { areDefault, defaultOptions, optionChoices, parseOptions, sameOptions, stdinBytesLimit,
  stdinRefusal } from '../../web/src/logic/program-settings.ts';

test('what is left out is the default, what is named is taken', () => {
  expect(parseOptions({})).toEqual(defaultOptions);
  expect(parseOptions({ standard: 'c++26', warnings: 'error' }))
    .toEqual({ standard: 'c++26', optimize: '0', warnings: 'error' });
  expect(areDefault(defaultOptions)).toBe(true);
  expect(sameOptions(defaultOptions, { ...defaultOptions, optimize: '2' })).toBe(false);
});

const hostile: unknown[] = [null, [], 'c++23', 23, { standard: 'c++23 -fplugin=x' },
  { standard: ['c++23'] }, { optimize: 2 }, { warnings: 'constructor' }, { flags: '-O2' },
  { toString: 'off' }, JSON.parse('{"__proto__": "off"}'),
  { standard: 'C++23' }, { optimize: '-1' }, { warnings: '' }];
for (const value of hostile) {
  test(`${JSON.stringify(value)} is refused`, () => {
    expect(parseOptions(value)).toBeUndefined();
  });
}

test('each choice reaches clang as flags of its own', () => {
  for (const [name, choices] of Object.entries(optionChoices)) {
    const lines = choices.map((choice) => compileFlags({ ...defaultOptions, [name]: choice }));
    for (const line of lines) expect(line).not.toContain(undefined);
    expect(new Set(lines.map((line) => line.join(' '))).size, name).toBe(choices.length);
  }
});

test('input of more than 64 KiB is refused in words, counted as UTF-8', () => {
  expect(stdinRefusal('x'.repeat(stdinBytesLimit))).toBeUndefined();
  expect(stdinRefusal('é'.repeat(stdinBytesLimit)))
    .toBe('the input is 128 KiB; the limit is 64 KiB');
});
