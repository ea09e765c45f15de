// Promise: the site's folder works below any path of a server that sends no headers: the page
// isolates itself, reloads at most once for that, and after the first visit needs no network at
// all.

import { expect, test as base, type Page } from '@playwright/test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlainServer } from './support/plain-server.ts';
import { PlaygroundPage } from './support/playground-page.ts';
import { siteFolder } from './support/static-files.ts';

interface ServerFixtures {
  server: PlainServer;
  playground: PlaygroundPage;
  /** Every document that this page loaded. */
  documents: string[];
  complaints: string[];
}

const test = base.extend<ServerFixtures>({
  server: async ({}, use) => {
    const server = await PlainServer.start('/some/where/');
    await use(server);
    await server.goAway();
  },
  playground: async ({ page, server }, use) => use(new PlaygroundPage(page, server.address)),
  documents: async ({ page }, use) => {
    const documents: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents.push(request.url());
    });
    await use(documents);
  },
  complaints: [async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await use(complaints);
    expect(complaints, 'what the page complained about').toEqual([]);
  }, { auto: true }],
});
test.use({ serviceWorkers: 'allow' });

const isolated = (page: Page): Promise<boolean> =>
  page.evaluate(() => crossOriginIsolated).catch(() => false); // it may be reloading

const siteCaches = (page: Page): Promise<string[]> => page.evaluate(async () =>
  (await caches.keys()).filter((name) => name.startsWith('strait-site-')));

async function keptFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('strait-site-'));
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().length;
  });
}

async function untilKept(page: Page, file: string): Promise<void> {
  await expect.poll(() => page.evaluate(async (name) => {
    const answer = await caches.match(new URL(name, document.baseURI));
    return answer !== undefined;
  }, file), { timeout: 60_000 }).toBe(true);
}

/** Until the service worker could make the page isolated, and any reload for that has begun. */
async function activeWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active?.state !== 'activated') {
      await new Promise((changed) => active?.addEventListener('statechange', changed));
    }
  });
  await page.waitForLoadState('networkidle');
}

async function openIsolated(playground: PlaygroundPage): Promise<void> {
  await playground.page.goto(playground.site);
  await expect.poll(() => isolated(playground.page), { timeout: 60_000 }).toBe(true);
  await expect(playground.share).toBeEnabled({ timeout: 60_000 });
}

async function runOneOfEach(playground: PlaygroundPage, scenario: string, word: string) {
  await playground.setScenario(scenario);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  await playground.setSource(`#include <cstdio>\n#include <thread>\nint main() {\n` +
    `  std::thread([] { std::printf("${word}\\n"); }).join();\n}\n`);
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual([word]);
}

/** How many files the service worker keeps: all but its own, the servers', and the compiler. */
function keepableFiles(): number {
  return (readdirSync(siteFolder, { recursive: true }) as string[])
    .filter((name) => statSync(join(siteFolder, name)).isFile() &&
      !/^(_headers$|service-worker\.js$|playground\/pack\/)/.test(name)).length;
}

test('the page isolates itself, runs and compiles, and does so again without any network', async ({
  playground, page, server, documents, context }) => {
  await openIsolated(playground);
  expect(documents, 'one reload and no more').toEqual([server.address, server.address]);
  await runOneOfEach(playground, '11-drain-after-close', 'with the server');

  await expect.poll(() => keptFiles(page), { timeout: 120_000 }).toBe(keepableFiles());

  await server.goAway();
  await context.setOffline(true);
  await page.goto('about:blank');
  await openIsolated(playground);
  await playground.fullEditor();
  await runOneOfEach(playground, '40-rendezvous', 'without it');
});

test('the benchmark isolates itself, too, and measures without any network', async ({
  page, server, documents, context }) => {
  const address = `${server.address}bench.html`;
  const [program] = readdirSync(join(siteFolder, 'playground/benchmark'))
    .filter((name) => name.startsWith('strait.'));
  await page.goto(address);
  await expect.poll(() => isolated(page), { timeout: 60_000 }).toBe(true);
  expect(documents, 'one reload and no more').toEqual([address, address]);
  await untilKept(page, `playground/benchmark/${program}`); // after all others that it needs
  await server.goAway();
  await context.setOffline(true);
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByTestId('run').click();
  await expect(page.locator('.bench-chart .bench-mark').first()).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('stop').click();
  await expect(page.getByTestId('status')).toHaveText('Stopped');
});

test('a new version is told, and shown when the reader says so', async ({
  playground, page, server }) => {
  await openIsolated(playground);
  const [first] = await siteCaches(page);
  server.changed.set('service-worker.js',
    (text) => text.replace(first!.slice(-12), 'ffffffffffff'));
  server.changed.set('index.html', (text) => text.replace('<html', '<html data-version="new"'));
  await playground.setSource('// my draft\n');
  await page.reload();
  await expect(playground.notice).toContainText('A new version of this page is available');
  await expect(page.locator('html')).not.toHaveAttribute('data-version', 'new');
  await playground.notice.getByRole('button', { name: 'Reload' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-version', 'new');
  await expect(playground.share).toBeEnabled();
  expect(await playground.source()).toBe('// my draft\n');
  expect(await isolated(page)).toBe(true);
  await expect.poll(() => siteCaches(page), { timeout: 30_000 })
    .toEqual(['strait-site-ffffffffffff']);
  await expect(playground.notice).not.toContainText('new version');
});

test('where no service worker is allowed the page says so, stays readable, and never reloads',
  async ({ playground, page, documents }) => {
    await page.addInitScript(() => {
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('denied'));
    });
    await page.goto(playground.site);
    await expect(page.getByRole('alert').filter({ hasText: 'Cross-Origin-Opener-Policy' }))
      .toBeVisible();
    await expect(playground.editor).toContainText('int main()');
    await expect(playground.run).toBeDisabled();
    await page.waitForLoadState('networkidle');
    expect(documents).toHaveLength(1);
  });

test('without a place to remember the reload the page does not reload by itself', async ({
  playground, page, documents }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('denied'); } });
  });
  await page.goto(playground.site);
  await expect(playground.editor).toContainText('int main()');
  await activeWorker(page);
  expect(documents).toHaveLength(1);
});

test('a worker that never makes the page isolated leads to one reload and then to words', async ({
  playground, page, server, documents }) => {
  server.changed.set('service-worker.js', () => 'self.addEventListener("fetch", () => {});');
  await page.goto(playground.site);
  await expect.poll(() => documents.length).toBe(2);
  await expect(page.getByRole('alert').filter({ hasText: 'Cross-Origin-Opener-Policy' }))
    .toBeVisible();
  await activeWorker(page);
  expect(documents).toHaveLength(2);
});

test('where the server sends the headers, workers’ scripts are left to it', async ({
  playground, page, server, complaints }) => {
  server.headers = { 'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp', 'Cache-Control': 'no-store' };
  await openIsolated(playground);
  const runtime = readFileSync(join(siteFolder, 'playground/runtime.json'), 'utf8');
  const { glue } = JSON.parse(runtime) as { glue: string };
  await untilKept(page, `playground/${glue}`); // no other file is kept later
  // Now the server has another script than the one that is kept, which would come sooner.
  const runner = readdirSync(join(siteFolder, 'assets')).find((name) => /^run-worker/.test(name));
  server.holdsBack = (name) => {
    if (name !== `assets/${runner}`) return false;
    setTimeout(() => server.release(), 300);
    return true;
  };
  server.changed.set(`assets/${runner}`, () => `onmessage = ({ data: { kind } }) =>
    postMessage(kind === 'prepare' ? { kind: 'loaded' }
      : { kind: 'outcome', outcome: { kind: 'exited', code: 42 } });`);
  await openIsolated(playground);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 42 });

  // But without the server they are those that were kept.
  await server.goAway();
  await openIsolated(playground);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  const failed = complaints.filter((text) => !text.includes('net::ERR_CONNECTION_REFUSED'));
  complaints.splice(0, complaints.length, ...failed);
});
