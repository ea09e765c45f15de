// benchmark.test.ts — what the benchmark's page measures, in which order, and what it makes of it.

import { expect, test } from '@playwright/test';
import { matrix } from '../../bench/harness/matrix.mjs';
import { Benchmark, messagesOf, parsePrograms, type Progress }
  from '../../web/src/bench/benchmark.ts';
import { describeTime, figure, scaleOf, summaryOf, tableOf, toLines }
  from '../../web/src/bench/figures.ts';
import type { Outcome } from '../../web/src/logic/outcome.ts';
import type { LaunchSettings, ProgramLauncher } from '../../web/src/logic/run-sequence.ts';

const programs = ['strait', 'mutex'].map((name) => ({ name, module: `${name}.wasm` }));
const runs: Record<string, string[]> = {
  strait: ['bounded0/spsc', 'bounded/seq'], mutex: ['bounded/seq', 'bounded/1x8'] };

interface Said { text: string; outcome: Outcome }

/** Programs that answer at once: strait takes 20 ns a message, the mutex 50. */
class FakeLauncher implements ProgramLauncher {
  readonly started: string[] = [];
  readonly settings: LaunchSettings[] = [];
  /** What a program says instead. */
  answer: (system: string, words: string) => Said | undefined = () => undefined;
  stopped = 0;
  hangs = false;

  start(...[program, listener, settings]: Parameters<ProgramLauncher['start']>) {
    const system = program.kind === 'prebuilt' ? program.module.replace('.wasm', '') : '';
    const words = settings.stdin;
    this.settings.push(settings);
    if (words !== '--list') this.started.push(`${system} ${words}`);
    const { text, outcome } = this.answer(system, words) ?? { text: said(system, words),
      outcome: { kind: 'exited', code: 0 } };
    let stop = (): void => {};
    const ended = new Promise<Outcome>((resolve) => {
      stop = () => {
        this.stopped += 1;
        resolve({ kind: 'stopped' });
      };
      if (this.hangs && words !== '--list') return;
      const half = text.length / 2; // output may arrive in pieces
      for (const part of [text.slice(0, half), text.slice(half)]) {
        const stream = outcome.kind === 'exited' && outcome.code ? 'err' : 'out';
        listener.output({ lines: [{ stream, text: part, at: 0 }], cut: false });
      }
      resolve(outcome);
    });
    return { outcome: ended, stop, letRun: () => {} };
  }
}

function said(system: string, words: string): string {
  if (words === '--list') return JSON.stringify({ system, version: '1', runs: runs[system] });
  const messages = Number(words.split(' ')[2]);
  return JSON.stringify({ messages, ns: messages * (system === 'strait' ? 20 : 50) });
}

function benchmark(launcher: FakeLauncher, rounds = 2) {
  const told: Progress[] = [];
  let clock = 0;
  return { told, benchmark: new Benchmark({ launcher, loadPrograms: async () => programs, rounds,
    share: 0.001, now: () => (clock += 1000), changed: (progress) => told.push(progress) }) };
}

test('systems take turns, rounds are outermost, and only cells of the matrix are measured',
  async () => {
    const launcher = new FakeLauncher();
    const { told, benchmark: it } = benchmark(launcher);
    await it.run();
    expect(launcher.started).toEqual([
      'strait bounded0 spsc 100', 'strait bounded seq 1000', 'mutex bounded seq 1000',
      'strait bounded0 spsc 100', 'mutex bounded seq 1000', 'strait bounded seq 1000',
    ]);
    expect(launcher.settings.every(({ trace }) => trace === false)).toBe(true);
    expect(told.map(({ round, done }) => [round, done]))
      .toEqual([[1, 0], [1, 1], [1, 2], [2, 3], [2, 4], [2, 5]]);
    expect(told.map(({ all }) => all)).toEqual([6, 6, 6, 6, 6, 6]);
    expect(told[0]!.secondsLeft).toBeUndefined();
    expect(told.at(-1)!.secondsLeft).toBeGreaterThan(0);
    expect(it.failures).toEqual([]);
    expect(it.rows.map(({ channel, system, rounds, ns_per_message }) =>
      [channel, system, rounds, ns_per_message.median]))
      .toEqual([['bounded0', 'strait', 2, 20], ['bounded', 'strait', 2, 20],
        ['bounded', 'mutex', 2, 50]]);
    expect(JSON.parse(toLines(it.rows))).toEqual(it.rows);
  });

test('what fails is told with its reason, once, and the rest is measured', async () => {
  for (const [answer, reason] of [
    [{ text: 'messages were lost', outcome: { kind: 'exited', code: 1 } }, 'messages were lost'],
    [{ text: '', outcome: { kind: 'timed-out', seconds: 30 } }, 'timed out after 30 seconds'],
    [{ text: '{"ns":1}', outcome: { kind: 'exited', code: 0 } }, 'it says what it should not'],
  ] as [Said, string][]) {
    const launcher = new FakeLauncher();
    launcher.answer = (system, words) =>
      (system === 'mutex' && words !== '--list' ? answer : undefined);
    const { benchmark: it } = benchmark(launcher);
    await it.run();
    expect(it.failures).toEqual([`bounded/seq, mutex: ${reason}`]);
    expect(launcher.started.filter((each) => each.startsWith('mutex'))).toHaveLength(1);
    expect(it.rows.map(({ system }) => system)).toEqual(['strait', 'strait']);
  }
});

test('a program that does not list its runs ends everything', async () => {
  const launcher = new FakeLauncher();
  launcher.answer = () => ({ text: 'not found', outcome: { kind: 'exited', code: 0 } });
  await expect(benchmark(launcher).benchmark.run()).rejects.toThrow('the program of strait');
});

test('stop ends the run that is under way, and keeps what was measured', async () => {
  const launcher = new FakeLauncher();
  const { benchmark: it, told } = benchmark(launcher);
  launcher.hangs = true;
  const ended = it.run();
  await expect.poll(() => told.length).toBe(1);
  it.stop();
  await ended;
  expect(launcher.stopped).toBe(1);
  expect(launcher.started).toHaveLength(1);
  expect([it.isStopped, it.rows, it.failures]).toEqual([true, [], []]);
});

test('stop ends it also while the programs are being fetched', async () => {
  const launcher = new FakeLauncher();
  const { benchmark: it } = benchmark(launcher);
  const ended = it.run();
  it.stop();
  await ended;
  expect(launcher.settings).toEqual([]);
});

test('the list of programs is checked before it is trusted', () => {
  expect(parsePrograms({ version: 1, programs })).toEqual(programs);
  expect(() => parsePrograms({ version: 1, programs: [{ name: 'a', module: 'https://b/c' }] }))
    .toThrow('benchmark.json is damaged');
});

test('messages are a share of those that move natively, but never none', () => {
  expect(matrix.map((cell) => messagesOf(cell, 0.1)).sort((a, b) => a - b).at(-1)).toBe(100_000);
  expect(messagesOf({ messages: 1000 }, 0.0001)).toBe(16);
});

const row = (channel: string, pattern: string, system: string, median: number) => ({ channel,
  pattern, system, rounds: 3, messages: 100,
  ns_per_message: { min: median / 2, median, max: 2 * median } });

test('the table has all cells, measured or not, and the ratio where both have one', () => {
  const table = tableOf([row('bounded', 'spsc', 'strait', 20), row('bounded', 'spsc', 'mutex', 80),
    row('bounded0', 'spsc', 'strait', 900)]);
  const lines = table.flatMap(({ channel, lines: all }) =>
    all.map((line) => ({ channel, ...line })));
  expect(lines).toHaveLength(matrix.length);
  expect(lines.find(({ ratio }) => ratio !== undefined)).toMatchObject(
    { channel: 'bounded', pattern: 'spsc', ratio: 0.25 });
  expect(lines.filter(({ own }) => own)).toHaveLength(2);
});

test('the scale holds everything, from power of ten to power of ten', () => {
  expect(scaleOf([]).ticks).toEqual([10, 100, 1000, 10_000]);
  const { ticks, at } = scaleOf([row('bounded', 'spsc', 'mutex', 60_000)]);
  expect(ticks.at(-1)).toBe(1_000_000);
  expect([at(10), at(1_000_000)]).toEqual([0, 100]);
  expect(at(1000)).toBeCloseTo(40);
  expect(scaleOf([row('bounded', 'seq', 'strait', 8)]).ticks[0]).toBe(1);
});

test('figures have three digits; times have units', () => {
  expect([7.654, 12.34, 999.6, 41_649].map(figure)).toEqual(['7.65', '12.3', '1,000', '41,600']);
  expect([10, 1000, 100_000, 1e6, 1e9].map(describeTime))
    .toEqual(['10 ns', '1 µs', '100 µs', '1 ms', '1000 ms']);
});

test('the summary counts cells of both, and takes the geometric mean', () => {
  expect(summaryOf([row('bounded0', 'spsc', 'strait', 5)])).toBeUndefined();
  expect(summaryOf([row('bounded', 'spsc', 'strait', 20), row('bounded', 'spsc', 'mutex', 80),
    row('bounded', 'mpsc', 'strait', 80), row('bounded', 'mpsc', 'mutex', 80)]))
    .toBe('strait is faster in 1 of the 2 cells that both have; geometric mean of the ratios 0.50 '
      + '(below 1: strait is faster).');
});
