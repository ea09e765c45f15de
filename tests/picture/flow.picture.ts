// flow.picture.ts — runs the README's first program in the page and saves its flow, as a reader
// would, to web/flow.svg.

import { fileURLToPath } from 'node:url';
import { expect, test } from '../e2e/support/site.ts';

test('the flow of the README’s program', async ({ playground, page }) => {
  await playground.open('#10-many-producers');
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  await page.getByRole('tab', { name: 'Flow' }).click();
  await page.getByRole('button', { name: 'Wide' }).click();
  await page.getByRole('button', { name: 'Fit' }).click();
  await page.getByTestId('flow-picture').press('End');
  await page.getByRole('button', { name: 'Save the flow' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('group', { name: 'Save as' }).getByRole('button', { name: 'SVG' }).click();
  await (await download).saveAs(fileURLToPath(new URL('../../web/flow.svg', import.meta.url)));
});
