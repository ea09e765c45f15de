// Promise: the benchmark’s page measures every cell in the visitor’s browser, shows the figures as
// a table that anybody can read, can be stopped, and says what is missing without threads.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { matrix } from '../../bench/harness/matrix.mjs';
import { expect, test } from './support/site.ts';

/** The mutex has neither a rendezvous nor a select. */
const ofMutex = matrix.filter(({ channel, pattern }) =>
  channel !== 'bounded0' && !pattern.startsWith('select'));

async function open(page: Page, site: string, rounds: number, share: number): Promise<void> {
  await page.goto(`${site}bench.html`);
  await page.locator('strait-benchmark').evaluate((element, [rounds, share]) => {
    element.setAttribute('rounds', rounds!);
    element.setAttribute('share', share!);
  }, [String(rounds), String(share)]);
}

const status = (page: Page) => page.getByTestId('status');

test('every cell is measured, shown and saved', async ({ page, site }) => {
  await page.goto(site);
  await page.getByRole('link', { name: 'Benchmark' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Benchmark');
  await open(page, site, 1, 0.002);
  await page.getByTestId('run').click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(status(page)).toHaveText('Measured', { timeout: 150_000 });
  await expect(page.getByTestId('summary')).toContainText(`of the ${ofMutex.length} cells`);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const rows = JSON.parse(readFileSync(await (await saved).path(), 'utf8'));
  const names = (system: string) => rows.filter((row: any) => row.system === system)
    .map(({ channel, pattern }: any) => `${channel}/${pattern}`);
  const wanted = (cells: typeof matrix) =>
    cells.map(({ channel, pattern }) => `${channel}/${pattern}`);
  expect(names('strait')).toEqual(wanted(matrix));
  expect(names('mutex')).toEqual(wanted(ofMutex));
  for (const { messages, rounds, ns_per_message: { min, median, max } } of rows) {
    expect(rounds).toBe(1);
    expect(messages).toBeGreaterThanOrEqual(192);
    expect(min).toBeGreaterThan(0);
    expect([median, max]).toEqual([min, min]);
  }

  const figures = page.getByRole('row').filter({ hasText: /^\s*(seq|.p.c|select)/ });
  await expect(figures).toHaveCount(matrix.length);
  await expect(page.locator('.bench-chart .bench-mark')).toHaveCount(rows.length);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [[1280, 800], [320, 568]] as const) {
      await page.setViewportSize({ width, height });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.locator('strait-benchmark').evaluate(({ scrollWidth, clientWidth }) =>
        scrollWidth - clientWidth), 'nothing stands beside the screen').toBe(0);
    }
  }
});

test('Stop ends a measurement at once, and Run begins anew', async ({ page, site }) => {
  await open(page, site, 1, 1000);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('run')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('round 1 of 1: bounded0/spsc, strait')).toBeVisible();
  await expect(page.getByTestId('stop')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('Stopped');
  await expect(page.getByTestId('run')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('Measuring');
  await page.getByTestId('stop').click();
  await expect(status(page)).toHaveText('Stopped');
});

test('without isolation the page says what is missing', async ({ page, site }) => {
  await page.route('**/bench.html', async (route) => {
    const answer = await route.fetch();
    const headers = answer.headers();
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    return route.fulfill({ response: answer, headers });
  });
  await page.goto(`${site}bench.html`);
  await expect(page.getByRole('alert')).toContainText('Cross-Origin-Opener-Policy');
  await expect(page.getByTestId('run')).toBeDisabled();
});
