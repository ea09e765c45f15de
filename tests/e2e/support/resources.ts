// resources.ts — what a page uses, as its browser tells: Chromium only.

import { expect, type Browser, type CDPSession, type Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';

/** What is left of the page's heap after a collection. */
export async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage') as { usedSize: number };
  return usedSize / 1e6;
}

/** The page's own workers are the editor's and a spare runner. A few more are noise: Chromium
 *  has been seen, rarely, to keep some threads of workers that had ended. */
const fewThreads = 8;

/** Fails unless what runs have used is gone, once the last of them have ended their threads. */
export async function expectFewWorkers(page: Page, browser: Browser): Promise<void> {
  await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBeLessThanOrEqual(3);
  await expect.poll(() => workerThreads(browser), { timeout: 20_000 })
    .toBeLessThanOrEqual(fewThreads);
  console.log(`at rest: ${page.workers().length} workers, ${await workerThreads(browser)} threads`);
}

/** All of the browser's workers, those that programs start included, which the page cannot see. */
async function workerThreads(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').flatMap(({ id }) =>
    readdirSync(`/proc/${id}/task`).map((task) => readFileSync(`/proc/${id}/task/${task}/comm`)))
    .filter((name) => name.toString().startsWith('DedicatedWorker')).length;
}
