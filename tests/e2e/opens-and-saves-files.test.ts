// Promise: a program is saved as a file and opened from one, chosen or dropped; what is no program
// is told in words, and no draft is lost.

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './support/site.ts';

const cpp = (name: string, content: string | Buffer) =>
  ({ name, mimeType: 'text/x-c++src', buffer: Buffer.from(content) });

async function choose(page: Page, file: ReturnType<typeof cpp>): Promise<void> {
  await page.getByTestId('share').click();
  await page.getByLabel('Open a file…').setInputFiles(file);
}

test('the program is saved as main.cpp, to the letter', async ({ playground, page }) => {
  await playground.setSource('// ü 漢 🧵\nint main() {}\n');
  await playground.share.click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save main.cpp' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('main.cpp');
  expect(readFileSync(await download.path(), 'utf8')).toBe('// ü 漢 🧵\nint main() {}\n');
});

test('an opened file is a program of its own: the draft is kept, Back leads to it', async ({
  playground, page }) => {
  await playground.setScenario('10-many-producers');
  await playground.setSource('// my draft\n');
  await choose(page, cpp('other.cpp', '\ufeffint main() { return 3; }\r\n'));
  await expect(playground.notice).toContainText('other.cpp is open');
  expect(await playground.source()).toBe('int main() { return 3; }\n');
  expect(page.url()).toContain('#v1.deflate.');
  await page.reload();
  await expect(playground.share).toBeEnabled();
  expect(await playground.source()).toBe('int main() { return 3; }\n');
  await page.goBack();
  await expect.poll(() => playground.source()).toBe('// my draft\n');
});

test('a dropped file is opened, too', async ({ playground, page }) => {
  await playground.fullEditor();
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['int main() { return 4; }\n'], 'dropped.cpp'));
    return transfer;
  });
  await playground.editor.dispatchEvent('dragover', { dataTransfer: data });
  await expect(page.locator('.code')).toHaveAttribute('data-dropping', 'true');
  await playground.editor.dispatchEvent('drop', { dataTransfer: data });
  await expect.poll(() => playground.source()).toBe('int main() { return 4; }\n');
  await expect(page.locator('.code')).toHaveAttribute('data-dropping', 'false');
});

test('what is too large, not UTF-8 or not text is told and changes nothing', async ({
  playground, page }) => {
  await playground.setSource('// my draft\n');
  for (const [file, words] of [
    [cpp('large.cpp', 'x'.repeat(70_000)), /large\.cpp is 68\.4 KiB; the limit is 64 KiB/],
    [cpp('latin.cpp', Buffer.from('// gr\u00fcn', 'latin1')), /latin\.cpp is not UTF-8/],
    [cpp('image.cpp', 'GIF89a\u0000\u0000'), /image\.cpp is not a text file/],
  ] as const) {
    await choose(page, file);
    await expect(playground.notice).toContainText(words);
    expect(await playground.source()).toBe('// my draft\n');
  }
});
