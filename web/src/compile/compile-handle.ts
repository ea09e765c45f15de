// compile-handle.ts — the page's side of the compile worker.
// Invariants: 1. One compile at a time; each settles exactly once, whatever happens to the worker.
//             2. Cancelling ends the worker. It is made again at once if the compiler had arrived
//                (its parts are in the browser's cache then), else at the next compile.

import type { ActiveCompile, CompileListener, CompileResult, ProgramCompiler }
  from '../logic/run-sequence.ts';
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
  private readonly options: CompilerOptions;
  private worker: Worker | undefined;
  private prepared = false;
  private pending: Pending | undefined;

  constructor(options: CompilerOptions) {
    this.options = options;
  }

  compile(source: string, listener: CompileListener): ActiveCompile {
    this.cancel();
    const worker = this.worker ?? this.create();
    const result = new Promise<CompileResult>((settle) => {
      this.pending = { listener, settle, watchdog: undefined };
    });
    this.send(worker, { kind: 'compile', source });
    if (this.prepared) this.compiling();
    return { result, cancel: () => this.cancel() };
  }

  private cancel(): void {
    if (!this.pending) return;
    const again = this.prepared;
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
        this.pending?.listener.fetching(message.received, message.total);
        break;
      case 'prepared':
        this.prepared = true;
        this.compiling();
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
    this.prepared = false;
  }

  private send(worker: Worker, message: ToCompiler): void {
    worker.postMessage(message);
  }
}
