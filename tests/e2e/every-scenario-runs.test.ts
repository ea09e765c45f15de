// Promise: every scenario of the list runs as it is and prints what its folder says.

import { expectedScenarios, mismatch } from './support/expected.ts';
import { expect, test } from './support/site.ts';

for (const scenario of expectedScenarios()) {
  test(`${scenario.id} prints what it should`, async ({ playground, page }) => {
    await playground.picker.locator(`[data-scenario="${scenario.id}"]`).click();
    await expect(page).toHaveURL(new RegExp(`#${scenario.id}$`));
    const packed: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/pack/')) packed.push(request.url());
    });
    if (scenario.blocks) {
      await playground.watchOutcomes();
      await playground.run.click();
      await expect(playground.status).toContainText(/\d threads? blocked/);
      await playground.stop.click();
      expect(await playground.nextOutcome()).toEqual({ kind: 'stopped' });
    } else {
      expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
      await expect(playground.status).toContainText('exited 0');
    }
    expect(mismatch(scenario, await playground.lines())).toBeUndefined();
    expect(packed, 'an unedited scenario needs no compiler').toEqual([]);
  });
}
