// Promise: the compiler is fetched once, its size told before; it comes while one types, can be
// cancelled, goes on where it broke off, is kept on this device, and can be deleted.

import type { Page } from '@playwright/test';
import type { PlaygroundPage } from './support/playground-page.ts';
import { expect, test } from './support/site.ts';

const program = (text: string): string =>
  `#include <cstdio>\nint main() { std::printf("${text}\\n"); }\n`;

/** The names of the parts that are asked for from now on. */
function watchParts(page: Page): string[] {
  const parts: string[] = [];
  page.on('request', (request) => {
    const part = /\/pack\/(\w+)\./.exec(request.url())?.[1];
    if (part) parts.push(part);
  });
  return parts;
}

/** Opens the page, and counts the workers for the compiler that it starts from then on. */
async function countCompilers(playground: PlaygroundPage): Promise<() => Promise<number>> {
  const { page } = playground;
  await page.addInitScript(() => {
    const started: string[] = [];
    Object.assign(window, { started, Worker: class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        started.push(options?.name ?? '');
      }
    } });
  });
  await playground.open();
  return () => page.evaluate(() => (window as unknown as { started: string[] }).started
    .filter((name) => name === 'compiler').length);
}

test('its size is told before, it comes while one types, and the first run finds it warm', async ({
  playground, page }) => {
  const note = page.getByTestId('compiler');
  await expect(note).toHaveText(/Compiler: \d+ MB, on first edit/);
  const parts = watchParts(page);
  await playground.fullEditor();
  await playground.editor.locator('.view-line').first().click();
  expect(parts).toEqual([]);
  await page.keyboard.type('// typed');
  await expect(note).toHaveText(/\d+ MB stored/, { timeout: 120_000 });
  await expect(note).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  expect(parts).toEqual(['compiler', 'sysroot', 'precompiled']);
  await playground.setSource(program('warm'));
  const begun = Date.now();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  console.log(`first edited run, after the warm-up: ${Date.now() - begun} ms`);
  expect(parts).toHaveLength(3);
});

test('after a reload it comes from this device; deleted, it is fetched again', async ({
  playground, page }) => {
  await playground.setSource(program('once'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  const parts = watchParts(page);
  await playground.open();
  await playground.setSource(program('kept'));
  const begun = Date.now();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  console.log(`first edited run after a reload, not warmed up: ${Date.now() - begun} ms`);
  expect(await playground.lines()).toEqual(['kept']);
  expect(parts).toEqual([]);

  await page.getByTestId('compiler').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByTestId('compiler')).toHaveText(/in this tab only/);
  await playground.open();
  await playground.setSource(program('again'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(parts).toEqual(['compiler', 'sysroot', 'precompiled']);
});

test('kept here, it is awake by the time a link has been read', async ({ playground, page }) => {
  await playground.setSource(program('linked'));
  const { hash } = new URL(await playground.shareLink());
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  const parts = watchParts(page);
  await playground.open(hash);
  await expect(page.getByTestId('compiler')).toHaveAttribute('data-state', 'ready',
    { timeout: 60_000 });
  const begun = Date.now();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  console.log(`first run of a link, the compiler kept from before: ${Date.now() - begun} ms`);
  expect(parts).toEqual([]);
});

test('a fetch that breaks off is told, and goes on with what is missing', async ({
  playground, page }) => {
  const parts = watchParts(page);
  await page.route('**/pack/precompiled.*', (route) => route.abort());
  await playground.setSource(program('resumed'));
  const outcome = await playground.pressRun(150);
  expect(outcome.reason).toMatch(/could not be fetched whole.*what has arrived is kept/);
  expect(parts).toEqual(['compiler', 'sysroot', 'precompiled']);
  await page.unroute('**/pack/precompiled.*');
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(parts.slice(3)).toEqual(['precompiled']);
});

test('a fetch that ends half way is told in words', async ({ playground, page }) => {
  await page.route('**/pack/compiler.*', async (route) => {
    const whole = await (await route.fetch()).body();
    await route.fulfill({ body: whole.subarray(0, whole.length / 2) });
  });
  await playground.setSource(program('resumed'));
  const { reason } = await playground.pressRun(150);
  expect(reason).toMatch(/could not be fetched whole \(the connection broke off\); run again/);
  await page.unroute('**/pack/compiler.*');
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
});

test('a part that was damaged on this device is fetched again', async ({ playground, page }) => {
  await playground.setSource(program('first'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  await page.evaluate(async () => {
    const cache = await caches.open('strait-pack');
    for (const { url } of await cache.keys()) {
      if (url.includes('sysroot')) await cache.put(url, new Response(new Uint8Array(1000)));
    }
  });
  const parts = watchParts(page);
  await playground.open();
  await playground.setSource(program('mended'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(parts).toEqual(['sysroot']);
});

test('what comes unasked can be cancelled, and then waits for Run', async ({
  playground, page }) => {
  await page.route('**/pack/compiler.*', () => {}); // held back
  const compilers = await countCompilers(playground);
  await playground.fullEditor();
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.type('// a');
  const note = page.getByTestId('compiler');
  await expect(note).toHaveText(/ of \d+ MB/);
  await note.getByRole('button', { name: 'Cancel' }).click();
  await expect(note).toHaveText(/on first edit/);
  const before = await compilers();
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.type('// b');
  await expect.poll(() => playground.source()).toContain('// b');
  expect(await compilers(), 'typing on does not begin again').toBe(before);
  await page.unroute('**/pack/compiler.*');
  await playground.setSource(program('asked'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
});

test('on a line that saves data nothing comes unasked', async ({ playground, page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection',
    { value: { saveData: true } }));
  const compilers = await countCompilers(playground);
  await playground.fullEditor();
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.type('// typed');
  await expect.poll(() => playground.source()).toContain('// typed');
  expect(await compilers()).toBe(0);
});
