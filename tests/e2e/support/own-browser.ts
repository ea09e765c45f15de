// own-browser.ts — as site.ts, in a browser that files of other tests have not used: for tests that
// count all of its workers, which would find those of the warm page.

import { expect, test as base } from './site.ts';

/** The fixture does nothing; that it is there makes Playwright start a new worker (site.ts). */
export const test = base.extend<object, { ownBrowser: void }>({
  ownBrowser: [async ({}, use) => use(), { scope: 'worker' }],
});

export { expect };
