// pipeline.test.ts — what the compiler says about good and bad programs, and that the pack is
// reproducible.

import { expect, test } from '@playwright/test';
import { pipeline, runSource } from './support/playground.mjs';

async function refused(source: string) {
  const compiled = await (await pipeline()).compile(source);
  expect(compiled.ok).toBe(false);
  return compiled.diagnostics;
}

test('a syntax error has its line and column', async () => {
  const [first] = await refused('int main() {\n  int x = 1\n  return x;\n}\n');
  expect(first).toMatchObject({ severity: 'error', line: 2, column: 12 });
  expect(first?.message).toContain("expected ';'");
});

test('an unknown name is marked from its first to its last character', async () => {
  const [first] = await refused('int main() {\n  return wrong_name;\n}\n');
  expect(first).toMatchObject({ severity: 'error', line: 2, column: 10 });
  expect(first?.message).toContain('wrong_name');
});

test('a warning does not refuse the program', async () => {
  const compiled = await (await pipeline()).compile('int main() {\n  int unused = 1;\n}\n');
  expect(compiled.ok).toBe(true);
  expect(compiled.diagnostics[0]).toMatchObject({ severity: 'warning', line: 2 });
});

test('an error inside of a header stands at the line that leads there', async () => {
  const source = '#include <thread>\n\nint main() {\n  std::thread t(3);\n}\n';
  const diagnostics = await refused(source);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toHaveLength(0);
  expect(diagnostics.some(({ line }) => line === 4)).toBe(true);
});

test('an unknown include is named', async () => {
  const [first] = await refused('#include <nothing/here.hpp>\nint main() {}\n');
  expect(first).toMatchObject({ severity: 'error', line: 1 });
  expect(first?.message).toContain('nothing/here.hpp');
});

test('no main is said in words', async () => {
  const [first] = await refused('int add(int a, int b) { return a + b; }\n');
  expect(first).toMatchObject({ severity: 'error', line: 0 });
  expect(first?.message).toMatch(/^no main function:/);
});

test('a function without a definition is named as it was written', async () => {
  const [first] = await refused('void missing(int);\nint main() { missing(1); }\n');
  expect(first?.message).toBe('missing(int) is declared and used, but defined nowhere');
});

test('local variables that no stack can hold are an error, not a silent overflow', async () => {
  const [first] = await refused(`#include <cstdio>
    int main() {
      char text[2'000'000];
      text[0] = 'a';
      std::printf("%c", text[0]);
    }`);
  expect(first?.message).toMatch(
    /^main has 20\d{5} bytes of local variables, and a stack holds 1 MiB/);
});

test('an empty program is refused', async () => {
  const [first] = await refused(' \n\t\n');
  expect(first?.message).toContain('empty');
});

test('a program of a megabyte is refused, with the limit', async () => {
  const [first] = await refused(`int main() {}\n${'// filler\n'.repeat(100_000)}`);
  expect(first?.message).toContain('64 KiB');
});

test('bytes that are no program at all get messages, and the next compile works', async () => {
  await refused('\u0000\u0001\u{1F600} }}} #include "/etc/passwd" \\');
  const { text } = await runSource('#include <cstdio>\nint main() { std::puts("fine"); }');
  expect(text).toBe('fine');
});

test('a template without end gets a message', async () => {
  const [first] = await refused(
    'template <int N> struct Deep : Deep<N + 1> {};\nint main() { Deep<0> deep; }\n');
  expect(first?.severity).toBe('error');
});

test('the same source gives the same bytes', async () => {
  const source = '#include <iostream>\nint main() { std::cout << "same\\n"; }\n';
  const compiler = await pipeline();
  const [first, second] = [await compiler.compile(source), await compiler.compile(source)];
  if (!first.ok || !second.ok) throw new Error(first.text + second.text);
  expect(Buffer.from(first.wasm).equals(Buffer.from(second.wasm))).toBe(true);
});

test('a constant may take more steps than are tried at first', async () => {
  const compiled = await (await pipeline()).compile(`
    constexpr long long sum(int count) {
      long long total = 0;
      for (int number = 0; number < count; ++number) total += number;
      return total;
    }
    static_assert(sum(100'000) == 4'999'950'000);
    int main() {}`);
  expect(compiled.text).toBe('');
});

test('a thread without an end is compiled about as fast as one that ends', async () => {
  const compiler = await pipeline();
  const processorTime = async (end: string): Promise<number> => {
    const before = process.cpuUsage();
    const compiled = await compiler.compile(`
      #include <cstdio>
      #include <thread>
      int main() { std::jthread([] { for (;;) ${end} std::puts("on and on"); }); }`);
    expect(compiled.text).toBe('');
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const times = { ends: 0, endless: 0 };
  for (let round = 0; round < 3; ++round) {
    const ends = await processorTime('if (true) break; else');
    const endless = await processorTime('');
    if (round === 0) continue; // the compiler warms up
    times.ends += ends;
    times.endless += endless;
  }
  const ratio = times.endless / times.ends;
  console.log(`an endless thread costs ${ratio.toFixed(1)} × one that ends`);
  expect(ratio).toBeLessThan(3);
});
