// Promise: in each browser the page is isolated, by its server or by its service worker, and runs
// programs in other pages where the browser allows it.

import { expect, test } from './support/journey.ts';

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
