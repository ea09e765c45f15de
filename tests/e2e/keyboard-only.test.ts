// Promise: everything can be done by keyboard, and the editor is no trap.

import { expect, test } from './support/site.ts';

test('Esc Esc leaves the editor, Ctrl+Enter runs, ? lists the keys', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.setScenario('11-drain-after-close');
  await playground.editor.locator('.view-line').first().click();
  await playground.watchOutcomes();
  await page.keyboard.press('ControlOrMeta+Enter');
  expect(await playground.nextOutcome(30)).toEqual({ kind: 'exited', code: 0 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(playground.run).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

for (const place of ['the code', 'a button'] as const) {
  test(`the focus stays when the full editor comes: in ${place}`, async ({ playground, page }) => {
    let come = (): void => {};
    const wanted = new Promise<void>((resolve) => { come = resolve; });
    await page.route('**/assets/monaco-editor-*.js', async (route) => {
      await wanted;
      await route.continue();
    });
    await playground.open('#10-many-producers');
    await expect(playground.editor).toHaveAttribute('data-editor', 'plain');
    const area = page.locator('.plain-editor textarea');
    await (place === 'the code' ? area : playground.share).focus();
    if (place === 'the code') await page.keyboard.press('ControlOrMeta+End');
    await page.evaluate(() => {
      const lost: string[] = [];
      Object.assign(window, { lost });
      document.addEventListener('focusout', ({ relatedTarget }) => {
        if (!relatedTarget) lost.push('left to nobody');
      });
      // Whatever is changed: after each change somebody has it.
      new MutationObserver(() => {
        if (document.activeElement === document.body) lost.push('nobody has it');
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    come();
    await playground.fullEditor();
    const heir = place === 'the code' ? page.locator('.native-edit-context, .inputarea').first()
      : playground.share;
    await expect(heir).toBeFocused();
    expect(await page.evaluate(() => (window as unknown as { lost: string[] }).lost)).toEqual([]);
    if (place !== 'the code') return;
    await page.keyboard.type('// typed on');
    await expect.poll(() => playground.source()).toMatch(/\n\/\/ typed on$/);
  });
}

test('the line between code and output moves by arrow keys', async ({ playground, page }) => {
  const splitter = page.getByRole('separator');
  const width = () => playground.editor.evaluate((editor) => editor.clientWidth);
  const before = await width();
  await splitter.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeLessThan(before);
});

test('a phone gets the plain editor, and programs run there', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  await expect(playground.editor).toHaveAttribute('data-editor', 'plain');
  await playground.setScenario('11-drain-after-close');
  expect(await playground.pressRun(30)).toEqual({ kind: 'exited', code: 0 });
  const area = page.locator('.plain-editor textarea');
  await area.focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// typed on a phone\n');
  expect(await playground.source()).toContain('\n// typed on a phone\n');
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
});
