// Promise: a changed program is compiled in the page and prints; what is wrong stands at its line.

import { test as coldTest } from './support/site.ts';
import { expect, test } from './support/warm-page.ts';

const program = (body: string, includes = ''): string =>
  `#include <cstdio>\n#include <thread>\n${includes}int main() {\n${body}\n}\n`;

coldTest('a typed change is compiled and printed, and the compiler is fetched once', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(program('  std::printf("before\\n");'));
  await playground.editor.locator('.view-line').nth(3).click();
  await page.keyboard.press('End');
  await page.keyboard.type(' std::thread([] { std::printf("typed\\n"); }).join();');
  await playground.watchOutcomes();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(playground.status).toContainText(
    /Fetching the compiler, once: \d+ MB|Preparing|Compiling/, { timeout: 10_000 });
  expect(await playground.nextOutcome(150)).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['before', 'typed']);

  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/pack')) fetched.push(request.url());
  });
  await playground.setSource(program('  std::printf("again\\n");'));
  const begun = Date.now();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  console.log(`warm edit to the end of its run: ${Date.now() - begun} ms`);
  expect(await playground.lines()).toEqual(['again']);
  expect(fetched).toEqual([]);

});

test('a syntax error marks its line and is told in words', async ({ playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(program('  int one = 1;\n  int two = 2\n  std::printf("x\\n");'));
  const outcome = await playground.pressRun(150);
  expect(outcome.kind).toBe('compile-error');
  const first = outcome.diagnostics?.find(({ severity }) => severity === 'error');
  expect(first?.line).toBe(5);
  await expect(playground.output).toContainText("expected ';'");
  await expect(playground.status).toContainText('line 5');
  await expect(playground.editor.locator('.squiggly-error').first()).toBeVisible();
  await page.getByRole('button', { name: /line 5/ }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(';');
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['x']);
  await expect(playground.editor.locator('.squiggly-error')).toHaveCount(0);
});

test('a mistake that the library finds is told at the reader’s line', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(`#include <strait/strait.hpp>
#include <cstdio>

int main() {
  auto [tx, rx] = strait::bounded<int>(1);
  strait::select(strait::on_recv(rx, [](int m) { std::printf("%d\\n", m); }));
}
`);
  const { kind, reason } = await playground.pressRun(150);
  expect(kind).toBe('compile-error');
  expect(reason).toMatch(/^line 6: the handler of on_recv takes a std::expected<T, strait::recv/);
  await expect(page.getByRole('button', { name: /line 6.*the handler of on_recv/ })).toBeVisible();
  await expect(playground.editor.locator('.squiggly-error')).toHaveCount(1);
  await page.getByText(/^Show all: 1 error$/).click();
  await expect(playground.output).toContainText('strait/select.hpp:');
});

const pasted: [name: string, source: string, lines: string[]][] = [
  ['a chain of 100 threads', `#include <strait/strait.hpp>
#include <iostream>
#include <thread>
#include <vector>
int main() {
  auto [first, in] = strait::unbounded<int>();
  std::vector<std::jthread> links;
  for (int index = 0; index < 100; ++index) {
    auto [out, next] = strait::bounded<int>(0);
    links.emplace_back([in, out = out]() mutable {
      for (int value : in) (void)out.send(value + 1);
      out = {};
    });
    in = next;
  }
  for (int value : {0, 1000}) (void)first.send(value);
  first = {};
  for (int value : in) std::cout << value << std::endl;
}
`, ['100', '1100']],
  ['a mutex and a condition variable', `#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>
int main() {
  std::mutex mutex;
  std::condition_variable changed;
  int stage = 0;
  std::jthread other([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stage == 1; });
    stage = 2;
    changed.notify_one();
  });
  std::unique_lock lock(mutex);
  stage = 1;
  changed.notify_one();
  changed.wait(lock, [&] { return stage == 2; });
  std::cout << "stage " << stage << "\\n" << "\\n";
  std::cerr << "told\\n";
}
`, ['stage 2', '', 'told']],
];
for (const [name, source, lines] of pasted) {
  test(`${name}, never seen before, compiles and runs`, async ({ playground }) => {
    await playground.setSource(source);
    const outcome = await playground.pressRun(150);
    expect(outcome, JSON.stringify(outcome)).toEqual({ kind: 'exited', code: 0 });
    expect((await playground.lines()).sort()).toEqual([...lines].sort());
    expect((await playground.output.innerText()).trim().split('\n').length)
      .toBe(lines.length);
  });
}

test('the library, select and timers included, can be used in a new program', async ({
  playground }) => {
  await playground.setSource(`#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <vector>
int main() {
  auto [tx, rx] = strait::unbounded<int>();
  std::vector<std::jthread> threads;
  for (int index = 0; index < 4; ++index) {
    threads.emplace_back([index, out = tx] { (void)out.send(index); });
  }
  tx = {};
  int sum = 0;
  for (int value : rx) sum += value;
  std::printf("sum %d\\n", sum);
}
`);
  const outcome = await playground.pressRun(150);
  expect(outcome, JSON.stringify(outcome)).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['sum 6']);
});
