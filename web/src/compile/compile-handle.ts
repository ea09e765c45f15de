// compile-handle.ts — the page's side of the compile worker.
// Invariants: 1. One compile at a time; each settles exactly once, whatever happens to the worker.
//             2. Cancelling ends the worker. It is made again at once if the compiler had arrived
//                (its parts are in the browser's cache then), else at the next compile.
//             3. The compiler comes unasked at most once a visit, and never after it was cancelled.

import type { CompilerState } from '../logic/compiler-state.ts';
import type { ActiveCompile, CompileListener, CompileResult, ProgramCompiler }
  from '../logic/run-sequence.ts';
import type { ProgramFiles } from '../logic/program-files.ts';
import type { CompileOptions } from '../logic/program-settings.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';

export interface CompilerOptions {
  playground: string;
  createWorker(): Worker;
}

/** Far beyond any honest compile: a hang becomes a message. */
const compileMillisecondsMost = 120_000;

interface Pending {
  listener: CompileListener;
  settle(result: CompileResult): void;
  watchdog: ReturnType<typeof setTimeout> | undefined;
}

export class WorkerCompiler implements ProgramCompiler {
  state: CompilerState = { kind: 'absent' };
  onChange: () => void = () => {};
  private readonly options: CompilerOptions;
  private worker: Worker | undefined;
  private pending: Pending | undefined;
  /** It was, or is being, or shall not be. */
  private warmedUp = false;
  private warming = false;

  constructor(options: CompilerOptions) {
    this.options = options;
  }

  compile(files: ProgramFiles, options: CompileOptions, listener: CompileListener): ActiveCompile {
    this.cancel();
    const worker = this.worker ?? this.create();
    const result = new Promise<CompileResult>((settle) => {
      this.pending = { listener, settle, watchdog: undefined };
    });
    this.send(worker, { kind: 'compile', files, options });
    if (this.isPrepared) this.compiling();
    else if (this.state.kind === 'fetching') {
      listener.fetching(this.state.received, this.state.total);
    }
    return { result, cancel: () => this.cancel() };
  }

  /** The compiler has been fetched. */
  get isReady(): boolean {
    return this.isPrepared;
  }

  /** Gives the compiler's assets to another worker through `port`; false while there is none. */
  shareAssets(port: MessagePort): boolean {
    if (!this.worker || !this.isPrepared) return false;
    this.send(this.worker, { kind: 'share-assets', port }, [port]);
    return true;
  }

  /** The reader has begun to edit: the compiler will be wanted soon. */
  warmUp(): void {
    if (this.warmedUp) return;
    this.warmedUp = true;
    if (this.worker) return;
    this.warming = true;
    this.send(this.create(), { kind: 'warm' });
  }

  /** Ends what nobody waits for; a run that waits goes on. */
  cancelWarmUp(): void {
    if (this.pending || this.state.kind === 'ready') return;
    this.discard();
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

  private create(): Worker {
    const worker = this.options.createWorker();
    worker.onmessage = (event: MessageEvent<FromCompiler>) => {
      if (this.worker === worker) this.receive(event.data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker !== worker) return;
      this.discard();
      this.finish({ kind: 'unavailable',
        reason: `the compiler failed (${event.message || 'out of memory?'}); run again` });
    };
    this.worker = worker;
    this.send(worker, { kind: 'prepare', playground: this.options.playground });
    return worker;
  }

  private receive(message: FromCompiler): void {
    switch (message.kind) {
      case 'fetching':
        this.become(message);
        this.pending?.listener.fetching(message.received, message.total);
        break;
      case 'prepared':
        this.become({ kind: this.warming ? 'warming' : 'ready' });
        this.compiling();
        break;
      case 'precompiling':
        this.pending?.listener.precompiling();
        break;
      case 'warmed':
        this.warming = false;
        this.become({ kind: 'ready' });
        break;
      case 'unavailable':
        this.discard();
        this.finish(message);
        break;
      case 'checked':
        break; // asked by check-handle.ts only
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
        reason: 'the compiler did not come to an end; run again' });
    }, compileMillisecondsMost);
  }

  private finish(result: CompileResult): void {
    const pending = this.pending;
    this.pending = undefined;
    clearTimeout(pending?.watchdog);
    pending?.settle(result);
  }

  private discard(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.warming = false;
    this.become({ kind: 'absent' });
  }

  private become(state: CompilerState): void {
    this.state = state;
    this.onChange();
  }

  private send(worker: Worker, message: ToCompiler, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }
}
