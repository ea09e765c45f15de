// Promise: the page is readable and runs quickly, is isolated, and its parts keep to their size.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expectedScenarios } from '../support/expected.mjs';
import { expect, test } from './support/site.ts';

const site = fileURLToPath(new URL('../../build/site/', import.meta.url));
const assets = join(site, 'assets/');

test('the shell and the editor keep to their size', () => {
  const size = (wanted: (name: string) => boolean): number => readdirSync(assets).filter(wanted)
    .reduce((sum, name) => sum + gzipSync(readFileSync(assets + name)).length, 0) / 1000;
  const page = readFileSync(`${assets}../index.html`, 'utf8');
  const shell = size((name) => page.includes(name));
  const editor = size((name) => name.startsWith('monaco-editor-') && name.endsWith('.js'));
  const flow = size((name) => name.startsWith('flow-view-'));
  const bench = size((name) => name.startsWith('bench-'));
  console.log(`gzip: shell ${shell.toFixed(1)} kB, editor ${editor.toFixed(0)} kB, ` +
    `flow ${flow.toFixed(1)} kB, benchmark ${bench.toFixed(1)} kB`);
  // From below as well: a part that is not found has no size.
  for (const [kilobytes, least, most] of [[shell, 25, 60], [editor, 500, 950],
    [flow, 20, 60], [bench, 2, 10]] as const) {
    expect(kilobytes).toBeGreaterThan(least);
    expect(kilobytes).toBeLessThan(most);
  }
});

test('programs and the compiler keep to their size, and each file below what hosts take', () => {
  const files = (readdirSync(site, { recursive: true }) as string[]).map((name) => join(site, name))
    .filter((name) => statSync(name).isFile());
  const megabytes = (wanted: (name: string) => boolean): number =>
    files.filter(wanted).reduce((sum, name) => sum + statSync(name).size, 0) / 1e6;
  const modules = files.filter((name) => name.includes('/playground/modules/'))
    .map((name) => gzipSync(readFileSync(name)).length / 1000);
  const pack = megabytes((name) => name.includes('/playground/pack/'));
  console.log(`compiler ${pack.toFixed(1)} MB; largest program ` +
    `${Math.max(...modules).toFixed(0)} kB gzip`);
  expect(pack).toBeGreaterThan(15);
  expect(pack).toBeLessThan(40);
  const variants = expectedScenarios().reduce((sum, { knobs }) => sum +
    knobs.reduce((inner, { values }) => inner + values.length - 1, 0), 0);
  expect(modules.length).toBe(expectedScenarios().length + variants);
  expect(Math.min(...modules)).toBeGreaterThan(10);
  expect(Math.max(...modules)).toBeLessThan(80);
  // Cloudflare Pages takes files of 25 MiB, GitHub of 100 MB.
  for (const file of files) expect(statSync(file).size, file).toBeLessThan(24 * 1024 * 1024);
});

test('the code is readable before the full editor, which moves nothing', async ({
  playground, page, site }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/monaco-editor-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('about:blank');
  await page.goto(site);
  const plain = page.locator('.plain-colours');
  await expect(plain).toContainText('int main()');
  const textBox = (selector: string) => page.evaluate((wanted) => {
    const holder = document.querySelector(wanted);
    const walker = document.createTreeWalker(holder!, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    range.selectNodeContents(walker.nextNode()!);
    const { left, top } = range.getBoundingClientRect();
    return { left: Math.round(left), top: Math.round(top) };
  }, selector);
  const before = await textBox('.plain-colours');
  release();
  await playground.fullEditor();
  const after = await textBox('.view-line');
  expect(Math.abs(after.left - before.left)).toBeLessThanOrEqual(1);
  expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(2);
});

test('to run a scenario as it is, its program and the runtime are all that is fetched', async ({
  playground, page }) => {
  await playground.setScenario('11-drain-after-close');
  await playground.fullEditor();
  await page.waitForLoadState('networkidle');
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const waited = await page.evaluate(() => new Promise<number>((resolve) => {
    const begun = performance.now();
    document.addEventListener('strait-output', () => resolve(performance.now() - begun),
      { once: true });
    document.querySelector<HTMLElement>('[data-testid="run"]')!.click();
  }));
  console.log(`first output of a prebuilt scenario: ${Math.round(waited)} ms after the click`);
  // The program may have come before the click; each thread loads the runtime.
  const needed = /\/(modules\/11-drain-after-close|runtime\/glue|assets\/run-worker)[.-]/;
  expect(fetched.filter((url) => !needed.test(url))).toEqual([]);
});

test('the page is isolated and its policy allows no eval', async ({
  page, playground, complaints }) => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const answer = await page.request.get(playground.site);
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers()['content-security-policy']).not.toMatch(/'unsafe-eval'|blob:/);
  expect(complaints).toEqual([]);
});

test('without isolation the code is shown and the page says what is missing', async ({
  page, playground }) => {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const answer = await route.fetch();
    const headers = answer.headers();
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    return route.fulfill({ response: answer, headers });
  });
  await playground.open();
  await expect(page.getByRole('alert').filter({ hasText: 'Cross-Origin-Opener-Policy' }))
    .toBeVisible();
  await expect(playground.run).toBeDisabled();
  await expect(playground.editor).toContainText('int main()');
});
