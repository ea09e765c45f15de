// Promise: a program runs once, and its run ends in words, whatever becomes of the scripts of its
// workers: the runner's, and those of its threads. The server withholds or delays them.

import { expect, test as base } from '@playwright/test';
import { PlainServer } from './support/plain-server.ts';
import { PlaygroundPage } from './support/playground-page.ts';

interface Fixtures {
  server: PlainServer;
  playground: PlaygroundPage;
}

const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await PlainServer.start('/site/');
    server.headers = { 'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp', 'Cache-Control': 'no-store' };
    await use(server);
    await server.goAway();
  },
  playground: async ({ page, server }, use) => use(new PlaygroundPage(page, server.address)),
});

type Delay = PlainServer['delay'];

const parts: { what: string; isAsked: (...asked: Parameters<Delay>) => boolean }[] = [
  { what: 'the runner’s worker', isAsked: (name) => /\/run-worker[^/]*$/.test(name) },
  { what: 'what the runner imports',
    isAsked: (name, asWorker) => /\/glue\.[^/]*$/.test(name) && !asWorker },
  { what: 'a thread’s worker',
    isAsked: (name, asWorker) => /\/glue\.[^/]*$/.test(name) && asWorker },
];

/** Each request of the part, by its number from 0, is answered so late. */
function delayed(isAsked: (...asked: Parameters<Delay>) => boolean,
                 milliseconds: (request: number) => number): { asked: number; delay: Delay } {
  const counter = { asked: 0, delay: (name: string, asWorker: boolean): number =>
    isAsked(name, asWorker) ? milliseconds(counter.asked++) : 0 };
  return counter;
}

/** Prints one line for each of its twelve threads, and starts them more than once if it can. */
const scenario = '51-prime-sieve';
const exited = { kind: 'exited', code: 0 };

async function open(playground: PlaygroundPage): Promise<void> {
  await playground.open();
  await playground.setScenario(scenario);
}

/** What the scenario prints where all workers arrive. */
async function usualLines(playground: PlaygroundPage, server: PlainServer): Promise<string[]> {
  const { delay } = server;
  server.delay = () => 0;
  await open(playground);
  expect(await playground.pressRun()).toEqual(exited);
  server.delay = delay;
  return playground.lines();
}

for (const { what, isAsked } of parts) {
  test(`${what} never arrives: the run ends in words, and the next one works`, async ({
    playground, server }) => {
    const never = delayed(isAsked, () => Infinity);
    server.delay = never.delay;
    await open(playground);
    const outcome = await playground.pressRun(100);
    expect(outcome).toMatchObject({ kind: 'crashed' });
    expect(outcome.reason).toMatch(/did not load/);
    expect(never.asked, 'it was started once more').toBeGreaterThanOrEqual(2);
    server.delay = () => 0;
    server.hangUp(); // a browser has six connections, and these requests hold some
    expect(await playground.pressRun()).toEqual(exited);
  });

  test(`${what} does not arrive at first: the run goes on with another`, async ({
    playground, server }) => {
    const usual = await usualLines(playground, server);
    const once = delayed(isAsked, (request) => request === 0 ? Infinity : 0);
    server.delay = once.delay;
    await open(playground);
    expect(await playground.pressRun(100)).toEqual(exited);
    expect(once.asked).toBeGreaterThanOrEqual(2);
    expect(await playground.lines()).toEqual(usual);
  });

  test(`${what} arrives after its successor was asked for: nothing runs twice`, async ({
    playground, server }) => {
    const usual = await usualLines(playground, server);
    // The first one’s patience is 5 s; the second arrives after the first would have.
    const late = delayed(isAsked, (request) => request === 0 ? 6000 : 3000);
    server.delay = late.delay;
    await open(playground);
    expect(await playground.pressRun(100)).toEqual(exited);
    expect(late.asked).toBeGreaterThanOrEqual(2);
    expect(await playground.lines()).toEqual(usual);
  });
}
