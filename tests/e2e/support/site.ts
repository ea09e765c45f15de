// site.ts — every page test's surroundings: the built site on a free port of this machine, and a
// watch over the page: any console error, page error, CSP violation or foreign request fails it.

import { expect, test as base, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { PlaygroundPage } from './playground-page.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface SiteFixtures {
  /** Ends the test when the page complained. Some tests expect a complaint: they take it out. */
  complaints: string[];
  playground: PlaygroundPage;
}

interface WorkerFixtures {
  site: string;
  /** Of warm-page.ts. It is here because Playwright starts a new worker, with a new browser, for
   *  each file whose fixtures of this kind are others than those of the file before. */
  warmPage: Page;
}

export const test = base.extend<SiteFixtures, WorkerFixtures>({
  site: [async ({}, use) => {
    if (!existsSync(`${root}build/site/playground/scenarios.json`)) {
      throw new Error('build/site is not built, or holds no programs: run npm start once');
    }
    const server = await preview({ configFile: `${root}web/vite.config.ts`, logLevel: 'error',
      preview: { port: 0, host: '127.0.0.1' } });
    await use(server.resolvedUrls?.local[0] ?? '');
    await server.close();
  }, { scope: 'worker' }],

  warmPage: [async ({ browser }, use, { project }) => {
    const { viewport, serviceWorkers, actionTimeout } = project.use;
    const context = await browser.newContext({
      ...(viewport ? { viewport } : {}), ...(serviceWorkers ? { serviceWorkers } : {}) });
    context.setDefaultTimeout(actionTimeout ?? 0);
    await use(await context.newPage());
    await context.close();
  }, { scope: 'worker' }],

  complaints: [async ({ page, site }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
    page.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith(site) && !address.startsWith('data:')) {
        complaints.push(`foreign request: ${address}`);
      }
    });
    await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)));
    await use(complaints);
    expect(complaints, 'what the page complained about').toEqual([]);
  }, { auto: true }],

  playground: async ({ page, site }, use) => {
    const playground = new PlaygroundPage(page, site);
    await playground.open();
    await use(playground);
  },
});

export { expect };
