// compile-ahead.test.ts — no program is compiled twice, and a Run waits for no other's compile.

import { expect, test } from '@playwright/test';
import { CompileAhead } from '../../web/src/compile/compile-ahead.ts';
import { WorkerCompiler } from '../../web/src/compile/compile-handle.ts';
import type { ToCompiler } from '../../web/src/compile/protocol.ts';
import { filesOf } from '../../web/src/logic/program-files.ts';
import { defaultOptions } from '../../web/src/logic/program-settings.ts';
import type { CompileListener } from '../../web/src/logic/run-sequence.ts';
import { loaded } from '../../web/src/logic/watched-worker.ts';
import { FakeWorker } from './fake-worker.ts';

class Worker extends FakeWorker<ToCompiler> {
  override postMessage(message: ToCompiler): void {
    super.postMessage(message);
    if (message.kind === 'receive-assets' || message.kind === 'share-assets') message.port.close();
  }
  get compiled(): string[] {
    return this.sent.flatMap((message) =>
      (message.kind === 'compile' ? [Object.values(message.files)[0]!] : []));
  }
}

const listener: CompileListener = { fetching: () => {}, compiling: () => {},
  precompiling: () => {}, linking: () => {} };
const program = (text: string) => filesOf(text);
const module = { kind: 'compiled', wasm: new Uint8Array([1]), diagnostics: [] };

/** A compiler that is ready, and one ahead. */
function ready(isSeen = true) {
  const make = (workers: Worker[]) => (): Worker => {
    const worker = new Worker();
    workers.push(worker);
    queueMicrotask(() => worker.say(loaded));
    return worker;
  };
  const own: Worker[] = [];
  const others: Worker[] = [];
  const compiler = new WorkerCompiler({ playground: 'https://x/', createWorker: make(own) });
  const ahead = new CompileAhead(compiler, make(others), () => isSeen);
  compiler.warmUp();
  for (const kind of ['loaded', 'prepared', 'warmed']) own[0]!.say({ kind });
  const run = (text: string) => compiler.compile(program(text), defaultOptions, listener);
  const check = (text: string) => ahead.check(program(text), defaultOptions);
  return { compiler, ahead, own, others, run, check };
}

const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

test('what was compiled ahead is not compiled again', async () => {
  const { own, others, run, check } = ready();
  const checked = check('a');
  await settled();
  others[0]!.say(module);
  expect(await checked).toEqual([]);
  expect(await run('a').result).toEqual(module);
  expect([others[0]!.compiled, own[0]!.compiled]).toEqual([['a'], []]);
});

test('a Run waits for a compile of its own program, and cancelling it cancels that', async () => {
  const { own, others, run, check } = ready();
  void check('a');
  const first = run('a');
  await settled();
  others[0]!.say(module);
  expect(await first.result).toEqual(module);
  void check('b');
  const second = run('b');
  second.cancel();
  expect(await second.result).toEqual({ kind: 'cancelled' });
  expect(others[0]!.ended).toBe(true);
  expect(own[0]!.compiled).toEqual([]);
});

test('what a Run waits for goes on when the reader types on', async () => {
  const { ahead, others, run, check } = ready();
  void check('a');
  const active = run('a');
  ahead.cancel();
  expect(await check('ab')).toBeUndefined();
  await settled();
  others[0]!.say(module);
  expect(await active.result).toEqual(module);
  expect(others[0]!.compiled).toEqual(['a']);
});

test('a Run of another program or with other options ends it', async () => {
  for (const [text, standard] of [['b', 'c++23'], ['a', 'c++20']] as const) {
    const { compiler, own, others, check } = ready();
    const checked = check('a');
    const active = compiler.compile(program(text), { ...defaultOptions, standard }, listener);
    expect(await checked).toBeUndefined();
    expect(others[0]!.ended).toBe(true);
    own[0]!.say(module);
    expect(await active.result).toEqual(module);
    expect(own[0]!.compiled).toEqual([text]);
  }
});

test('if it fails, the Run compiles for itself and can still be cancelled', async () => {
  const { own, others, run, check } = ready();
  for (const text of ['a', 'b']) {
    const checked = check(text);
    const active = run(text);
    await settled();
    others.at(-1)!.say({ kind: 'unavailable', reason: 'out of memory' });
    expect(await checked).toBeUndefined();
    await settled();
    expect(own[0]!.compiled.at(-1)).toBe(text);
    if (text === 'b') active.cancel();
    else own[0]!.say(module);
    expect(await active.result).toEqual(text === 'b' ? { kind: 'cancelled' } : module);
  }
});

test('refusals are told but not kept: the compiler may have failed', async () => {
  const { own, others, run, check } = ready();
  const refused = { kind: 'refused', diagnostics: [{ severity: 'error', line: 1, column: 1,
    message: 'x' }], text: 'x' };
  const checked = check('a');
  await settled();
  others[0]!.say(refused);
  expect(await checked).toEqual(refused.diagnostics);
  void run('a');
  expect(own[0]!.compiled).toEqual(['a']);
});

test('nothing is compiled ahead without its headers, or for a hidden page', async () => {
  const { ahead, others } = ready();
  expect(await ahead.check(program('a'), { ...defaultOptions, optimize: '1' })).toBeUndefined();
  expect(others).toEqual([]);
  expect(ready(false).ahead.isReady).toBe(false);
});

test('it is told when the compiler has arrived', () => {
  const compiler = new WorkerCompiler({ playground: 'https://x/', createWorker: () => worker });
  const worker = new Worker();
  const ahead = new CompileAhead(compiler, () => worker, () => true);
  let told = 0;
  ahead.onReady = () => { told += 1; };
  compiler.warmUp();
  worker.say(loaded);
  worker.say({ kind: 'prepared' });
  expect(told).toBe(0);
  worker.say({ kind: 'warmed' });
  expect(told).toBe(1);
});

test('while it is paused nothing of the compiler is left; a Run makes it again, as going on does',
  async () => {
    const { compiler, ahead, own, others, run, check } = ready();
    const checked = check('a');
    await settled();
    others[0]!.say(module);
    await checked;
    compiler.pause();
    ahead.pause();
    expect([own[0]!.ended, others[0]!.ended]).toEqual([true, true]);
    compiler.resume();
    expect(own.length).toBe(2);
    for (const kind of ['loaded', 'prepared']) own[1]!.say({ kind });
    compiler.pause();
    const wanted = run('b');
    compiler.resume();
    await settled();
    expect(own.length).toBe(3);
    own[2]!.say({ kind: 'prepared' });
    own[2]!.say(module);
    expect(await wanted.result).toEqual(module);
  });

test('what compiles is not paused', async () => {
  const { compiler, ahead, own, others, run, check } = ready();
  void check('a');
  void run('b');
  void check('c');
  await settled();
  compiler.pause();
  ahead.pause();
  expect([own[0]!.ended, others.at(-1)!.ended]).toEqual([false, false]);
});
