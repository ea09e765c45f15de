// Promise: in each browser the page is isolated, by its server or by its service worker, and runs
// programs in other pages where the browser allows it.

import { expect, siteScript, test } from './support/journey.ts';

const exited = { kind: 'exited', code: 0 };

test('a server without headers: the first visit loads once more, and runs', async ({
  journey }) => {
  const { server } = journey;
  expect(await journey.do('visit', server.plain)).toEqual({ isolated: [false, true],
    outcome: exited, serviceWorker: expect.stringContaining('/plain/service-worker.js') });
  await journey.do('open', server.plain);
  expect(await journey.do('isIsolated')).toBe(true);
  await journey.do('setScenario', '51-prime-sieve');
  expect(await journey.do('runInARow', 3)).toEqual([]);
});

test('once the page is kept, a network that never answers holds no run up', async ({ journey }) => {
  const { server } = journey;
  await journey.do('open', server.site);
  await journey.do('keptForOffline');
  await journey.do('open', server.site); // now the service worker is in charge
  server.silent = /run-worker|glue/;
  try {
    await journey.do('setScenario', '51-prime-sieve');
    expect(await journey.do('runInARow', 2)).toEqual([]);
  } finally {
    server.silent = undefined;
  }
});

test('in a page that is isolated the embedded playground runs', async ({ journey }) => {
  journey.moveTo(journey.server.embedders.foreignIsolated);
  const seen = await journey.do('embed', siteScript(journey, 'embed.js'), '13-moving-messages');
  journey.moveTo(journey.server.driver);
  expect(seen).toMatchObject({ runs: true, outcome: exited });
  expect(seen.output).toContain('slow belt brings books');
});

test('in a page that is not, it runs or shows a recorded run and leads to the site', async ({
  journey, engine }) => {
  const { embedders, driver } = journey.server;
  journey.moveTo(embedders.foreign);
  const seen = await journey.do('embed', siteScript(journey, 'embed.js'), '13-moving-messages');
  expect(seen.height).toBeGreaterThan(240);
  if (seen.runs) expect(seen.outcome).toEqual(exited);
  // By Document-Isolation-Policy, which only Chromium has.
  if (engine === 'chromium') expect(seen.runs).toBe(true);
  if (!seen.runs) {
    journey.moveTo(embedders.own);
    await journey.do('embed', siteScript(journey, 'embed.js'), '13-moving-messages');
    const { recorded, output, link } = await journey.do('embeddedText');
    expect(recorded).toContain('exited 0');
    expect(output).toContain('slow belt brings books');
    expect(link).toBe(siteScript(journey, '#13-moving-messages'));
  }
  journey.moveTo(driver);
});
