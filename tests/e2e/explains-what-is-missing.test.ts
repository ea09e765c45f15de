// Promise: whatever a browser lacks, the page is never blank: it says what is missing, what still
// works and what to do.

import { expect, test } from './support/site.ts';
import { test as testWarm } from './support/warm-page.ts';

test('without scripts the page says so and leads to the programs', async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site);
  await expect(page.locator('noscript p')).toBeVisible();
  await expect(page.locator('noscript p')).toContainText('JavaScript is switched off');
  await page.locator('noscript a').click();
  await page.getByText('Many producers', { exact: true }).click();
  await expect(page.locator('details[open] pre')).toContainText('int main()');
  await context.close();
});

test('when the page\'s own script does not arrive it says so', async ({
  page, site, complaints }) => {
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.goto(site);
  await expect(page.getByRole('alert')).toContainText('The page did not start');
  await expect(page.getByRole('link', { name: 'The programs can be read' })).toBeVisible();
  complaints.length = 0; // the browser's own word about the script
});

test('when the scenarios do not arrive it says so', async ({ page, site, complaints }) => {
  await page.route('**/scenarios.json', (route) => route.abort());
  await page.goto(site);
  await expect(page.getByRole('alert')).toContainText('scenarios.json could not be fetched');
  complaints.length = 0;
});

test('without module workers the page says what is missing, and the code can be read', async ({
  page, playground }) => {
  await page.addInitScript(() => {
    const Plain = Worker;
    window.Worker = class extends Plain {
      constructor(address: string | URL, options?: WorkerOptions) {
        if (options?.type === 'module') throw new TypeError('module workers are not supported');
        super(address, options);
      }
    };
  });
  await playground.open('#11-drain-after-close');
  await expect(playground.editor).toContainText('int main()');
  await expect(page.locator('.trouble')).toContainText('no module workers');
  await expect(playground.run).toBeDisabled();
  await expect(page.getByTestId('recorded')).toContainText(
    'Recorded run. It was recorded when this page was built; exited 0.');
  await expect(page.getByTestId('output')).toContainText('received Hi!');
  await page.getByRole('tab', { name: 'Flow' }).click();
  await expect(page.getByTestId('flow-picture'))
    .toHaveAttribute('aria-label', 'Flow: 2 threads, 1 channel, 3 messages');
  await playground.setSource('int main() {}\n');
  await expect(page.getByTestId('recorded')).toContainText('before it was edited');
  await page.locator('[data-scenario="90-deadlock"]').click();
  await expect(page.getByTestId('deadlock')).toContainText('Nothing in this program can move');
});

test('without storage everything works, and the reader is told what is not kept', async ({
  page, playground }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('denied'); } });
    }
  });
  await playground.open('#11-drain-after-close');
  expect(await playground.pressRun(30)).toEqual({ kind: 'exited', code: 0 });
  await playground.setSource('int main() {}\n');
  await expect(playground.notice).toContainText('will be lost when you close the tab');
  await playground.setScenario('10-many-producers');
  await playground.setScenario('11-drain-after-close');
  expect(await playground.source()).toBe('int main() {}\n');
});

test('without threads the code is shown and shared, and Run is off with a reason', async ({
  page, playground }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'crossOriginIsolated', { value: true });
    const Memory = WebAssembly.Memory;
    WebAssembly.Memory = class extends Memory {
      constructor(about: WebAssembly.MemoryDescriptor) {
        if (about.shared) throw new TypeError('no shared memory');
        super(about);
      }
    };
  });
  await playground.open('#11-drain-after-close');
  await expect(page.locator('.trouble')).toContainText('no WebAssembly threads');
  await expect(playground.run).toBeDisabled();
  expect(await playground.shareLink()).toContain('#v1.');
});

testWarm('each limit that a program hits is named', async ({ playground }) => {
  const told = async (body: string): Promise<string> => {
    await playground.setSource(`#include <cstdio>\n#include <cstdlib>\n#include <thread>\n` +
      `#include <vector>\nint main() {\n${body}\n}\n`);
    await playground.pressRun(150);
    return `${await playground.output.innerText()}\n${await playground.status.innerText()}`;
  };
  expect(await told('for (int i = 0; i < 20000; ++i) std::printf("%d\\n", i);'))
    .toMatch(/10,000 lines/);
  expect(await told('std::vector<std::vector<char>> all; for (;;) all.emplace_back(1 << 24);'))
    .toMatch(/memory|bad_alloc/i);
  expect(await told('std::vector<std::thread> all; for (;;) all.emplace_back([] { for (;;) ' +
    'std::this_thread::sleep_for(std::chrono::hours(1)); });')).toMatch(/256 threads/i);
});
