// Promise: a page of the site names everybody whose work is shipped, with the licences' texts.

import { fileURLToPath } from 'node:url';
import { shippedPackages } from '../../web/plugins/shipped-packages.ts';
import { expect, test } from './support/site.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('the licences are one click away, and hold their texts', async ({ playground, page }) => {
  await playground.page.getByRole('link', { name: 'Licences' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Licences');
  // What comes from elsewhere than npm.
  for (const name of ['strait', 'Emscripten', 'LLVM']) {
    await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: name })).toBeVisible();
  }
  const packages = shippedPackages(root);
  expect(packages).toEqual(expect.arrayContaining(['lit', 'lit-html', 'monaco-editor', 'marked']));
  for (const name of packages) {
    const text = page.locator(`section[data-package="${name}"] pre`).first();
    expect((await text.textContent())?.length ?? 0, `the licence of ${name}`).toBeGreaterThan(300);
  }
  const monaco = page.locator('section').filter({ hasText: 'Monaco Editor' });
  await monaco.locator('summary').click();
  await expect(monaco.locator('pre').first()).toContainText('Permission is hereby granted');
  await page.getByRole('link', { name: 'Back to the playground' }).click();
  await expect(playground.share).toBeEnabled();
});
