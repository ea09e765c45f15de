// live-check.test.ts — what is typed is looked at in a pause, by one check.

import { expect, test } from '@playwright/test';
import type { Diagnostic } from '../../web/src/logic/diagnostics.ts';
import { LiveCheck, type SourceChecker } from '../../web/src/logic/live-check.ts';
import { filesOf, mainFile, type ProgramFiles } from '../../web/src/logic/program-files.ts';
import { defaultOptions } from '../../web/src/logic/program-settings.ts';

const problem: Diagnostic = { severity: 'error', line: 1, column: 1, message: 'x' };

class Bench implements SourceChecker {
  isReady = true;
  onReady = (): void => {};
  busy = false;
  prebuilt = false;
  source = 'first';
  readonly checked: string[] = [];
  readonly told: (readonly Diagnostic[])[] = [];
  cancelled = 0;
  answer: (found: readonly Diagnostic[] | undefined) => void = () => {};
  readonly live = new LiveCheck(this,
    () => ({ files: filesOf(this.source), options: defaultOptions, busy: this.busy,
      prebuilt: this.prebuilt }),
    (found) => this.told.push(found));

  check(files: ProgramFiles): Promise<readonly Diagnostic[] | undefined> {
    this.checked.push(files[mainFile]);
    return new Promise((resolve) => { this.answer = resolve; });
  }

  cancel(): void {
    ++this.cancelled;
    this.answer(undefined);
  }

  type(source: string): void {
    this.source = source;
    this.live.changed();
  }
}

/** Longer than the pause that is waited for. */
const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 700); });

test('a burst of keystrokes is one check, of the last text, and its answer is told', async () => {
  const bench = new Bench();
  for (const text of ['a', 'ab', 'abc']) bench.type(text);
  await expect.poll(() => bench.checked).toEqual(['abc']);
  bench.answer([problem]);
  await expect.poll(() => bench.told).toEqual([[problem]]);
});

test('an answer about a text that is no more is dropped', async () => {
  const bench = new Bench();
  bench.type('old');
  await expect.poll(() => bench.checked.length).toBe(1);
  bench.source = 'new'; // changed by somebody who forgot to say so
  bench.answer([problem]);
  await pause();
  expect(bench.told).toEqual([]);
});

test('a Run lets the check go on, and cancels the one that is to come', async () => {
  const bench = new Bench();
  bench.type('one');
  await expect.poll(() => bench.checked.length).toBe(1);
  const before = bench.cancelled;
  bench.live.hold();
  expect(bench.cancelled).toBe(before);
  bench.type('two');
  expect(bench.cancelled, 'another text ends it').toBe(before + 1);
  bench.live.hold();
  await pause();
  expect(bench.checked).toEqual(['one']);
  expect(bench.told).toEqual([]);
});

test('nothing is checked without a compiler, during a run, or of an empty text', async () => {
  const without = new Bench();
  without.isReady = false;
  const busy = new Bench();
  busy.busy = true;
  const empty = new Bench();
  without.type('a');
  busy.type('a');
  empty.type('  ');
  await pause();
  expect([without, busy, empty].flatMap(({ checked }) => checked)).toEqual([]);
});

test('when the compiler arrives, what has been typed meanwhile is checked', async () => {
  const bench = new Bench();
  bench.isReady = false;
  bench.type('a');
  await pause();
  expect(bench.checked).toEqual([]);
  bench.isReady = true;
  bench.onReady();
  await expect.poll(() => bench.checked).toEqual(['a']);
});

test('a program that is prebuilt has no problems and is not compiled', async () => {
  const bench = new Bench();
  bench.prebuilt = true;
  bench.type('a');
  await expect.poll(() => bench.told).toEqual([[]]);
  expect(bench.checked).toEqual([]);
});
