// Promise: dark, light, forced colours, reduced motion, small screens and fingers are all served.

import type { Page } from '@playwright/test';
import { PlaygroundPage } from './support/playground-page.ts';
import { expect, test } from './support/site.ts';

const surface = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('the theme is the system\'s, or the one chosen, over a reload', async ({
  playground, page }) => {
  // The page hears of a change a moment later.
  const light = await surface(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => surface(page)).not.toBe(light);
  const dark = await surface(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => surface(page)).toBe(light);
  const button = page.getByRole('button', { name: /^Theme/ });
  for (let press = 0; press < 3 && await surface(page) !== dark; ++press) await button.click();
  expect(await surface(page)).toBe(dark);
  await playground.open();
  expect(await surface(page)).toBe(dark);
  await expect(button).toHaveAccessibleName('Theme: dark');
});

test('in forced colours code is read, and buttons are told from text', async ({
  playground, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open('#10-many-producers');
  const area = page.locator('.plain-editor textarea');
  const { color, background } = await area.evaluate((element) => {
    const style = getComputedStyle(element);
    return { color: style.color, background: style.backgroundColor };
  });
  expect(color).not.toBe(background);
  expect(color).not.toMatch(/^rgba\(.*, 0\)$|transparent/);
  const border = await playground.run.evaluate((element) =>
    parseFloat(getComputedStyle(element).borderTopWidth));
  expect(border).toBeGreaterThanOrEqual(1);
});

test('nothing moves under reduced motion', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.open();
  const moving = await page.evaluate(() => [...document.querySelectorAll('strait-playground *')]
    .filter((element) => !element.closest('.monaco-editor'))
    .map((element) => getComputedStyle(element))
    .filter(({ transitionDuration, animationName, animationDuration }) =>
      transitionDuration.split(',').some((time) => parseFloat(time) > 0) ||
      (animationName !== 'none' && parseFloat(animationDuration) > 0)).length);
  expect(moving).toBe(0);
});

/** Targets smaller than `least`, by name; links and fields within a line of text are let be. */
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((pixels) => [...document.querySelectorAll<HTMLElement>(
    'strait-playground :is(button, select, summary, [role="tab"], .picker-entry)')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('.monaco-editor, .unseen, .skip, summary[tabindex="-1"]'))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.height > 0 && (box.height < pixels || box.width < 24))
    .map(({ element, box }) => `${element.outerHTML.slice(0, 100)} ${box.width}x${box.height}`),
  least);
}

test('a pointer finds targets of 24 px or more', async ({ playground, page }) => {
  await playground.fullEditor();
  expect(await smallTargets(page, 24)).toEqual([]);
});

test('a finger finds targets of 44 px or more, at 320 px, and nothing beside the screen', async ({
  browser, site, complaints }) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 568 },
    hasTouch: true, isMobile: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const playground = new PlaygroundPage(page, site);
  await playground.open('#11-drain-after-close');
  await page.getByRole('button', { name: 'Input, options and layout' }).tap();
  expect(await smallTargets(page, 44)).toEqual([]);
  await playground.run.tap();
  await expect(playground.status).toContainText('exited 0', { timeout: 30_000 });
  const code = await playground.editor.boundingBox();
  expect(code?.height, 'the code has room').toBeGreaterThan(80);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
  await context.close();
});
