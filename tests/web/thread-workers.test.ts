// thread-workers.test.ts — the workers of a program's threads, made by a browser that loads them
// late, never or at once; its clock is the test's.

import { mock } from 'node:test';
import { expect, test } from '@playwright/test';
import { ThreadWorkers } from '../../wasm/runtime/thread-workers.mjs';

const address = 'https://example.org/glue.123.mjs';

class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: (event: { data: object }) => void = () => {};
  onerror: (event: { message?: string; preventDefault(): void }) => void = () => {};
  readonly sent: object[] = [];
  ended = false;

  constructor(readonly address: URL) {
    FakeWorker.all.push(this);
  }
  postMessage(message: object): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(cmd: string): void {
    this.onmessage({ data: { cmd } });
  }
  fail(message?: string): void {
    this.onerror({ ...(message ? { message } : {}), preventDefault: () => {} });
  }
}

const load = { cmd: 'load' };
const run = { cmd: 'run' };
const globals = globalThis as unknown as { Worker?: unknown };
const { Worker: own } = globals;

test.beforeEach(() => {
  globals.Worker = FakeWorker;
  FakeWorker.all = [];
  reasons = [];
  mock.timers.enable({ apis: ['setInterval'] });
});

test.afterEach(() => {
  globals.Worker = own;
  mock.timers.reset();
});

/** Why the run has ended. */
let reasons: string[] = [];

/** A thread that is to run, and what its worker tells the glue. */
function startThread(workers = new ThreadWorkers(9, (reason) => reasons.push(reason))) {
  const heard: string[] = [];
  const Class = workers.constructorForGlue as unknown as
    new (address: string, options: object) => FakeWorker;
  const thread = new Class(address, {});
  thread.onmessage = ({ data }) => heard.push((data as { cmd: string }).cmd);
  thread.postMessage(load);
  thread.postMessage(run);
  return { thread, workers, heard };
}

for (const winner of [0, 1]) {
  test(`a silent worker gets another beside it; number ${winner} loads first and runs`, () => {
    const { heard } = startThread();
    mock.timers.tick(6000);
    expect(FakeWorker.all).toHaveLength(2);
    expect(FakeWorker.all[1]?.address.search).not.toBe('');
    FakeWorker.all[winner]?.say('loaded');
    const loser = FakeWorker.all[1 - winner];
    expect(loser?.ended).toBe(true);
    loser?.say('loaded'); // too late
    loser?.fail('late');
    expect(FakeWorker.all[winner]?.sent).toEqual([load, run]);
    expect(loser?.sent).toEqual([load]);
    expect({ heard, reasons }).toEqual({ heard: ['loaded'], reasons: [] });
  });
}

test('two silent workers are told', () => {
  startThread();
  mock.timers.tick(40_000);
  expect(FakeWorker.all).toHaveLength(2);
  expect(reasons[0]).toMatch(/could not be started: its worker did not load/);
});

test('a worker whose script has arrived is waited for: the machine is busy', () => {
  const { heard } = startThread();
  FakeWorker.all[0]?.say('arrived');
  mock.timers.tick(19_000);
  expect(FakeWorker.all).toHaveLength(1);
  mock.timers.tick(3_600_000);
  expect(FakeWorker.all).toHaveLength(2); // one beside it, in case that it hangs
  FakeWorker.all[0]?.say('loaded');
  expect(FakeWorker.all[1]?.ended).toBe(true);
  expect({ heard, reasons }).toEqual({ heard: ['loaded'], reasons: [] });
});

test('while other workers load, one may take longer', () => {
  const { workers } = startThread();
  for (let second = 0; second < 24; second += 4) {
    mock.timers.tick(4000);
    startThread(workers);
    FakeWorker.all.at(-1)?.say('loaded');
  }
  expect(FakeWorker.all.filter(({ address: { search } }) => search !== '')).toEqual([]);
  mock.timers.tick(8000);
  expect(FakeWorker.all.at(-1)?.address.search).not.toBe('');
});

test('a script that cannot be fetched is asked for again at once', () => {
  startThread();
  FakeWorker.all[0]?.fail();
  expect(FakeWorker.all).toHaveLength(2);
  FakeWorker.all[1]?.fail();
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(/did not load/);
});

test('a worker that cannot be made ready says why', () => {
  startThread();
  FakeWorker.all[0]?.fail('out of memory');
  FakeWorker.all[1]?.fail('out of memory');
  expect(reasons).toEqual(['a thread could not be started: out of memory']);
});

test('what goes wrong later is the glue’s affair', () => {
  const { thread } = startThread();
  const errors: unknown[] = [];
  thread.onerror = (event) => errors.push(event);
  FakeWorker.all[0]?.say('loaded');
  FakeWorker.all[0]?.fail('a trap');
  expect(errors).toHaveLength(1);
  expect({ reasons, made: FakeWorker.all.length }).toEqual({ reasons: [], made: 1 });
});
