// compile-handle.ts — the page's side of the compile worker.
// Invariants: 1. One compile at a time; each settles exactly once, whatever happens to the worker.
//             2. Cancelling ends the worker. Another is made at once if the compiler had arrived
//                (its parts are then in the browser's cache), otherwise for the next compile.
//             3. The compiler is warmed up at most once per visit, and never after a cancel.
//             4. While it is paused, nothing of it occupies the engine, unless there is something
//                to compile.
//             5. A program that is being compiled ahead is not compiled a second time: a Run of it
//                waits for that. Any other program's compile ahead gives way.

import type { CompilerState } from '../logic/compiler-state.ts';
import type { ActiveCompile, CompileListener, CompileResult, ProgramCompiler }
  from '../logic/run-sequence.ts';
import { sameFiles, type ProgramFiles } from '../logic/program-files.ts';
import { sameOptions, type CompileOptions } from '../logic/program-settings.ts';
import { WatchedWorker, type CreateWorker, type Loaded } from '../logic/watched-worker.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';
import { RecentResults } from './recent-results.ts';

type CompileWorker = WatchedWorker<ToCompiler, FromCompiler>;

export interface CompilerOptions {
  playground: string;
  createWorker: CreateWorker;
}

/** Longer than any compile should take: a hang becomes a message. */
export const compileMillisecondsLimit = 120_000;

/** A compile by somebody else (compile-ahead.ts). */
export interface Ahead {
  readonly files: ProgramFiles;
  readonly options: CompileOptions;
  readonly result: Promise<CompileResult>;
  /** A Run waits for it: it alone cancels it. */
  isTaken: boolean;
  cancel(): void;
}

interface Pending {
  listener: CompileListener;
  settle(result: CompileResult): void;
  watchdog: ReturnType<typeof setTimeout> | undefined;
}

export class WorkerCompiler implements ProgramCompiler {
  state: CompilerState = { kind: 'absent' };
  onChange: () => void = () => {};
  /** The compiler has arrived and waits for work. */
  onReady: () => void = () => {};
  private readonly options: CompilerOptions;
  private worker: CompileWorker | undefined;
  private pending: Pending | undefined;
  private ahead: Ahead | undefined;
  private readonly recent = new RecentResults();
  /** Done, in progress, or no longer wanted. */
  private warmedUp = false;
  private warming = false;
  private isPaused = false;

  constructor(options: CompilerOptions) {
    this.options = options;
  }

  compile(files: ProgramFiles, options: CompileOptions, listener: CompileListener): ActiveCompile {
    this.cancel();
    const known = this.recent.find(files, options);
    if (known) return { result: Promise.resolve(known), cancel: () => {} };
    const { ahead } = this;
    if (ahead && sameFiles(ahead.files, files) && sameOptions(ahead.options, options)) {
      return this.follow(ahead, listener);
    }
    ahead?.cancel();
    return this.compileHere(files, options, listener);
  }

  /** What has been compiled ahead is not compiled again. */
  expect(ahead: Ahead): void {
    this.ahead = ahead;
    void ahead.result.then((result) => {
      this.recent.add(ahead.files, ahead.options, result);
      if (this.ahead === ahead) this.ahead = undefined;
    });
  }

  private compileHere(files: ProgramFiles, options: CompileOptions,
                      listener: CompileListener): ActiveCompile {
    const worker = this.worker ?? this.create();
    const result = new Promise<CompileResult>((settle) => {
      this.pending = { listener, settle, watchdog: undefined };
    });
    void result.then((compiled) => this.recent.add(files, options, compiled));
    worker.send({ kind: 'compile', files, options });
    if (this.isPrepared) this.compiling();
    else if (this.state.kind === 'fetching') {
      listener.fetching(this.state.received, this.state.total);
    }
    return { result, cancel: () => this.cancel() };
  }

  /** If that fails, the program is compiled here. */
  private follow(ahead: Ahead, listener: CompileListener): ActiveCompile {
    let own: ActiveCompile | undefined;
    ahead.isTaken = true;
    const result = ahead.result.then((made) => {
      if (made.kind !== 'unavailable') return made;
      own = this.compileHere(ahead.files, ahead.options, listener);
      return own.result;
    });
    listener.compiling();
    return { result, cancel: () => (own ?? ahead).cancel() };
  }

  /** The compiler has been fetched. */
  get isReady(): boolean {
    return this.isPrepared;
  }

  /** Sends the compiler's assets to another worker through `port`; false while there are none. */
  shareAssets(port: MessagePort): boolean {
    if (!this.worker || !this.isPrepared) return false;
    this.worker.send({ kind: 'share-assets', port }, [port]);
    return true;
  }

  /** The reader has begun to edit: the compiler will be needed soon. */
  warmUp(): void {
    if (this.warmedUp) return;
    this.warmedUp = true;
    if (this.worker) return;
    this.warming = true;
    this.create().send({ kind: 'warm' });
  }

  /** Cancels the warm-up; a run that waits for the compiler continues. */
  cancelWarmUp(): void {
    if (this.pending || this.state.kind === 'ready') return;
    this.discard();
  }

  /** What the engine still does for the compiler ends with its worker. WebKit optimizes a cold
   *  compiler for seconds, and programs' own modules have to wait for that. */
  pause(): void {
    if (this.pending || !this.isPrepared) return;
    this.isPaused = true;
    this.discard();
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    if (!this.worker) this.create();
  }

  private get isPrepared(): boolean {
    return this.state.kind === 'ready' || this.state.kind === 'warming';
  }

  private cancel(): void {
    if (!this.pending) return;
    const again = this.isPrepared;
    this.warmedUp = true;
    this.discard();
    this.finish({ kind: 'cancelled' });
    if (again) this.create();
  }

  private create(): CompileWorker {
    const worker: CompileWorker = new WatchedWorker(this.options.createWorker, {
      message: (message) => this.receive(message),
      failed: (reason) => {
        this.discard();
        this.finish({ kind: 'unavailable', reason: `the compiler failed (${reason}); run again` });
      },
    });
    this.worker = worker;
    worker.send({ kind: 'prepare', playground: this.options.playground });
    return worker;
  }

  private receive(message: Exclude<FromCompiler, Loaded>): void {
    switch (message.kind) {
      case 'fetching':
        this.become(message);
        this.pending?.listener.fetching(message.received, message.total);
        break;
      case 'prepared':
        this.become({ kind: this.warming ? 'warming' : 'ready' });
        this.compiling();
        break;
      case 'step':
        this.pending?.listener[message.step]();
        break;
      case 'warmed':
        this.warming = false;
        this.become({ kind: 'ready' });
        break;
      case 'unavailable':
        this.discard();
        this.finish(message);
        break;
      case 'compiled':
      case 'refused':
        this.finish(message);
        break;
    }
  }

  private compiling(): void {
    const pending = this.pending;
    if (!pending) return;
    pending.listener.compiling();
    clearTimeout(pending.watchdog);
    pending.watchdog = setTimeout(() => {
      this.discard();
      this.finish({ kind: 'unavailable',
        reason: 'the compiler did not finish; run again' });
    }, compileMillisecondsLimit);
  }

  private finish(result: CompileResult): void {
    const pending = this.pending;
    this.pending = undefined;
    clearTimeout(pending?.watchdog);
    pending?.settle(result);
  }

  private discard(): void {
    this.worker?.end();
    this.worker = undefined;
    this.warming = false;
    this.become({ kind: 'absent' });
  }

  private become(state: CompilerState): void {
    this.state = state;
    this.onChange();
    if (state.kind === 'ready') this.onReady();
  }
}
