// check-handle.ts — checks programs while they are typed, in a worker beside the compiler's own.
// Idea: the compiler shares its assets (compiled modules, headers), so nothing is fetched a second
//       time; the worker is ended to cancel, and made again when there is something to check.

import type { Diagnostic } from '../logic/diagnostics.ts';
import type { SourceChecker } from '../logic/live-check.ts';
import type { ProgramFiles } from '../logic/program-files.ts';
import type { CompileOptions } from '../logic/program-settings.ts';
import type { WorkerCompiler } from './compile-handle.ts';
import { WatchedWorker, type CreateWorker } from '../logic/watched-worker.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';

type CheckWorker = WatchedWorker<ToCompiler, FromCompiler>;

type Answer = readonly Diagnostic[] | undefined;

export class WorkerChecker implements SourceChecker {
  private readonly compiler: WorkerCompiler;
  private readonly createWorker: CreateWorker;
  private worker: CheckWorker | undefined;
  private settle: ((answer: Answer) => void) | undefined;

  constructor(compiler: WorkerCompiler, createWorker: CreateWorker) {
    this.compiler = compiler;
    this.createWorker = createWorker;
  }

  get isReady(): boolean {
    return this.compiler.isReady;
  }

  check(files: ProgramFiles, options: CompileOptions): Promise<Answer> {
    this.cancel();
    this.worker ??= this.receiveAssets();
    const { worker } = this;
    if (!worker) return Promise.resolve(undefined);
    worker.send({ kind: 'check', files, options });
    return new Promise((settle) => {
      this.settle = settle;
    });
  }

  cancel(): void {
    if (this.settle) this.end();
  }

  private receiveAssets(): CheckWorker | undefined {
    const { port1, port2 } = new MessageChannel();
    if (!this.compiler.shareAssets(port1)) return undefined;
    const worker: CheckWorker = new WatchedWorker(this.createWorker, {
      message: (message) => {
        if (message.kind === 'checked') this.answer(message.diagnostics);
        else if (message.kind === 'unavailable') this.end();
      },
      failed: () => this.end(),
    });
    worker.send({ kind: 'receive-assets', port: port2 }, [port2]);
    return worker;
  }

  private answer(answer: Answer): void {
    const { settle } = this;
    this.settle = undefined;
    settle?.(answer);
  }

  private end(): void {
    this.worker?.end();
    this.worker = undefined;
    this.answer(undefined);
  }
}
