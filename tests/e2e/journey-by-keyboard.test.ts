// Promise: the whole journey goes by keyboard alone: find a scenario, edit it, run it, read an
// error, go to it, mend it, run, stop, share, reset and take the reset back.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/site.ts';

/** Tab until `target` has the focus; that it can be reached is the promise. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 60; ++step) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} is not reached by ${key}`);
}

for (const editor of ['full', 'plain'] as const) {
  test(`from the list to the undone reset, in the ${editor} editor`, async ({
    playground, page }) => {
    test.setTimeout(300_000);
    if (editor === 'plain') {
      await page.setViewportSize({ width: 599, height: 800 });
      await playground.open();
      await page.keyboard.press('Tab');
      await tabTo(page, page.getByRole('button', { name: 'Scenarios' }));
      await page.keyboard.press('Enter');
    } else {
      await playground.fullEditor();
    }
    const { keyboard } = page;

    // Find: the search field, a word, down to what was found, Enter.
    await keyboard.press('/');
    await expect(page.getByLabel('Search scenarios')).toBeFocused();
    await keyboard.type('90');
    await keyboard.press('ArrowDown');
    await expect(page.locator('.picker-entry:focus')).toContainText('Deadlock');
    await keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#90-deadlock');
    const original = await playground.source();

    // Edit: an error on the last line.
    const code = playground.editor.locator(':focus');
    await keyboard.press('F6');
    if (await code.count() === 0) await keyboard.press('F6');
    await expect(code).toHaveCount(1);
    await keyboard.press('ControlOrMeta+End');
    await keyboard.type('int wrong = missing_name;');

    // Run, read the error, go to its line.
    await playground.watchOutcomes();
    await keyboard.press('ControlOrMeta+Enter');
    expect((await playground.nextOutcome(150)).kind).toBe('compile-error');
    const problem = page.getByRole('alert').getByRole('button');
    await expect(problem).toContainText("undeclared identifier 'missing_name'");
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await expect(playground.run).toBeFocused();
    await keyboard.press('F6');
    await keyboard.press('F6');
    await tabTo(page, problem, 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(code, 'the error\'s line has the cursor').toHaveCount(1);

    // Mend, run, and stop what never ends.
    await keyboard.press('End');
    await keyboard.press('Shift+Home');
    await keyboard.type('// mended');
    expect(await playground.source()).toContain('// mended');
    await playground.watchOutcomes();
    await keyboard.press('ControlOrMeta+Enter');
    await expect(playground.status).toContainText(/Running|Deadlock/, { timeout: 60_000 });
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await tabTo(page, playground.stop);
    await keyboard.press('Enter');
    expect((await playground.nextOutcome(10)).kind).toBe('stopped');

    // Share, and back to the button.
    await expect(playground.run, 'Run takes the focus that Stop has lost').toBeFocused();
    await tabTo(page, playground.share);
    await keyboard.press('Enter');
    await expect(page.getByTestId('share-panel')).toContainText('characters');
    await keyboard.press('Escape');
    await expect(playground.share).toBeFocused();

    // Reset, and undo it from the notice.
    const edited = await playground.source();
    await tabTo(page, playground.reset, 'Shift+Tab');
    await keyboard.press('Enter');
    expect(await playground.source()).toBe(original);
    await tabTo(page, page.getByRole('button', { name: 'Undo' }), 'Shift+Tab');
    await keyboard.press('Enter');
    expect(await playground.source()).toBe(edited);
  });
}
