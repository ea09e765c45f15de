// Promise: a program runs once, and its run ends in words, whatever becomes of the scripts of its
// workers: the runner's, and those of its threads. The server holds them back.
// The page's clock is the test's, so that its patience ends when the test says so; that of a
// program's threads is kept by the runner, in real seconds.

import { expect, test as base } from '@playwright/test';
import { machine } from '../../wasm/runtime/machine.mjs';
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
    server.hangUp();
    await server.goAway();
  },
  playground: async ({ page, server }, use) => use(new PlaygroundPage(page, server.address)),
});

interface Part {
  what: string;
  isAsked(name: string, asWorker: boolean): boolean;
  /** So many requests for it come at once. */
  atOnce: number;
  /** How long the page waits for it, start by start; nothing: the runner waits. */
  pageSeconds: number[];
}

const parts: Part[] = [
  { what: 'the runner’s worker', atOnce: 1, pageSeconds: [5, 30],
    isAsked: (name) => /\/run-worker[^/]*$/.test(name) },
  { what: 'what the runner imports', atOnce: 1, pageSeconds: [5, 30],
    isAsked: (name, asWorker) => /\/glue\.[^/]*$/.test(name) && !asWorker },
  { what: 'a thread’s worker', atOnce: machine.workersAtStart, pageSeconds: [],
    isAsked: (name, asWorker) => /\/glue\.[^/]*$/.test(name) && asWorker },
];

/** Prints one line for each of its twelve threads, and starts them more than once if it can. */
const scenario = '51-prime-sieve';
const exited = { kind: 'exited', code: 0 };

/** How a part is asked for while a test holds some requests of it back, by their number from 0. */
class Requests {
  asked = 0;

  constructor(private readonly page: PlaygroundPage, private readonly part: Part,
              server: PlainServer, isHeldBack: (request: number) => boolean) {
    server.holdsBack = (name, asWorker) =>
      part.isAsked(name, asWorker) && isHeldBack(this.asked++);
  }

  /** Waits until it was asked for, ends the patience with that, and waits for the next start. */
  async giveUp(): Promise<void> {
    await this.reach(this.part.atOnce);
    await this.endPatience(0);
    await this.reach(this.part.atOnce + 1);
  }

  /** The page no longer waits for that start, the first or the second. */
  async endPatience(start: number): Promise<void> {
    const seconds = this.part.pageSeconds[start];
    if (seconds !== undefined) await this.page.page.clock.fastForward(seconds * 1000);
  }

  private async reach(count: number): Promise<void> {
    await expect.poll(() => this.asked, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  }
}

async function open(playground: PlaygroundPage): Promise<void> {
  await playground.page.clock.install();
  await playground.open();
  await playground.setScenario(scenario);
  await playground.watchOutcomes();
}

/** What the scenario prints where all workers arrive. */
async function usualLines(playground: PlaygroundPage): Promise<string[]> {
  await open(playground);
  expect(await playground.pressRun()).toEqual(exited);
  return playground.lines();
}

for (const part of parts) {
  test(`${part.what} never arrives: the run ends in words, and the next one works`, async ({
    playground, server }) => {
    const requests = new Requests(playground, part, server, () => true);
    await open(playground);
    await playground.run.click();
    await requests.giveUp();
    await requests.endPatience(1);
    const outcome = await playground.nextOutcome();
    expect(outcome).toMatchObject({ kind: 'crashed' });
    expect(outcome.reason).toMatch(/did not load/);
    server.holdsBack = () => false;
    server.hangUp(); // a browser has six connections, and these requests hold some
    expect(await playground.pressRun()).toEqual(exited);
  });

  test(`${part.what} does not arrive at first: the run goes on with another`, async ({
    playground, server }) => {
    const usual = await usualLines(playground);
    const requests = new Requests(playground, part, server, (request) => request === 0);
    await open(playground);
    await playground.run.click();
    await requests.giveUp();
    expect(await playground.nextOutcome()).toEqual(exited);
    expect(await playground.lines()).toEqual(usual);
  });

  test(`${part.what} arrives after its successor was asked for: nothing runs twice`, async ({
    playground, server }) => {
    const usual = await usualLines(playground);
    const requests = new Requests(playground, part, server,
      (request) => request === 0 || request >= part.atOnce);
    await open(playground);
    await playground.run.click();
    await requests.giveUp();
    server.release(1);
    server.holdsBack = () => false;
    server.release();
    expect(await playground.nextOutcome()).toEqual(exited);
    expect(await playground.lines()).toEqual(usual);
  });
}
