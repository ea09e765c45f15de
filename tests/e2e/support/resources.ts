// resources.ts — what a page uses, as its browser tells: Chromium only.

import type { Browser, CDPSession } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';

/** What is left of the page's heap after a collection. */
export async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage') as { usedSize: number };
  return usedSize / 1e6;
}

/** All of the browser's workers, those that programs start included, which the page cannot see. */
export async function workerThreads(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').flatMap(({ id }) =>
    readdirSync(`/proc/${id}/task`).map((task) => readFileSync(`/proc/${id}/task/${task}/comm`)))
    .filter((name) => name.toString().startsWith('DedicatedWorker')).length;
}
