// embed-messages.test.ts — what a page and an embedded playground may say to each other, and what
// is ignored; and the program between the tags.

import { expect, test } from '@playwright/test';
import { dedent } from '../../web/src/embed/inline-source.ts';
import { parseToEmbedder, parseToPlayground } from '../../web/src/embed/messages.ts';
import { defaultOptions } from '../../web/src/logic/program-settings.ts';
import { findRecording } from '../../web/src/logic/recording.ts';

test('good messages are taken as they are', () => {
  for (const message of [
    { strait: 1, kind: 'run', id: 1 }, { strait: 1, kind: 'stop' },
    { strait: 1, kind: 'load', source: 'int main() {}' },
    { strait: 1, kind: 'load', scenario: '10-many-producers' },
    { strait: 1, kind: 'load', source: '', stdin: '1\n', options: defaultOptions },
  ]) expect(parseToPlayground(message)).toEqual(message);
  for (const message of [
    { strait: 1, kind: 'ready', runs: true }, { strait: 1, kind: 'height', pixels: 400 },
    { strait: 1, kind: 'source', source: 'x' },
    { strait: 1, kind: 'output', cut: false, lines: [{ stream: 'out', text: 'x', at: 1 }] },
    { strait: 1, kind: 'outcome', outcome: { kind: 'stopped' } },
    { strait: 1, kind: 'outcome', id: 3, outcome: { kind: 'exited', code: 0 } },
  ]) expect(parseToEmbedder(message)).toEqual(message);
});

const shapeless = [undefined, null, 0, '', 'run', [], {}, [1], () => {}, { kind: 'run' },
  { strait: 0, kind: 'stop' }, { strait: '1', kind: 'stop' }, { strait: 2, kind: 'stop' },
  { strait: 1 }, { strait: 1, kind: 7 }, { strait: 1, kind: 'none' },
  { strait: 1, kind: '__proto__' }, { strait: 1, kind: 'constructor' },
  { strait: 1, kind: 'hasOwnProperty' }];

test('what has no such shape is ignored, whatever it is', () => {
  const toPlayground = [...shapeless, { strait: 1, kind: 'stop', extra: 1 },
    ...[undefined, 0, -1, 1.5, Number.NaN, 2 ** 60, '1', null].map((id) =>
      ({ strait: 1, kind: 'run', id })), { strait: 1, kind: 'load' },
    ...[7, null, {}, 'x'.repeat(70_000)].map((source) => ({ strait: 1, kind: 'load', source })),
    ...['', '../x', 'A', 1, 'x'.repeat(65)].map((scenario) =>
      ({ strait: 1, kind: 'load', scenario })),
    { strait: 1, kind: 'load', source: '', stdin: 'x'.repeat(70_000) },
    { strait: 1, kind: 'load', source: '', options: { standard: 'c++98' } }];
  for (const message of toPlayground) {
    expect(parseToPlayground(message), JSON.stringify(message)?.slice(0, 80)).toBeUndefined();
  }
  const toHost = [...shapeless, { strait: 1, kind: 'ready' },
    ...[-1, 1e9, Number.NaN, '9', Infinity].map((pixels) =>
      ({ strait: 1, kind: 'height', pixels })),
    { strait: 1, kind: 'output', lines: 'x', cut: false },
    { strait: 1, kind: 'output', lines: [{ stream: 'in', text: '', at: 0 }], cut: false },
    { strait: 1, kind: 'output', lines: [null], cut: false },
    { strait: 1, kind: 'outcome', outcome: null },
    { strait: 1, kind: 'outcome', outcome: { kind: 'won' } }];
  for (const message of toHost) {
    expect(parseToEmbedder(message), JSON.stringify(message)?.slice(0, 80)).toBeUndefined();
  }
});

test('a program between the tags loses the lines around it and its common indentation', () => {
  expect(dedent('\n    int main() {\n      f();\n\n    }\n  ')).toBe('int main() {\n  f();\n\n}\n');
  expect(dedent('int main() {}')).toBe('int main() {}\n');
  expect(dedent('\n\ta\n\t\tb\n')).toBe('a\n\tb\n');
  expect(dedent('\n \ta\n  b\n')).toBe('\ta\n b\n');
  expect(dedent(' \n \n')).toBe('');
  expect(dedent('\r\n  a\r\n  b')).toBe('a\nb\n');
});

test('a recording is found by its scenario, and only if it is one', () => {
  const run = { lines: [{ stream: 'out', text: 'x', at: 1 }], ending: 'exited 0',
    flow: { trace: 'x' } };
  const list = { version: 1, runs: { a: run, bad: { ...run, lines: [1] } } };
  expect(findRecording(list, 'a')).toEqual(run);
  for (const id of ['b', 'bad', '__proto__', 'constructor', 'toString']) {
    expect(findRecording(list, id), id).toBeUndefined();
  }
  for (const value of [null, 1, {}, { version: 2, runs: {} }, { version: 1 }]) {
    expect(findRecording(value, 'a')).toBeUndefined();
  }
});
