// warm-page.ts — as site.ts, but all tests of a worker share one page, in which the compiler stays
// warm: fetched, unpacked and compiled once, not once per test. For tests that set everything they
// depend on: drafts, options and the compiler are kept from one test to the next.

import { PlaygroundPage } from './playground-page.ts';
import { expect, test as base } from './site.ts';

export const test = base.extend({
  page: async ({ warmPage, viewport }, use) => {
    if (viewport) await warmPage.setViewportSize(viewport);
    await use(warmPage);
    warmPage.removeAllListeners();
  },

  playground: async ({ page, site }, use) => {
    const playground = new PlaygroundPage(page, site);
    if (page.url() === 'about:blank') await playground.open();
    await playground.picker.locator('[data-scenario]').first().click();
    await use(playground);
    if (await playground.stop.isEnabled()) await playground.stop.click();
    await expect(playground.run, 'nothing runs on into the next test').toBeEnabled();
    await page.locator('strait-playground').evaluate((element) => {
      element.setAttribute('ask-after', '15');
      element.setAttribute('time-limit', '60');
    });
  },
});

export { expect };
