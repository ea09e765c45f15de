// Promise: all of the Flow tab goes by keyboard: the picture, its table, filter, live following,
// comparison, files and the deadlock's lines. What has the focus is seen, nothing holds it, and
// what is closed gives it back.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/site.ts';

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** What has the focus, if nothing around it shows that. */
const unseenFocus = (page: Page): Promise<string> => page.evaluate(() => {
  const { activeElement: element } = document;
  if (!element || element === document.body) return 'nothing has it';
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isOutlined = outlineStyle !== 'none' && outlineWidth !== '0px';
  const { width, height, top, bottom } = element.getBoundingClientRect();
  const isInSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
  return isOutlined && isInSight ? '' : element.outerHTML.slice(0, 120);
});

/** Tab until `target` has the focus; on the way, whatever has it shows that. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 30; ++step) {
    if (step > 0) expect(await unseenFocus(page), `${step} × ${key} to ${String(target)}`).toBe('');
    if (await target.count() > 0 && await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} is not reached by ${key}`);
}

/** From anywhere to the Flow tab: F6 to the output's pane, and to its tabs. */
async function goToFlow(page: Page): Promise<void> {
  const selected = page.getByRole('tab', { selected: true });
  for (let pane = 0; pane < 3; ++pane) {
    await page.keyboard.press('F6');
    if (await page.locator('output-pane :focus').count() > 0) break;
  }
  await tabTo(page, selected, 'Shift+Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Flow' })).toBeFocused();
  // Its code arrives now.
  await expect(page.locator('flow-view button').first()).toBeVisible();
}

test('the picture, its table, filter and files', async ({ playground, page }) => {
  const { keyboard } = page;
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  await playground.open('#11-drain-after-close');
  await playground.fullEditor();
  await playground.watchOutcomes();
  await keyboard.press('ControlOrMeta+Enter');
  expect((await playground.nextOutcome()).kind).toBe('exited');
  await goToFlow(page);

  const picture = page.getByTestId('flow-picture');
  await tabTo(page, picture);
  const at = async (): Promise<number> => Number(await picture.getAttribute('aria-valuenow'));
  await keyboard.press('End');
  const last = await at();
  expect(last).toBeGreaterThan(5);
  await keyboard.press('Home');
  expect(await at()).toBe(1);
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  expect(await at()).toBe(3);
  const zoom = (): Promise<number> => page.locator('flow-picture').evaluate((element) =>
    (element as unknown as { view: { zoom: number } }).view.zoom);
  const before = await zoom();
  await keyboard.press('+');
  expect(await zoom()).toBeGreaterThan(before);
  await keyboard.press('0');

  // A thread's name lights up its lane, and Tab goes on from there.
  const lane = page.locator('button.flow-label').first();
  await tabTo(page, lane, 'Shift+Tab');
  await keyboard.press('Space');
  await expect(lane).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('Space');

  for (const name of ['Time', 'Steps', 'Table']) {
    await tabTo(page, button(name), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(button(name)).toHaveAttribute('aria-pressed', 'true');
  }
  const table = page.getByTestId('flow-table');
  const current = table.locator('[aria-current="true"]');
  await tabTo(page, current.locator('th button'));
  await keyboard.press('ArrowDown');
  await expect(current.locator('th button')).toBeFocused();
  await expect(current.locator('th')).toHaveText('4');
  await keyboard.press('End');
  await expect(current.locator('th button')).toBeFocused();
  await expect(current.locator('th')).toHaveText(String(last));
  await keyboard.press('Tab');
  await expect(current.locator('td button')).toBeFocused();
  const line = Number(await current.locator('td').last().innerText());
  await keyboard.press('Enter');
  await expect(playground.editor.locator(':focus'), 'the line has the cursor').toHaveCount(1);
  expect(line).toBeGreaterThan(0);
  await keyboard.press('F6');
  await expect(page.locator('.flow-table-scroll'), 'F6 comes back to the flow').toBeFocused();

  await tabTo(page, button('Filter'), 'Shift+Tab');
  await keyboard.press('Enter');
  const choice = page.locator('flow-filter').getByLabel('messages');
  await tabTo(page, choice);
  await keyboard.press('Space');
  await expect(table).not.toContainText('sent');
  await keyboard.press('Space');
  await keyboard.press('Escape');
  await expect(button('Filter')).toBeFocused();

  await tabTo(page, button('Picture'), 'Shift+Tab');
  await keyboard.press('Enter');
  const save = button('Save the flow');
  for (const [name, file] of [['SVG', 'flow.svg'], ['PNG', 'flow.png'], ['Mermaid', 'flow.mmd'],
    ['Perfetto', 'flow.trace.json'], ['CSV', 'flow.csv']] as const) {
    await tabTo(page, save);
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('group', { name: 'Save as' }).getByRole('button', { name }));
    const download = page.waitForEvent('download');
    await keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe(file);
    await expect(save, 'the focus is back').toBeFocused();
  }
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Link the program' }));
  await keyboard.press('Enter');
  await expect(page.getByLabel('Link to this program')).toBeFocused();
  await keyboard.press('Escape');
  await expect(save).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Save as' })).toBeHidden();
  await expect(save).toBeFocused();

  // To the end of the pane, and out of it.
  await tabTo(page, page.getByRole('region', { name: 'At the cursor' }));
  for (let tabs = 0; tabs < 20 && await page.locator('flow-view :focus').count() > 0; ++tabs) {
    await keyboard.press('Tab');
  }
  await expect(page.locator('flow-view :focus')).toHaveCount(0);
});

test('a run that goes on is followed; a deadlock leads to its lines', async ({
  playground, page }) => {
  const { keyboard } = page;
  await playground.open('#90-deadlock');
  await playground.fullEditor();
  await playground.watchOutcomes();
  await keyboard.press('ControlOrMeta+Enter');
  const card = page.getByTestId('deadlock');
  await expect(card).toBeVisible({ timeout: 60_000 });
  await goToFlow(page);
  await tabTo(page, card.getByRole('button').first());
  await keyboard.press('Enter');
  await expect(playground.editor.locator(':focus')).toHaveCount(1);
  await goToFlow(page);

  const follow = page.getByRole('button', { name: 'Follow', exact: true });
  await tabTo(page, follow);
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('Enter');
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await page.evaluate(() =>
    document.querySelector<HTMLElement & { stop(): void }>('strait-playground')!.stop());
  await playground.nextOutcome();
  await expect(follow).toHaveCount(0);
  await expect(page.getByTestId('flow-picture'), 'the button has left it').toBeFocused();
});

test('two settings are compared, and back to one run', async ({ playground, page }) => {
  const { keyboard } = page;
  await playground.open('#40-rendezvous');
  await playground.fullEditor();
  await goToFlow(page);
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await tabTo(page, compare);
  await keyboard.press('Enter');
  await expect(page.getByLabel('Above')).toBeFocused();
  await tabTo(page, page.getByLabel('Below'));
  await keyboard.press('ArrowDown');
  const both = page.getByRole('button', { name: 'Run both' });
  await tabTo(page, both);
  await keyboard.press('Enter');
  await expect(page.getByTestId('compare-figures')).toBeVisible({ timeout: 60_000 });
  await expect(both, 'it kept the focus').toBeFocused();
  await tabTo(page, page.getByTestId('flow-picture').first());
  await keyboard.press('ArrowRight');
  await expect(page.getByTestId('flow-picture').first()).toHaveAttribute('aria-valuenow', '2');
  const save = page.getByRole('button', { name: /^Save room/ }).nth(1);
  await tabTo(page, save);
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Save as' })).toBeHidden();
  await expect(save).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Close comparison' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(compare).toBeFocused();
});
