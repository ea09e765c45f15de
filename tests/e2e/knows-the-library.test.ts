// Promise: the editor completes the library's names and explains them from its own reference.

import { expect, test } from './support/site.ts';

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

test('members are offered after a dot, names after strait::, and taken by Enter', async ({
  playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(lines('#include <strait/strait.hpp>', 'int main() {',
    '  auto [out, in] = strait::unbounded<int>();', '', '}'));
  await playground.editor.locator('.view-line').nth(3).click();
  await page.keyboard.type('  out.try_sen');
  const list = page.locator('.suggest-widget');
  await expect(list).toContainText('try_send');
  await expect(list).not.toContainText('recv');
  await page.keyboard.press('Enter');
  await page.keyboard.type('(1); strait::sel');
  await expect(list).toContainText('select_biased');
  await page.keyboard.press('Escape');
  expect(await playground.source()).toContain('  out.try_send(1); strait::sel');
});

test('hovering tells the signature and when it blocks', async ({ playground, page }) => {
  await playground.fullEditor();
  await playground.setSource(lines('#include <strait/strait.hpp>', 'int main() {',
    '  auto [out, in] = strait::unbounded<int>();', '  (void)out.send(1);', '}'));
  const line = playground.editor.locator('.view-line').filter({ hasText: 'out.send(1)' });
  const hover = page.locator('.monaco-hover:visible');
  await expect(async () => { // the editor draws a line anew when it colours it, which ends a hover
    const character = await line.locator('span').first()
      .evaluate((span) => span.getBoundingClientRect().width / span.textContent!.length);
    await page.mouse.move(0, 0);
    await line.hover({ position: { x: character * '  (void)out.se'.length, y: 8 }, timeout: 2000 });
    await expect(hover).toContainText('result send(T message) const', { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await expect(hover).toContainText('Blocks: until there is room');
});
