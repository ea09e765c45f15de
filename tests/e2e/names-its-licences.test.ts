// Promise: a page of the site names everybody whose work is shipped, with the licences' texts.

import { expect, test } from './support/site.ts';

test('the licences are one click away, and hold their texts', async ({ playground, page }) => {
  await playground.page.getByRole('link', { name: 'Licences' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Licences');
  for (const name of ['strait', 'Lit', 'Valibot', 'Monaco Editor', 'Emscripten', 'LLVM', 'YoWASP',
    'xz-decompress']) {
    await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: name })).toBeVisible();
  }
  const monaco = page.locator('section').filter({ hasText: 'Monaco Editor' });
  await monaco.locator('summary').click();
  await expect(monaco.locator('pre').first()).toContainText('Permission is hereby granted');
  await page.getByRole('link', { name: 'Back to the playground' }).click();
  await expect(playground.share).toBeEnabled();
});
