// Promise: the last runs of a program are listed with what they took, and the outputs of two runs
// are compared line by line.

import { expect, test } from './support/warm-page.ts';

const counts = `#include <cstdio>
#include <string>
#include <iostream>
int main() {
  std::string word;
  std::cin >> word;
  for (int index = 0; index < 20; ++index) {
    std::printf("line %d%s\\n", index, index == 10 ? word.c_str() : "");
  }
}
`;

test('two runs of one program are compared, and a third is compared with the second', async ({
  playground, page }) => {
  await playground.setScenario('52-heartbeat'); // none of its runs is in the list
  await playground.setSource(counts);
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  await expect(playground.status).toHaveText(
    /exited 0 · first output \d+\.\d\d s · \d+\.\d\d s/);
  await page.getByRole('tab', { name: 'Runs (1)' }).click();
  await expect(page.getByTestId('history')).toContainText('Run it again');
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  await expect(page.getByRole('tab', { name: 'Output' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Runs (2)' }).click();
  await expect(page.getByTestId('compare')).toHaveText('Both runs printed the same 20 lines.');

  await playground.setStdin(' changed');
  await playground.pressRun();
  await page.getByRole('tab', { name: 'Runs (3)' }).click();
  await expect(page.getByTestId('compare')).toHaveText('1 line only in run 3, 1 only in run 2.');
  await expect(page.locator('.compare-row[data-kind="added"]')).toContainText('line 10changed');
  await expect(page.locator('.compare-row[data-kind="removed"]')).toContainText('line 10');
  await page.getByRole('button', { name: /^2/ }).click();
  await expect(page.getByTestId('compare')).toHaveText('Both runs printed the same 20 lines.');

  await playground.setScenario('11-drain-after-close');
  await expect(page.getByRole('tab', { name: 'Runs', exact: true })).toBeVisible();
});
