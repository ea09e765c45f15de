// run-state.test.ts — a run's state follows its events and ends once, whatever order they come in.

import { expect, test } from '@playwright/test';
import { advance, idle, isBusy, type RunEvent, type RunState }
  from '../../web/src/logic/run-state.ts';
import { statusText } from '../../web/src/logic/status-text.ts';
import { chooseSeed, seededChance } from './support.ts';

const exited = { kind: 'exited', code: 0 } as const;
const play = (...events: RunEvent[]): RunState => events.reduce(advance, idle);

test('a prebuilt program goes from start to its end', () => {
  const state = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 5 },
    { kind: 'started', now: 100 }, { kind: 'threads', alive: 5, waiting: 2 },
    { kind: 'threads', alive: 1, waiting: 0 }, { kind: 'end', now: 520, outcome: exited });
  expect(state).toEqual({ phase: 'ended', outcome: exited, milliseconds: 420, peakThreads: 5 });
  expect(statusText(state, 0).phase).toBe('exited 0 · 0.42 s · 5 threads');
});

test('when the first line came is told, and later lines change nothing about it', () => {
  const state = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 5 },
    { kind: 'started', now: 100 }, { kind: 'output', now: 200, at: 90 },
    { kind: 'output', now: 400, at: 300 }, { kind: 'end', now: 520, outcome: exited });
  expect(statusText(state, 0).phase).toBe('exited 0 · first output 0.09 s · 0.42 s');
});

test('a run has taken no less time than its first line', () => {
  const ended = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 0 },
    { kind: 'started', now: 500 }, { kind: 'output', now: 700, at: 740 },
    { kind: 'end', now: 760, outcome: exited });
  expect(ended).toMatchObject({ firstOutput: 740, milliseconds: 740 });
});

test('an edited program is fetched for and compiled first, and both are told', () => {
  const fetching = play({ kind: 'start', now: 0 },
    { kind: 'fetch', now: 10, received: 1_000_000, total: 23_000_000 });
  const told = statusText(fetching, 20);
  expect(told.phase).toBe('Fetching the compiler, once: 23 MB');
  expect(told.detail).toBe('1 MB received');
  expect(told.progress).toBeCloseTo(1 / 23);
  const compiling = advance(fetching, { kind: 'compile', now: 1000 });
  expect(statusText(compiling, 1500)).toMatchObject({ phase: 'Compiling', detail: '' });
  expect(statusText(compiling, 2500).detail).toBe('1.50 s');
});

test('a start that takes long names whom it waits for', () => {
  const launching = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 500 });
  expect(statusText(launching, 3000).phase).toBe('Starting');
  expect(statusText(launching, 3500)).toMatchObject({ detail: '3.00 s',
    phase: 'Starting: waiting for the browser, which is still busy' });
});

test('threads that wait while nothing is printed are told after three seconds', () => {
  const running = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 0 },
    { kind: 'started', now: 0 }, { kind: 'threads', alive: 3, waiting: 3 });
  expect(statusText(running, 2900).phase).toBe('Running');
  expect(statusText(running, 3000).phase).toBe('Waiting: 3 threads blocked');
  expect(statusText(advance(running, { kind: 'output', now: 2500 }), 3000).phase).toBe('Running');
});

test('a deadlock is told as such, whatever its threads wait for', () => {
  const running = play({ kind: 'start', now: 0 }, { kind: 'launch', now: 0 },
    { kind: 'started', now: 0 }, { kind: 'threads', alive: 2, waiting: 0 },
    { kind: 'stand-still', isSo: true });
  expect(statusText(running, 900)).toEqual({ phase: 'Deadlock: all threads are blocked',
    detail: '0.9 s', tone: 'waiting' });
  const goesOn = advance(running, { kind: 'stand-still', isSo: false });
  expect(statusText(goesOn, 900).phase).toBe('Running');
  const ended = advance(running, { kind: 'end', now: 1, outcome: { kind: 'stopped' } });
  expect(advance(ended, { kind: 'stand-still', isSo: true })).toBe(ended);
});

test('what comes after the end changes nothing until the next start', () => {
  const ended = play({ kind: 'start', now: 0 }, { kind: 'end', now: 1, outcome: exited });
  const late: RunEvent[] = [{ kind: 'output', now: 2 }, { kind: 'started', now: 2 },
    { kind: 'launch', now: 2 }, { kind: 'compile', now: 2 },
    { kind: 'threads', alive: 9, waiting: 9 }, { kind: 'fetch', now: 2, received: 1, total: 2 },
    { kind: 'end', now: 3, outcome: { kind: 'stopped' } }];
  for (const event of late) expect(advance(ended, event)).toBe(ended);
  expect(advance(ended, { kind: 'start', now: 4 }).phase).toBe('starting');
});

test('any order of events leaves a known state, and one end is enough', () => {
  const chance = seededChance(chooseSeed('events'));
  const make: ((now: number) => RunEvent)[] = [
    (now) => ({ kind: 'start', now }), (now) => ({ kind: 'launch', now }),
    (now) => ({ kind: 'compile', now }), (now) => ({ kind: 'started', now }),
    (now) => ({ kind: 'output', now, at: now }), () => ({ kind: 'let-run' }),
    (now) => ({ kind: 'precompile', now }), (now) => ({ kind: 'link', now }),
    () => ({ kind: 'clear' }), () => ({ kind: 'stand-still', isSo: true }),
    (now) => ({ kind: 'fetch', now, received: now, total: 100 }),
    () => ({ kind: 'threads', alive: 2, waiting: 1 }),
    (now) => ({ kind: 'end', now, outcome: exited })];
  let silent = 0; // counted, not expected one by one: each expect() costs a millisecond
  let unended = 0;
  for (let round = 0; round < 2000; ++round) {
    let state: RunState = idle;
    for (let now = 0; now < 20; ++now) {
      const event = make[Math.floor(chance() * make.length)]?.(now);
      if (event) state = advance(state, event);
      if (statusText(state, now).phase === '') ++silent;
    }
    state = advance(state, { kind: 'end', now: 30, outcome: exited });
    if (isBusy(state)) ++unended;
  }
  expect({ silent, unended }).toEqual({ silent: 0, unended: 0 });
});
