// Promise: every scenario of the list runs as it is and prints what its folder says, one after the
// other in one page, as a reader would go through them.

import { expectedScenarios } from '../support/expected.mjs';
import { expect, test } from './support/site.ts';

test('each scenario prints what it should, and needs no compiler', async ({ playground, page }) => {
  test.setTimeout(600_000);
  const packed: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/pack/')) packed.push(request.url());
  });
  const scenarios = expectedScenarios();
  expect(scenarios.length).toBeGreaterThan(30);
  for (const { id, blocks, difference } of scenarios) {
    await test.step(id, async () => {
      await playground.picker.locator(`[data-scenario="${id}"]`).click();
      await expect(page).toHaveURL(new RegExp(`#${id}$`));
      if (blocks) {
        await playground.watchOutcomes();
        await playground.run.click();
        await expect(playground.status).toContainText(/threads? (are )?blocked/);
        await playground.stop.click();
        expect(await playground.nextOutcome(), id).toEqual({ kind: 'stopped' });
      } else {
        expect(await playground.pressRun(), id).toEqual({ kind: 'exited', code: 0 });
        await expect(playground.status).toContainText('exited 0');
      }
      const text = (await playground.lines()).map((line) => `${line}\n`).join('');
      expect.soft(difference(text), id).toBeUndefined();
    });
  }
  expect(packed, 'an unedited scenario needs no compiler').toEqual([]);
});
