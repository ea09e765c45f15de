// watched-worker.test.ts — a worker that never speaks is started once more, and then told of.

import { expect, test } from '@playwright/test';
import { loaded, notLoaded, WatchedWorker } from '../../web/src/logic/watched-worker.ts';
import { FakeWorker } from './fake-worker.ts';

interface Said { kind: 'said'; text: string }

/** `patience`: an hour where nothing may run out, a millisecond where it shall. */
function watch(patience: number[], greeting?: string) {
  const workers: FakeWorker[] = [];
  const heard: string[] = [];
  let tellFailed = (_reason: string): void => {};
  const failed = new Promise<string>((resolve) => {
    tellFailed = resolve;
  });
  const create = (start: number): FakeWorker => {
    expect(start).toBe(workers.length);
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const watched = new WatchedWorker<string, Said>(create, {
    message: ({ text }) => heard.push(text),
    failed: (reason) => {
      heard.push(`failed: ${reason}`);
      tellFailed(reason);
    },
  }, patience, greeting === undefined ? undefined : Promise.resolve(greeting));
  return { watched, workers, heard, failed };
}

const hour = 3_600_000;

test('what is sent before the first word arrives after it, in order', () => {
  const { watched, workers: [worker], heard } = watch([hour, hour]);
  watched.send('one');
  watched.send('two');
  expect(worker?.sent).toEqual([]);
  worker?.say(loaded);
  watched.send('three');
  expect(worker?.sent).toEqual(['one', 'two', 'three']);
  worker?.say({ kind: 'said', text: 'answer' });
  expect(heard).toEqual(['answer']);
  watched.end();
});

for (const [who, winner] of [['the first', 0], ['the second', 1]] as const) {
  test(`a worker that says nothing is started once more; ${who} speaks, and is the worker`,
    async () => {
      const { watched, workers, heard } = watch([1, hour]);
      watched.send('one');
      await expect.poll(() => workers.length).toBe(2);
      expect(workers.map(({ ended }) => ended)).toEqual([false, false]);
      workers[winner]?.say(loaded);
      const loser = workers[1 - winner];
      expect(loser?.ended).toBe(true);
      loser?.say(loaded); // too late
      loser?.say({ kind: 'said', text: 'late' });
      watched.send('two');
      expect(workers[winner]?.sent).toEqual(['one', 'two']);
      expect(loser?.sent).toEqual([]);
      expect(heard).toEqual([]);
      watched.end();
      expect(workers[winner]?.ended).toBe(true);
    });
}

test('while one may still speak, the other’s failure is none', async () => {
  const { watched, workers, heard } = watch([1, hour]);
  await expect.poll(() => workers.length).toBe(2);
  workers[1]?.throw('');
  workers[0]?.say({ kind: 'said', text: 'here' });
  expect(heard).toEqual(['here']);
  watched.end();
});

test('after the second silence it has failed, once', async () => {
  const { workers, heard, failed } = watch([1, 1]);
  expect(await failed).toBe(notLoaded);
  expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  workers[1]?.say(loaded);
  expect(heard).toEqual([`failed: ${notLoaded}`]);
});

test('a script that cannot be fetched is tried again at once', () => {
  const { workers, heard } = watch([hour, hour]);
  workers[0]?.throw('');
  workers[1]?.throw('');
  expect(workers).toHaveLength(2);
  expect(heard).toEqual([`failed: ${notLoaded}`]);
});

test('a worker that throws later has failed, with its reason', () => {
  const { workers: [worker], heard } = watch([hour, hour]);
  worker?.say(loaded);
  worker?.throw('out of memory');
  expect(worker?.ended).toBe(true);
  expect(heard).toEqual(['failed: out of memory']);
});

test('each worker that is started is greeted, before it has spoken', async () => {
  const { watched, workers } = watch([1, hour], 'greeting');
  watched.send('one');
  await expect.poll(() => workers.length).toBe(2);
  await expect.poll(() => workers[1]?.sent).toEqual(['greeting']);
  workers[1]?.say(loaded);
  expect(workers.map(({ sent }) => sent)).toEqual([['greeting'], ['greeting', 'one']]);
  watched.end();
});

test('a message that cannot be read is a failure', () => {
  const { workers: [worker], heard } = watch([hour, hour]);
  worker?.say(loaded);
  worker?.onmessageerror?.({} as MessageEvent);
  expect(worker?.ended).toBe(true);
  expect(heard).toEqual(['failed: a message was lost']);
});

test('an ended one tells nothing any more', () => {
  const { watched, workers: [worker], heard } = watch([hour, hour]);
  watched.end();
  worker?.say({ kind: 'said', text: 'late' });
  worker?.throw('late');
  expect(heard).toEqual([]);
});
