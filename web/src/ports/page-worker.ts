// page-worker.ts — makes workers of the page's own scripts.

/**
 * `start`: how often this worker was started before. Chromium lets a request wait for an earlier
 * one of the same address that was never answered, even if its worker was ended: once a start has
 * failed, each has an address of its own.
 */
export function pageWorker(address: string, name: string): (start: number) => Worker {
  let started = 0;
  let hasFailed = false;
  return (start) => {
    hasFailed ||= start > 0;
    const own = new URL(address, document.baseURI);
    if (hasFailed) own.searchParams.set('start', String(started));
    started += 1;
    return new Worker(own, { type: 'module', name });
  };
}
