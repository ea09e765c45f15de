// Promise: the scenarios are a tour: text beside the code, next and previous, progress that is
// remembered, a search, tags; by mouse, keyboard and on a phone.

import { expect, test } from './support/site.ts';

test('text stands beside the code; next and previous lead through all scenarios', async ({
  playground, page }) => {
  await playground.open('#10-many-producers');
  const text = page.getByTestId('lesson');
  await expect(text).toContainText('What to look at');
  await expect(text.locator('ol li')).toHaveCount(3);
  await expect(text.locator('code').first()).toHaveText('unbounded');
  await expect(text).toContainText(/1 of \d+/);
  await expect(text.getByLabel('Previous scenario: none')).toBeVisible();
  await text.getByRole('link', { name: 'Next scenario' }).click();
  await expect(page).toHaveURL(/#11-drain-after-close$/);
  expect(await playground.source()).toContain('drain');
  await text.getByRole('link', { name: 'Previous scenario' }).click();
  await expect(page).toHaveURL(/#10-many-producers$/);
  await page.goBack();
  await expect(text).toContainText(/2 of \d+/);
});

test('Alt+PageDown and Alt+PageUp walk from anywhere, the editor included', async ({
  playground, page }) => {
  await playground.open('#10-many-producers');
  await playground.fullEditor();
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.press('Alt+PageDown');
  await page.keyboard.press('Alt+PageDown');
  await expect(page).toHaveURL(/#12-capacities$/);
  await page.keyboard.press('Alt+PageUp');
  await expect(page).toHaveURL(/#11-drain-after-close$/);
});

test('what was run is marked, and still is after a reload', async ({ playground, page }) => {
  await playground.setScenario('13-moving-messages');
  await expect(playground.picker).toContainText(/0 of \d+ run/);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  await expect(playground.picker).toContainText(/1 of \d+ run/);
  await page.reload();
  await expect(playground.picker).toContainText(/1 of \d+ run/);
  await expect(playground.picker.locator('[data-scenario="13-moving-messages"]'))
    .toContainText('run');
});

test('search finds by title, text and tag; the keyboard alone is enough', async ({
  playground, page }) => {
  await playground.fullEditor();
  await page.getByTestId('run').focus();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search scenarios' });
  await expect(search).toBeFocused();
  await page.keyboard.type('sieve');
  await expect(playground.picker.locator('[data-scenario]')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#51-prime-sieve$/);
  await search.fill('nothing like this');
  await expect(playground.picker).toContainText('0 scenarios found');
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await page.getByRole('combobox', { name: 'Topic' }).selectOption('mistake');
  await expect(playground.picker.locator('h2')).toHaveText(['Mistakes']);
  await playground.picker.getByRole('button', { name: 'Show all' }).click();
  expect(await playground.picker.locator('[data-scenario]').count()).toBeGreaterThanOrEqual(24);
});

test('a tag of a scenario shows the scenarios about it', async ({ playground, page }) => {
  await playground.open('#48-dining-philosophers');
  await page.getByTestId('lesson').getByRole('button', { name: 'semaphore' }).click();
  await expect(playground.picker.locator('[data-scenario="43-bounded-parallelism"]')).toBeVisible();
  await expect(playground.picker.locator('[data-scenario="10-many-producers"]')).toHaveCount(0);
});

test('on a phone the list is a drawer that gives the focus back, the text unfolds', async ({
  playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open('#10-many-producers');
  await expect(playground.picker).toBeHidden();
  const opener = page.getByRole('button', { name: 'Scenarios' });
  await opener.click();
  await expect(playground.picker.locator('[data-scenario="10-many-producers"]')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(playground.picker).toBeHidden();
  await expect(opener).toBeFocused();
  await expect(page.getByText('Try this')).toBeHidden();
  await page.getByText('What to look at').click();
  await expect(page.getByText('Try this')).toBeVisible();
  await opener.click();
  await playground.picker.locator('[data-scenario="12-capacities"]').click();
  await expect(playground.picker).toBeHidden();
  await expect(page).toHaveURL(/#12-capacities$/);
});

test('the open scenario is in sight in the list, wherever it stands', async ({
  playground, page }) => {
  for (const id of ['#52-heartbeat', '#93-join-too-early']) {
    await playground.open(id);
    await expect(page.getByTestId('lesson')).toContainText('What to look at');
    await expect(page.locator('.picker-entry[aria-current]')).toBeInViewport();
  }
});
