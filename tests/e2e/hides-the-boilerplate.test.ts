// Promise: the #includes of a program are hidden until they are wanted, in either editor; lines
// keep their numbers, nothing of the text is lost, and what leads into hidden lines shows them.

import { expect, test } from './support/site.ts';
import { test as testWarm } from './support/warm-page.ts';

const program = (body: string): string =>
  `#include <cstdio>\n#include <string>\n#include <vector>\n\n${body}`;

for (const editor of ['full', 'plain'] as const) {
  const code = editor === 'full' ? '.view-lines' : '.plain-colours';
  const numbers = editor === 'full' ? '.line-numbers' : '.plain-numbers span';

  test(`lines that matter come first, the others by a click, in the ${editor} editor`, async ({
    playground, page }) => {
    if (editor === 'plain') await page.setViewportSize({ width: 599, height: 800 });
    await playground.open('#12-capacities');
    if (editor === 'full') await playground.fullEditor();
    const whole = await playground.source();
    const fold = page.getByTestId('head-fold');
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
    await expect(fold).toHaveText(/Lines\s+1–5: #include …/);
    await expect(page.locator(code)).not.toContainText('include');
    await expect(page.locator(numbers).first()).toHaveText('6');
    expect(await playground.source()).toBe(whole);
    await fold.click();
    await expect(page.locator(code)).toContainText('include');
    await expect(page.locator(numbers).first()).toHaveText('1');
    await expect(fold).toHaveAttribute('aria-expanded', 'true');
    await fold.press('Enter');
    await expect(page.locator(numbers).first()).toHaveText('6');

    if (editor === 'full') await playground.editor.locator('.view-line').first().click();
    else await playground.editor.locator('textarea').focus();
    await page.keyboard.press(editor === 'full' ? 'Home' : 'ControlOrMeta+Home');
    await page.keyboard.type('// mine');
    await page.keyboard.press('Enter');
    const line = whole.split('\n')[5]!;
    expect(await playground.source()).toBe(whole.replace(line, `// mine\n${line}`));
    await expect(fold, 'the program has them still').toHaveAttribute('aria-expanded', 'false');
    await playground.reset.click();
    expect(await playground.source()).toBe(whole);
    await expect(page.locator(numbers).first()).toHaveText('6');
    await page.reload();
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
  });

  testWarm(`errors count lines from the first; in hidden lines they show them, ${editor}`, async ({
    playground, page }) => {
    if (editor === 'plain') await page.setViewportSize({ width: 599, height: 800 });
    await playground.setScenario(editor === 'full' ? '12-capacities' : '53-first-answer');
    if (editor === 'full') await playground.fullEditor();
    await playground.setSource(program('int main() { return missing; }\n'));
    const fold = page.getByTestId('head-fold');
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect((await playground.pressRun(150)).diagnostics?.[0]?.line).toBe(5);
    const problem = page.getByRole('alert').getByRole('button');
    await problem.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('/*!*/');
    expect(await playground.source()).toBe(program('/*!*/int main() { return missing; }\n'));
    await expect(fold).toHaveAttribute('aria-expanded', 'false');

    await playground.setSource(program('int main() {}\n').replace('vector', 'no_such'));
    await expect(fold).toHaveAttribute('aria-expanded', 'false');
    await playground.pressRun(150);
    await expect(problem).toContainText('no_such');
    await problem.click();
    await expect(fold).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Home');
    await page.keyboard.type('//');
    expect(await playground.source()).toContain('\n//#include <no_such>');
  });
}

test('a deletion or a move that reaches hidden lines shows them; no text is lost', async ({
  playground, page }) => {
  await playground.open('#12-capacities');
  await playground.fullEditor();
  const whole = await playground.source();
  const fold = page.getByTestId('head-fold');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Backspace');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ControlOrMeta+z');
  expect(await playground.source()).toBe(whole);
  await fold.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await playground.editor.locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
});

test('who selects all has the hidden lines, too, in either editor', async ({
  playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const width of [599, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await playground.open('#12-capacities');
    if (width > 599) await playground.fullEditor();
    const whole = await playground.source();
    const fold = page.getByTestId('head-fold');
    const selectAll = async (): Promise<void> => {
      if (await fold.getAttribute('aria-expanded') === 'true') await fold.click();
      await playground.editor.click({ position: { x: 200, y: 40 } });
      await page.keyboard.press('ControlOrMeta+a');
    };
    await selectAll();
    await page.keyboard.press('ControlOrMeta+c');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
    await selectAll();
    await page.keyboard.type('x');
    expect(await playground.source()).toBe('x');
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => playground.source()).toBe(whole);
    await selectAll();
    await page.keyboard.press('ControlOrMeta+x');
    await expect.poll(() => playground.source()).toBe('');
    await page.keyboard.press('ControlOrMeta+v');
    await expect.poll(() => playground.source()).toBe(whole);
  }
});

test('few #includes stand where they are', async ({ playground, page }) => {
  await playground.fullEditor();
  await playground.setSource('#include <cstdio>\n#include <string>\nint main() {}\n');
  await expect(page.locator('.view-lines')).toContainText('string');
  await expect(page.getByTestId('head-fold')).toHaveCount(0);
});
