// Promise: axe finds nothing to object to in any view, in either theme, on a desktop and a phone.
// By day each view once, on a light desktop or a dark phone; by night everywhere.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { PlaygroundPage } from './support/playground-page.ts';
import { expect, test } from './support/site.ts';

interface View {
  name: string;
  /** Only where the screen is narrow, or wide. */
  only?: 'phone' | 'desktop';
  show(playground: PlaygroundPage, page: Page): Promise<void>;
}

const broken = '#include <cstdio>\nint main() {\n  int one = 1\n  return undefined_name;\n}\n';

const views: View[] = [
  { name: 'idle', show: async () => {} },
  { name: 'ended', show: async (playground) => {
    await playground.setScenario('11-drain-after-close');
    await playground.pressRun(60);
  } },
  { name: 'history and compare', show: async (playground, page) => {
    await playground.setScenario('30-ticker-and-timeout');
    await playground.pressRun(60);
    await playground.pressRun(60);
    await page.getByRole('tab', { name: /^Runs/ }).click();
    await expect(page.getByTestId('compare')).not.toHaveText('Comparing');
  } },
  { name: 'running, with its question', show: async (playground, page) => {
    await page.locator('strait-playground').evaluate((element) =>
      element.setAttribute('ask-after', '1'));
    await playground.setScenario('90-deadlock');
    await playground.run.click();
    await expect(page.getByTestId('question')).toBeVisible({ timeout: 30_000 });
    await expect(playground.status).toContainText('Deadlock', { timeout: 30_000 });
  } },
  { name: 'compile error', show: async (playground) => {
    await playground.setSource(broken);
    await playground.pressRun(150);
    await expect(playground.output).toContainText('line 3');
  } },
  { name: 'options and input open', show: async (playground, page) => {
    const more = page.getByRole('button', { name: 'Input, options and layout' });
    if (await more.isVisible()) await more.click();
    await playground.setStdin('1 2 3');
    await page.getByRole('button', { name: /^C\+\+23/ }).click();
    await page.getByRole('combobox', { name: 'Standard' }).selectOption('c++26');
  } },
  { name: 'after Share', show: async (playground) => {
    await playground.share.click();
    await expect(playground.page.getByTestId('share-panel')).toBeVisible();
  } },
  { name: 'keys', show: async (_playground, page) => {
    await page.getByRole('button', { name: 'Keys' }).click();
  } },
  { name: 'list', only: 'phone', show: async (_playground, page) => {
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await expect(page.getByLabel('Search scenarios')).toBeVisible();
  } },
  { name: 'text unfolded', only: 'phone', show: async (_playground, page) => {
    await page.locator('.scenario summary').click();
  } },
];

const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 320, height: 568 } };

interface Place {
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
  /** Whether half of the views are enough. */
  byDay: boolean;
}

const places: Place[] = [
  { screen: 'desktop', theme: 'light', byDay: true },
  { screen: 'phone', theme: 'dark', byDay: true },
  ...(['desktop', 'phone'] as const).flatMap((screen) =>
    (['light', 'dark'] as const).map((theme) => ({ screen, theme, byDay: false }))),
];

for (const { screen, theme, byDay } of places) {
  const shown = views.filter(({ only }, index) => only ? only === screen
    : !byDay || (index % 2 === 0) === (screen === 'desktop'));
  test(`${screen}, ${theme}: ${shown.length} views`, { tag: byDay ? [] : ['@long'] }, async ({
    playground, page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize(screens[screen]);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const { name, show } of shown) {
      await playground.open('#10-many-producers');
      if (screen === 'desktop') await playground.fullEditor();
      await show(playground, page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ` +
        nodes.map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`).join('\n'));
      expect.soft(told, name).toEqual([]);
      const sideways = await page.evaluate(() =>
        document.documentElement.scrollWidth - innerWidth);
      expect.soft(sideways, `${name}: nothing stands beside the screen`).toBeLessThanOrEqual(0);
    }
  });
}
