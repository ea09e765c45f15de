// input-and-options.test.ts — programs read what they are given, and are compiled as was chosen.

import { expect, test } from '@playwright/test';
import { defaultOptions } from '../../wasm/pipeline/options.mjs';
import { ordinaryPrograms } from './support/ordinary-programs.mjs';
import { pipeline, runSource, start } from './support/playground.mjs';

const texts = (lines: { text: string }[]): string[] => lines.map(({ text }) => text);

test('std::cin, getline and scanf read one input, then find its end', async () => {
  const { outcome, lines } = await runSource(`
    #include <cstdio>
    #include <iostream>
    #include <string>
    int main() {
      int number = 0;
      std::cin >> number;
      std::string rest, line;
      std::getline(std::cin, rest);
      std::getline(std::cin, line);
      char word[16];
      const int found = std::scanf("%15s", word);
      std::printf("%d|%s|%s|%d %s\\n", number, rest.c_str(), line.c_str(), found, word);
      std::printf("%d %d\\n", std::scanf("%15s", word), std::getchar());
      std::printf("%d\\n", static_cast<bool>(std::cin >> number));
    }`, { stdin: '42 apples\nzwei Wörter \nword\n' });
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(texts(lines)).toEqual(['42| apples|zwei Wörter |1 word', '-1 -1', '0']);
});

test('64 KiB arrive whole, and nothing is there when nothing was given', async () => {
  const counts = `
    #include <cstdio>
    int main() {
      int bytes = 0;
      while (std::getchar() != EOF) ++bytes;
      std::printf("%d\\n", bytes);
    }`;
  const full = await runSource(counts, { stdin: 'x'.repeat(65536) });
  expect(texts(full.lines)).toEqual(['65536']);
  expect(texts((await runSource(counts)).lines)).toEqual(['0']);
});

// Templates whose code programs with the usual options take from the pack.
const tells = `
  #include <cstdio>
  #include <vector>
  int main() {
    std::vector<int> one{1};
    if (one.at(0) != 1) return 1;
  #ifdef __OPTIMIZE__
    std::printf("optimized ");
  #endif
    std::printf("%ld\\n", static_cast<long>(__cplusplus));
  }`;
for (const [standard, optimize, printed, tag] of [
  ['c++20', '0', '202002', ['@long']], ['c++26', '2', 'optimized 202400', []]] as const) {
  const name = `${standard} with -O${optimize}: other headers are made, once`;
  test(name, { tag: [...tag] }, async () => {
    const options = { ...defaultOptions, standard, optimize };
    const compiler = await pipeline();
    let made = 0;
    for (let round = 0; round < 2; ++round) {
      const compiled = await compiler.compile(tells, options, (step) => {
        if (step === 'precompiling') ++made;
      });
      if (!compiled.ok) throw new Error(compiled.text);
      expect(compiled.text).toBe('');
      const { lines } = await (await start(compiled.wasm)).done;
      expect(texts(lines)).toEqual([printed]);
    }
    expect(made).toBe(1);
  });
}

// With the header that the test before has made.
test('an optimised program overflows its stack no more unseen', async () => {
  const options = { ...defaultOptions, standard: 'c++26', optimize: '2' } as const;
  const overflows = ordinaryPrograms.filter(({ name }) =>
    /frame larger than|touches three bytes|variable length/.test(name));
  expect(overflows.length).toBeGreaterThan(2);
  for (const { source } of overflows) {
    const compiled = await (await pipeline()).compile(source, options);
    if (!compiled.ok) throw new Error(compiled.text);
    const { outcome, text } = await (await start(compiled.wasm)).done;
    // The optimiser may need no stack for it; a neighbour's memory is as it was, then.
    if (outcome.kind === 'exited') expect(text).toMatch(/^changed: 0 0$/m);
    else expect(outcome.reason).toMatch(/^stack overflow/);
  }
});

const unused = 'void f(int a) {}\nint main() { int b; }\n';
for (const [warnings, found] of [['off', []], ['default', ['warning 2']],
  ['extra', ['warning 1', 'warning 2']], ['error', ['error 1', 'error 2']]] as const) {
  test(`warnings "${warnings}" objects to ${found.length}`, async () => {
    const compiled = await (await pipeline()).compile(unused, { ...defaultOptions, warnings });
    expect(compiled.diagnostics.map(({ severity, line }) => `${severity} ${line}`)).toEqual(found);
    expect(compiled.ok).toBe(warnings !== 'error');
  });
}

test('options that are none of the list reach no compiler', async () => {
  const compiler = await pipeline();
  for (const wrong of [{ standard: 'c++23 -O3' }, { optimize: '3' }, { warnings: 'toString' }]) {
    const compiled = await compiler.compile('int main() {}', { ...defaultOptions, ...wrong });
    expect(compiled.ok).toBe(false);
    expect(compiled.diagnostics[0]?.message).toContain('does not know');
  }
});

