// session.test.ts — drafts, links and runs as a reader meets them, without a page.

import { expect, test } from '@playwright/test';
import { DraftBook, type TextStore } from '../../web/src/logic/drafts.ts';
import type { Outcome } from '../../web/src/logic/outcome.ts';
import type { ActiveRun, CompileResult, Program, RunListener }
  from '../../web/src/logic/run-sequence.ts';
import type { Scenario } from '../../web/src/logic/scenario.ts';
import { Session } from '../../web/src/logic/session.ts';

const scenario = (id: string): Scenario => ({ id, title: id, group: 'g', blurb: 'b', try: [],
  source: `// ${id}\nint main() {}\n`, module: `modules/${id}.wasm` });
const scenarios = [scenario('10-first'), scenario('20-second')];

function memoryStore(kept = new Map<string, string>(), works = true): TextStore {
  return { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => works && Boolean(kept.set(key, text)) };
}

class Bench {
  readonly programs: Program[] = [];
  readonly compiled: string[] = [];
  result: CompileResult = { kind: 'compiled', wasm: new Uint8Array(1), diagnostics: [] };
  finish: (outcome: Outcome) => void = () => {};
  listener: RunListener | undefined;
  compileCancelled = 0;
  readonly session: Session;

  constructor(readonly store = memoryStore(), missing?: string) {
    this.session = new Session({ scenarios, drafts: new DraftBook(store), now: () => 0, missing,
      runner: { start: (program, listener) => this.start(program, listener) },
      compiler: { compile: (source, listener) => {
        this.compiled.push(source);
        listener.compiling();
        return { result: Promise.resolve(this.result), cancel: () => { ++this.compileCancelled; } };
      } } });
  }

  private start(program: Program, listener: RunListener): ActiveRun {
    this.programs.push(program);
    this.listener = listener;
    const outcome = new Promise<Outcome>((settle) => { this.finish = settle; });
    return { outcome, stop: () => this.finish({ kind: 'stopped' }) };
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; ++turn) await Promise.resolve();
};

test('an unedited scenario runs its prebuilt module, an edited one is compiled', async () => {
  const bench = new Bench();
  const first = bench.session.run(1);
  await settled();
  expect(bench.programs).toEqual([{ kind: 'prebuilt', module: 'modules/10-first.wasm' }]);
  bench.finish({ kind: 'exited', code: 0 });
  expect(await first).toEqual({ kind: 'exited', code: 0 });
  bench.session.edit(`${scenarios[0]?.source} `);
  const second = bench.session.run(1);
  await settled();
  expect(bench.compiled.length).toBe(1);
  expect(bench.programs[1]?.kind).toBe('fresh');
  bench.finish({ kind: 'exited', code: 3 });
  expect(await second).toEqual({ kind: 'exited', code: 3 });
});

test('a second run stops the first one; each has its own outcome', async () => {
  const bench = new Bench();
  const first = bench.session.run(1);
  await settled();
  const second = bench.session.run(1);
  expect(await first).toEqual({ kind: 'stopped' });
  await settled();
  bench.finish({ kind: 'exited', code: 0 });
  expect(await second).toEqual({ kind: 'exited', code: 0 });
  expect(bench.session.state.phase).toBe('ended');
});

test('what an ended run still prints does not reach the next one', async () => {
  const bench = new Bench();
  const first = bench.session.run(1);
  await settled();
  const late = bench.listener;
  bench.session.stop();
  await first;
  const second = bench.session.run(1);
  await settled();
  late?.output({ lines: [{ stream: 'out', text: 'late', at: 0 }], cut: false });
  expect(bench.session.output.lines).toEqual([]);
  bench.session.stop();
  await second;
});

test('a refused program is a compile error that says where', async () => {
  const bench = new Bench();
  bench.session.edit('int main() { x }');
  bench.result = { kind: 'refused', text: '', diagnostics: [
    { severity: 'error', line: 1, column: 14, message: 'use of undeclared identifier' }] };
  const outcome = await bench.session.run(1);
  expect(outcome).toMatchObject({ kind: 'compile-error',
    reason: 'line 1: use of undeclared identifier' });
  expect(bench.session.markers[0]).toMatchObject({ line: 1, column: 14 });
  bench.session.edit('');
  expect((await bench.session.run(1)).kind).toBe('compile-error');
  bench.session.edit('x'.repeat(1_000_000));
  expect(await bench.session.run(1)).toMatchObject({ reason: 'the program is 1 MB long; ' +
    'the limit is 64 KiB' });
  expect(bench.compiled.length).toBe(1);
});

test('drafts are kept by scenario and survive a reload; one equal to the original is none', () => {
  const kept = new Map<string, string>();
  const { session } = new Bench(memoryStore(kept));
  session.edit('mine');
  session.openScenario('20-second');
  expect(session.source).toBe(scenarios[1]?.source);
  const again = new Bench(memoryStore(kept)).session;
  expect(again.scenario?.id).toBe('20-second');
  again.openScenario('10-first');
  expect(again.source).toBe('mine');
  expect(again.hasDraft('10-first')).toBe(true);
  again.reset();
  expect(again.hasDraft('10-first')).toBe(false);
  again.undoReset();
  expect(again.source).toBe('mine');
});

test('an opened link never touches a draft and runs nothing', async () => {
  const kept = new Map<string, string>();
  const bench = new Bench(memoryStore(kept));
  const { session } = bench;
  session.edit('mine');
  session.openLink('#v1.deflate.x', { source: 'linked', scenario: '10-first' });
  expect(session.source).toBe('linked');
  session.edit('linked and changed');
  await settled();
  expect(bench.programs.length + bench.compiled.length).toBe(0);
  const again = new Bench(memoryStore(kept)).session;
  expect(again.source).toBe('mine');
  again.openLink('#v1.deflate.x', { source: 'linked' });
  expect(again.source).toBe('linked and changed');
  again.openLink('#v1.deflate.y', { source: 'other' });
  expect(again.source).toBe('other');
});

test('storage that refuses costs the reload, not the draft in this tab', () => {
  const { session } = new Bench(memoryStore(new Map(), false));
  session.edit('mine');
  expect(session.draftsKept).toBe(false);
  session.openScenario('20-second');
  session.openScenario('10-first');
  expect(session.source).toBe('mine');
});

test('where threads are missing a run says so and starts nothing', async () => {
  const bench = new Bench(memoryStore(), 'no threads here');
  expect(await bench.session.run(1))
    .toEqual({ kind: 'crashed', reason: 'no threads here', notStarted: true });
  expect(bench.programs.length).toBe(0);
});
