// session.test.ts — drafts, links and runs as a reader meets them, without a page.

import { expect, test } from '@playwright/test';
import { parseDeadlockReport } from '../../web/src/logic/deadlock-report.ts';
import { DraftStore, type TextStore } from '../../web/src/logic/draft-store.ts';
import { SettingsStore } from '../../web/src/logic/settings-store.ts';
import type { Outcome } from '../../web/src/logic/outcome.ts';
import { mainFile } from '../../web/src/logic/program-files.ts';
import { defaultSettings, type CompileOptions } from '../../web/src/logic/program-settings.ts';
import type { ActiveRun, CompileResult, LaunchSettings, Program, RunListener }
  from '../../web/src/logic/run-sequence.ts';
import type { Scenario } from '../../web/src/logic/scenario.ts';
import { RunTrace } from '../../web/src/logic/run-trace.ts';
import { Session } from '../../web/src/logic/session.ts';

const scenario = (id: string): Scenario => ({ id, title: id, group: 'g', blurb: 'b', text: [],
  try: [], tags: [], source: `// ${id}\nint main() {}\n`, module: `modules/${id}.wasm` });
const scenarios = [scenario('10-first'), scenario('20-second')];

function memoryStore(kept = new Map<string, string>(), works = true): TextStore {
  return { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => works && Boolean(kept.set(key, text)) };
}

class Bench {
  readonly programs: Program[] = [];
  readonly compiled: string[] = [];
  result: CompileResult = { kind: 'compiled', wasm: new Uint8Array(1), diagnostics: [] };
  compiledWith: CompileOptions | undefined;
  launched: LaunchSettings | undefined;
  finish: (outcome: Outcome) => void = () => {};
  listener: RunListener | undefined;
  compileCancelled = 0;
  letRun = 0;
  readonly session: Session;

  constructor(readonly store = memoryStore(), unsupportedReason?: string, all = scenarios) {
    this.session = new Session({ scenarios: all, now: () => 0, unsupportedReason,
      drafts: new DraftStore(store), settingsStore: new SettingsStore(store),
      launcher: { start: (program, listener, settings) => {
        this.launched = settings;
        return this.start(program, listener);
      } },
      compiler: { compile: (files, options, listener) => {
        this.compiledWith = options;
        this.compiled.push(files[mainFile]);
        listener.compiling();
        return { result: Promise.resolve(this.result), cancel: () => { ++this.compileCancelled; } };
      } } });
  }

  private start(program: Program, listener: RunListener): ActiveRun {
    this.programs.push(program);
    this.listener = listener;
    const outcome = new Promise<Outcome>((settle) => { this.finish = settle; });
    return { outcome, stop: () => this.finish({ kind: 'stopped' }),
      letRun: () => { ++this.letRun; } };
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

test('files are kept until the next run begins or another program is shown', async () => {
  const left = { files: [{ path: 'f', bytes: new Uint8Array(1) }], omitted: 0 };
  const bench = new Bench();
  const run = async (): Promise<void> => {
    const ended = bench.session.run(1);
    await settled();
    expect(bench.session.left.files).toEqual([]);
    bench.listener?.files(left);
    bench.finish({ kind: 'exited', code: 0 });
    await ended;
    expect(bench.session.left).toEqual(left);
  };
  await run();
  await run();
  bench.session.openScenario('20-second');
  expect(bench.session.left.files).toEqual([]);
});

test('a trace and a deadlock belong to one run; a report that is none is left out', async () => {
  const bench = new Bench();
  const seen: string[] = [];
  bench.session.listen(({ kind }) => seen.push(kind));
  const run = bench.session.run(1);
  await settled();
  bench.listener?.trace(new Uint8Array(3));
  const report = parseDeadlockReport({ kind: 'certain', threads: [], cycle: [], cure: '',
    text: '' });
  expect(report).toBeDefined();
  bench.listener?.deadlock(report!);
  expect(bench.session.trace.count).toBe(1);
  expect(bench.session.deadlock).toBe(report);
  expect(seen.filter((kind) => kind === 'trace' || kind === 'deadlock'))
    .toEqual(['trace', 'deadlock']);
  bench.finish({ kind: 'stopped' });
  await run;
  expect(bench.session.deadlock).toBe(report);
  void bench.session.run(1);
  await settled();
  expect(bench.session.trace.count).toBe(0);
  expect(bench.session.deadlock).toBeUndefined();
  bench.finish({ kind: 'stopped' });

  const thread = { thread: 1, name: '', waits: 'send', channel: 1, channelName: '', place: 0,
    since: 0, value: '' };
  for (const hostile of [null, 1, {}, { kind: 'odd', threads: [], cycle: [], cure: '', text: '' },
    { kind: 'certain', threads: [{ ...thread, name: 1 }], cycle: [], cure: '', text: '' },
    { kind: 'certain', threads: Array(100_000).fill(thread), cycle: [], cure: '', text: '' },
    { kind: 'certain', threads: [], cycle: [], cure: 'x'.repeat(1e6), text: '' }]) {
    expect(parseDeadlockReport(hostile)).toBeUndefined();
  }
});

test('the trace that waits to be read is limited; once it is read, there is room again', () => {
  const trace = new RunTrace();
  const add = (): void => trace.add(new Uint8Array(1024 * 1024));
  for (let batch = 0; batch < 100; ++batch) add();
  expect(trace.isLarge).toBe(true);
  expect(trace.cut).toBe(true);
  expect(trace.take().length).toBe(64);
  add();
  expect(trace.isLarge).toBe(false);
  expect(trace.take().length).toBe(1);
});

test('options and input go with the program; only the usual ones run prebuilt', async () => {
  const bench = new Bench();
  bench.session.change({ stdin: '1 2 3' });
  const first = bench.session.run(1);
  await settled();
  expect(bench.programs.at(-1)?.kind).toBe('prebuilt');
  expect(bench.launched?.stdin).toBe('1 2 3');
  bench.finish({ kind: 'exited', code: 0 });
  await first;
  const options = { standard: 'c++26', optimize: '1', warnings: 'extra' } as const;
  bench.session.change({ options });
  const second = bench.session.run(1);
  await settled();
  expect(bench.compiledWith).toEqual(options);
  bench.finish({ kind: 'exited', code: 0 });
  await second;
  bench.session.openScenario('20-second');
  expect(bench.session.settings).toEqual(defaultSettings);
  bench.session.openScenario('10-first');
  expect(bench.session.settings).toEqual({ options, stdin: '1 2 3' });
  bench.session.openLink('#v1.deflate.x', { source: 'linked', options, stdin: 'given' });
  expect(bench.session.settings).toEqual({ options, stdin: 'given' });
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

test('a reader\'s word that a run may go on reaches the program', async () => {
  const bench = new Bench();
  const run = bench.session.run(1);
  bench.session.letRun();
  await settled();
  expect(bench.letRun, 'nothing is launched yet').toBe(0);
  bench.listener?.started();
  bench.session.letRun();
  expect(bench.letRun).toBe(1);
  expect(bench.session.state).toMatchObject({ phase: 'running', mayGoOn: true });
  bench.session.stop();
  await run;
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
  expect(await bench.session.run(1)).toMatchObject({ reason:
    'the program is 977 KiB long; the limit is 64 KiB' });
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
  expect([...again.editedScenarios]).toEqual(['10-first']);
  expect(again.editedScenarios).toBe(again.editedScenarios);
  again.reset();
  expect(again.editedScenarios.size).toBe(0);
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
  expect(session.program.draftsKept).toBe(false);
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

test('a listener hears of the first program, and of another tab\'s version of it', () => {
  const kept = new Map([['strait.draft.10-first', 'mine'],
    ['strait.rival.draft.10-first', 'theirs']]);
  const { session } = new Bench(memoryStore(kept));
  const heard: unknown[] = [];
  session.listen((event) => heard.push(event));
  session.announce();
  expect(heard).toEqual([{ kind: 'source', fresh: true }, { kind: 'changed' },
    { kind: 'drafts', news: 'conflict' }]);
});

test('the program has a title wherever it came from', () => {
  const { session } = new Bench();
  expect(session.program.title).toBe('10 10-first');
  session.openLink('#v1.deflate.x', { source: 'linked', scenario: '20-second' });
  expect(session.program.title).toBe('Shared program, from 20-second');
  session.openLink('#v1.deflate.y', { source: 'linked' });
  expect(session.program.title).toBe('Shared program');
});

/** A session over a scenario with a knob; `compare` begins to compare its two values. */
function comparing() {
  const bench = new Bench(memoryStore(), undefined, [{ ...scenarios[0]!,
    source: 'constexpr int room = 0;\n', variants: [{ constant: 'room', value: 1, module: 'one' }],
    knobs: [{ constant: 'room', values: [0, 1], scale: 'steps' }] }, scenarios[1]!]);
  const [least, most] = bench.session.settingChoices;
  return { bench, session: bench.session,
    compare: () => bench.session.compare([least!, most!], 1) };
}

const outcomes = ({ comparison }: Session) =>
  comparison?.runs.map(({ outcome: { kind } }) => kind);

test('two settings run one after the other, from prebuilt modules; the source stays', async () => {
  const { bench, session, compare } = comparing();
  const done = compare();
  await settled();
  expect(outcomes(session)).toEqual([]);
  bench.listener?.trace(new Uint8Array(3));
  bench.finish({ kind: 'exited', code: 0 });
  await settled();
  expect(outcomes(session)).toEqual(['exited']);
  bench.listener?.trace(new Uint8Array(5));
  bench.finish({ kind: 'exited', code: 0 });
  await done;
  expect(bench.programs).toEqual([{ kind: 'prebuilt', module: 'modules/10-first.wasm' },
    { kind: 'prebuilt', module: 'one' }]);
  expect(session.comparison?.runs.map(({ trace }) => trace.take().length)).toEqual([1, 1]);
  expect(session.source).toBe('constexpr int room = 0;\n');
  expect(session.pastRuns, 'they are not runs of the program shown').toEqual([]);
  session.closeComparison();
  expect(session.comparison).toBeUndefined();
});

test('an edited program is compiled for each setting', async () => {
  const { bench, session, compare } = comparing();
  session.edit('// mine\nconstexpr int room = 0;\n');
  const done = compare();
  for (let run = 0; run < 2; ++run) {
    await settled();
    bench.finish({ kind: 'exited', code: 0 });
  }
  await done;
  expect(bench.compiled).toEqual([0, 1].map((room) => `// mine\nconstexpr int room = ${room};\n`));
});

test('a stop, another run and another program end a comparison; a deadlock does not', async () => {
  const stopped = comparing();
  const first = stopped.compare();
  await settled();
  stopped.session.stop();
  await first;
  expect(outcomes(stopped.session)).toEqual(['stopped']);
  expect(stopped.bench.programs.length).toBe(1);

  for (const leave of [(session: Session) => void session.run(1),
    (session: Session) => void session.openScenario('20-second')]) {
    const { bench, session, compare } = comparing();
    const left = compare();
    await settled();
    leave(session);
    await left;
    await settled();
    expect(session.comparison).toBeUndefined();
    expect(bench.programs.filter((program) => program.kind === 'prebuilt' &&
      program.module === 'one')).toEqual([]);
  }

  const { bench, session, compare } = comparing();
  const both = compare();
  await settled();
  bench.listener?.deadlock({ kind: 'certain', cycle: [], text: '', cure: '', threads: [] });
  await settled();
  bench.finish({ kind: 'exited', code: 0 });
  await both;
  expect(outcomes(session)).toEqual(['stopped', 'exited']);
});
