// Promise: one edits as in an editor: problems while typing, layout, input, options, type size, and
// a Tab key that is no trap.

import type { Page } from '@playwright/test';
import { expect, test } from './support/site.ts';
import { test as testWarm } from './support/warm-page.ts';

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

testWarm('with the compiler, problems are marked while typing, and Run comes at any moment',
  async ({ playground, page }) => {
    await playground.fullEditor();
    await playground.setSource(lines('#include <cstdio>', 'int main() {', '  int good = 1;',
      '  std::printf("%d\\n", good);', '}'));
    await playground.pressRun(150);
    await playground.editor.locator('.view-line').nth(2).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' bad;');
    const marks = playground.editor.locator('.squiggly-error');
    await expect(marks.first()).toBeVisible({ timeout: 30_000 });
    await expect(playground.status, 'nothing was run').toContainText('exited 0');
    await expect(playground.output).toHaveText(/^\s*1\s*$/);
    for (let step = 0; step < ' bad;'.length; ++step) await page.keyboard.press('Backspace');
    await expect(marks).toHaveCount(0, { timeout: 30_000 });

    await page.keyboard.type(' int unused;');
    await expect(playground.editor.locator('.squiggly-warning').first())
      .toBeVisible({ timeout: 30_000 });
    // A Run right after a keystroke, again and again, while checks are about to begin or going on.
    for (const pause of [0, 400, 550, 650]) {
      await page.keyboard.type(' ');
      await page.waitForTimeout(pause);
      await playground.watchOutcomes();
      await page.keyboard.press('ControlOrMeta+Enter');
      expect(await playground.nextOutcome(60)).toEqual({ kind: 'exited', code: 0 });
    }
  });

/** What workers were asked and what they answered, as "name kind", from the next page on. */
async function watchWorkers(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen, Worker: class extends Worker {
      readonly called: string;
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.called = options?.name ?? '';
        this.addEventListener('message', ({ data }) => seen.push(`${this.called} ${data.kind}`));
      }
      override postMessage(message: { kind: string }, transfer: object = []): void {
        seen.push(`${this.called} ${message.kind}`);
        super.postMessage(message, transfer as Transferable[]);
      }
    } });
  });
  return () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

test('what a pause has compiled is not compiled again by Run', async ({ playground, page }) => {
  const seen = await watchWorkers(page);
  await playground.open();
  const printing = (text: string): string =>
    lines('#include <cstdio>', `int main() { std::puts("${text}"); }`);
  await playground.setSource(printing('first'));
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  await playground.setSource(printing('ahead'));
  await expect.poll(seen, { timeout: 60_000 }).toContain('ahead compiled');
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['ahead']);
  // Now a Run takes over what has just begun.
  await playground.setSource(printing('taken over'));
  await expect.poll(async () => (await seen()).filter((what) => what === 'ahead compile'))
    .toHaveLength(2);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['taken over']);
  expect((await seen()).filter((what) => what === 'compiler compile'), 'the first').toHaveLength(1);
});

const untidy = lines('#include <cstdio>', 'int main(){', 'int  here=1;',
  '      std::printf( "%d\\n",here ) ;', '}');
const tidy = lines('#include <cstdio>', 'int main() {', '  int here = 1;',
  '  std::printf("%d\\n", here);', '}');

test('Format lays the code out in one step, keeps the cursor, and is undone in one', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(untidy);
  await playground.editor.locator('.view-line').nth(2).click();
  await page.keyboard.press('End');
  for (let step = 0; step < 3; ++step) await page.keyboard.press('ArrowLeft');
  await page.getByTestId('format').click();
  await expect.poll(() => playground.source()).toBe(tidy);
  await playground.editor.locator('textarea, .native-edit-context').first().focus();
  await page.keyboard.type('X');
  expect(await playground.source()).toContain('int hereX = 1;');
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  expect(await playground.source()).toBe(untidy);
  await page.keyboard.press('Shift+Alt+F');
  await expect.poll(() => playground.source()).toBe(tidy);
});

test('on a phone Format and Reset are undone by the field itself', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  const original = await playground.source();
  const area = page.locator('.plain-editor textarea');
  await area.fill(untidy);
  await page.getByRole('button', { name: 'Input, options and layout' }).click();
  await page.getByTestId('format').click();
  await expect.poll(() => playground.source()).toBe(tidy);
  await area.focus();
  await page.keyboard.press('ControlOrMeta+z');
  expect(await playground.source()).toBe(untidy);
  await playground.reset.click();
  expect(await playground.source()).toBe(original);
  await area.focus();
  await page.keyboard.press('ControlOrMeta+z');
  expect(await playground.source()).toBe(untidy);
});

testWarm('a program reads the input that was given, and it stays with its program', async ({
  playground, page }) => {
  await playground.setSource(lines('#include <iostream>', '#include <string>', 'int main() {',
    '  for (std::string line; std::getline(std::cin, line);)',
    '    std::cout << line.size() << "\\n";', '}'));
  await playground.pressRun(150);
  expect(await playground.lines()).toEqual([]);
  await playground.setStdin('one\nzwölf\n');
  await playground.pressRun();
  expect(await playground.lines()).toEqual(['3', '6']);
  await playground.setScenario('11-drain-after-close');
  await expect(page.getByRole('button', { name: 'Input', exact: true })).toBeVisible();
});

testWarm('the standard, the optimization and the warnings can be chosen', async ({
  playground, page }) => {
  await playground.setSource(lines('#include <cstdio>', 'int main() {', '  int unused;',
    '  std::printf("%ld\\n", __cplusplus);', '}'));
  await page.getByRole('button', { name: 'C++23 -O0' }).click();
  await page.getByRole('combobox', { name: 'Standard' }).selectOption('c++26');
  await page.getByLabel('Warnings').selectOption('error');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'C++26 -O0' })).toBeFocused();
  expect((await playground.pressRun(170)).kind).toBe('compile-error');
  await expect(playground.output).toContainText('unused variable');
  await page.getByRole('button', { name: 'C++26 -O0' }).click();
  await page.getByLabel('Warnings').selectOption('off');
  expect((await playground.pressRun()).kind).toBe('exited');
  expect(await playground.lines()).toEqual(['202400']);
});

test('type size and splitter are kept over a reload', async ({ playground, page }) => {
  await playground.fullEditor();
  const height = () => playground.editor.locator('.view-line').first()
    .evaluate((line) => line.getBoundingClientRect().height);
  await expect.poll(height).toBe(20);
  await page.getByRole('button', { name: 'Larger code' }).click();
  await page.getByRole('button', { name: 'Larger code' }).click();
  await expect.poll(height).toBe(22);
  const width = () => playground.editor.evaluate((editor) => editor.clientWidth);
  await page.getByRole('separator').press('Home');
  const narrow = await width();
  await playground.open();
  await playground.fullEditor();
  await expect.poll(height).toBe(22);
  expect(await width()).toBe(narrow);
});

test('Tab indents, or leaves when told to by Ctrl+M; the page says which', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Tab');
  expect(await playground.source()).toMatch(/^ {2,4}\S/);
  const mode = page.getByTestId('tab-mode');
  await expect(mode).toHaveText('Tab: indent');
  await page.keyboard.press('Control+m');
  await expect(mode).toHaveText('Tab: focus');
  await expect(mode).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Tab');
  await expect(playground.editor.locator(':focus')).toHaveCount(0);
  await mode.click();
  await expect(mode).toHaveText('Tab: indent');
});
