// Promise: a long run is asked about once, politely; a program whose threads all wait says so.

import { expect, test } from './support/warm-page.ts';

const sleeps = `#include <chrono>
#include <cstdio>
#include <thread>
int main() {
  std::printf("asleep\\n");
  std::this_thread::sleep_for(std::chrono::hours(1));
}
`;

test('"Let it run" is reached by keyboard, lets it run, and is not asked again', async ({
  playground, page }) => {
  await playground.page.locator('strait-playground').evaluate((element) =>
    element.setAttribute('ask-after', '1'));
  await playground.setSource(sleeps);
  await playground.watchOutcomes();
  await playground.run.click();
  const question = page.getByTestId('question');
  await expect(question).toContainText('Still running after 1 s.', { timeout: 150_000 });
  await expect(playground.stop, 'nothing took the focus away').toBeFocused();
  const answer = question.getByRole('button', { name: 'Let it run' });
  await page.keyboard.press('F6');
  await expect(playground.editor.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await page.keyboard.press('Tab');
  await expect(answer).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  await expect(playground.status).toContainText(/Running|Waiting/);
  // Three quiet seconds later it says so: three times the time after which it asks.
  await expect(playground.status).toContainText('Waiting: 1 thread blocked');
  await expect(question).toHaveCount(0);
  await playground.stop.click();
  expect((await playground.nextOutcome(10)).kind).toBe('stopped');
});

test('"Stop it" stops, and the next run is asked about again', async ({ playground, page }) => {
  await playground.page.locator('strait-playground').evaluate((element) =>
    element.setAttribute('ask-after', '1'));
  await playground.setSource(sleeps);
  for (let round = 0; round < 2; ++round) {
    await playground.watchOutcomes();
    await playground.run.click();
    await page.getByRole('button', { name: 'Stop it' }).click({ timeout: 150_000 });
    expect((await playground.nextOutcome(10)).kind).toBe('stopped');
    await expect(page.getByTestId('question')).toHaveCount(0);
  }
});

test('a run that was let go on outlives the limit; one that nobody answered for is ended', async ({
  playground, page }) => {
  await playground.page.locator('strait-playground').evaluate((element) => {
    element.setAttribute('ask-after', '1');
    element.setAttribute('time-limit', '4');
  });
  // Longer than the runner's limit and the page's, 3 s behind it.
  await playground.setSource(`#include <chrono>
#include <cstdio>
#include <thread>
int main() {
  std::this_thread::sleep_for(std::chrono::seconds(8));
  std::printf("outlived\\n");
}
`);
  expect(await playground.pressRun(150)).toEqual({ kind: 'timed-out', seconds: 4 });
  await expect(page.getByTestId('question')).toHaveCount(0);
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(page.getByTestId('question')).toContainText('It will be stopped at 4 s', {
    timeout: 30_000 });
  await page.getByRole('button', { name: 'Let it run' }).click();
  expect(await playground.nextOutcome()).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['outlived']);
});

test('after three quiet seconds the status says how many threads are blocked', async ({
  playground }) => {
  await playground.setSource(`#include <strait/strait.hpp>
#include <cstdio>
#include <thread>
int main() {
  auto [tx, rx] = strait::bounded<int>(0);
  std::printf("begun\\n");
  std::thread first([&] { (void)rx.recv_for(std::chrono::hours(1)); });
  std::thread second([&] { (void)rx.recv_for(std::chrono::hours(1)); });
  first.join();
  second.join();
}
`);
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(playground.status).toContainText('Waiting: 3 threads blocked',
    { timeout: 150_000 });
  await playground.stop.click();
  expect((await playground.nextOutcome(10)).kind).toBe('stopped');
  await expect(playground.status).toContainText(/stopped · first output .* · 3 threads/);
});

test('a deadlock is told at once by the status, also where no channel is', async ({
  playground }) => {
  await playground.setSource(`#include <mutex>
int main() {
  std::mutex door;
  door.lock();
  door.lock();
}
`);
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(playground.status).toContainText('Deadlock: all threads are blocked',
    { timeout: 150_000 });
  await playground.stop.click();
  expect((await playground.nextOutcome(10)).kind).toBe('stopped');
});
