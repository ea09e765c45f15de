// Promise: no draft is ever lost: not to a link, not on the way back and forward, not to another
// tab.

import { deflateRawSync } from 'node:zlib';
import { PlaygroundPage } from './support/playground-page.ts';
import { expect, test } from './support/site.ts';

const linkOf = (source: string): string =>
  `#v1.deflate.${deflateRawSync(JSON.stringify({ source })).toString('base64url')}`;

test('back and forward lead through scenarios and links, each with its changes', async ({
  playground, page }) => {
  const go = (hash: string) => page.evaluate((to) => { location.hash = to; }, hash);
  const shown = (source: string) => expect.poll(() => playground.source()).toBe(source);
  await playground.setScenario('10-many-producers');
  await playground.setSource('// one\n');
  await playground.setScenario('11-drain-after-close');
  await playground.setSource('// two\n');
  await go(linkOf('// link a\n'));
  await shown('// link a\n');
  await playground.setSource('// link a, changed\n');
  await go(linkOf('// link b\n'));
  await shown('// link b\n');
  await playground.setSource('// link b, changed\n');

  await page.goBack();
  await shown('// link a, changed\n');
  await page.goBack();
  await shown('// two\n');
  await page.goBack();
  await shown('// one\n');
  await page.goForward();
  await page.goForward();
  await shown('// link a, changed\n');
  await page.reload();
  await expect(playground.share).toBeEnabled();
  await shown('// link a, changed\n');
  await page.goForward();
  await shown('// link b, changed\n');
});

test('options and input are kept by program, over a reload', async ({ playground, page }) => {
  await playground.open('#12-capacities');
  await playground.setStdin('1 2 3');
  await page.getByRole('button', { name: /^C\+\+23/ }).click();
  await page.getByRole('combobox', { name: 'Standard' }).selectOption('c++26');
  await page.keyboard.press('Escape');
  await playground.setScenario('11-drain-after-close');
  await expect(page.getByText('C++23 -O0')).toBeVisible();
  await playground.open('#12-capacities');
  await expect(page.getByText('C++26 -O0')).toBeVisible();
  await expect(page.getByLabel('What the program reads')).toHaveValue('1 2 3');
});

test('a tab that changed nothing shows what another tab wrote', async ({
  playground, page, site }) => {
  await playground.open('#12-capacities');
  const other = new PlaygroundPage(await page.context().newPage(), site);
  await other.open('#12-capacities');
  await other.setSource('// by the other tab\n');
  await expect(playground.notice).toContainText('changed in another tab');
  expect(await playground.source()).toBe('// by the other tab\n');
});

test('two tabs that both changed a program keep both versions and offer them', async ({
  playground, page, site }) => {
  await playground.open('#12-capacities');
  const other = new PlaygroundPage(await page.context().newPage(), site);
  await other.open('#12-capacities');
  await playground.setSource('// mine\n');
  await expect.poll(() => other.source()).toBe('// mine\n');
  await other.setSource('// theirs\n');
  await expect(playground.notice).toContainText('Both are kept');
  expect(await playground.source()).toBe('// mine\n');
  await playground.notice.getByRole('button', { name: 'Show the other version' }).click();
  expect(await playground.source()).toBe('// theirs\n');

  await page.reload();
  await expect(playground.notice).toContainText('Both are kept');
  expect(await playground.source()).toBe('// theirs\n');
  await playground.notice.getByRole('button', { name: 'Show the other version' }).click();
  expect(await playground.source()).toBe('// mine\n');
});
