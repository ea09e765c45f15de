// Promise: what a program leaves behind is listed below its output, can be saved, and is gone with
// the next run.

import { readFileSync } from 'node:fs';
import { expect, test } from './support/warm-page.ts';

const writes = `
#include <cstdio>
#include <filesystem>
#include <fstream>
int main() {
  std::filesystem::create_directory("d");
  std::ofstream("d/out.txt") << "line\\nü\\n";
  std::ofstream("<img src=x onerror=alert(1)>\\n.html") << "<b>";
  std::puts("written");
}`;

test('left files are listed with their sizes and saved by mouse and keyboard', async ({
  playground, page }) => {
  await playground.setSource(writes);
  await playground.run.click();
  await expect(playground.status).toContainText('exited 0', { timeout: 120_000 });
  await expect(playground.output).toHaveText(/^\s*written\s*$/);
  const list = page.getByTestId('left-files');
  await expect(list.getByRole('heading')).toHaveText('2 files left behind');
  await expect(list.locator('img')).toHaveCount(0);

  let saved = page.waitForEvent('download');
  await list.getByRole('button', { name: 'Save d/out.txt, 8 bytes' }).click();
  let download = await saved;
  expect(download.suggestedFilename()).toBe('out.txt');
  expect(readFileSync(await download.path(), 'utf8')).toBe('line\nü\n');

  saved = page.waitForEvent('download');
  await list.getByRole('button', { name: /onerror/ }).press('Enter');
  download = await saved;
  expect(download.suggestedFilename()).toMatch(/^_?img src=x onerror=alert\(1\)__?\.html$/);
  expect(readFileSync(await download.path(), 'utf8')).toBe('<b>');

  await playground.setSource(
    '#include <fstream>\nint main() { return !std::ifstream("d/out.txt"); }');
  await playground.run.click();
  await expect(playground.status).toContainText('exited 1', { timeout: 120_000 });
  await expect(list).toHaveCount(0);
});
