// compile-ahead.ts — compiles the program in the editor before it is run, in a worker beside the
// compiler's own: what is wrong with it is shown while the reader types, and Run finds the module
// made, or nearly.
// Idea: the compiler shares its assets (compiled modules, headers), so nothing is fetched a second
//       time; the worker is ended to cancel, and made again when there is something to compile.
// Not here: when to compile (logic/live-check.ts); how a Run takes over (compile-handle.ts).

import type { Diagnostic } from '../logic/diagnostics.ts';
import type { SourceChecker } from '../logic/live-check.ts';
import type { ProgramFiles } from '../logic/program-files.ts';
import { needsOwnHeaders, type CompileOptions } from '../logic/program-settings.ts';
import type { CompileResult } from '../logic/run-sequence.ts';
import { compileMillisecondsLimit, type Ahead, type WorkerCompiler } from './compile-handle.ts';
import { WatchedWorker, type CreateWorker } from '../logic/watched-worker.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';

type AheadWorker = WatchedWorker<ToCompiler, FromCompiler>;

export class CompileAhead implements SourceChecker {
  onReady: () => void = () => {};
  private readonly compiler: WorkerCompiler;
  private readonly createWorker: CreateWorker;
  private readonly isSeen: () => boolean;
  private worker: AheadWorker | undefined;
  private current: Ahead | undefined;
  private settle: ((result: CompileResult) => void) | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  /** `isSeen`: nothing is compiled for a page that nobody looks at. */
  constructor(compiler: WorkerCompiler, createWorker: CreateWorker, isSeen: () => boolean) {
    this.compiler = compiler;
    this.createWorker = createWorker;
    this.isSeen = isSeen;
    compiler.onReady = () => this.onReady();
  }

  get isReady(): boolean {
    return this.compiler.isReady && this.isSeen();
  }

  async check(files: ProgramFiles,
              options: CompileOptions): Promise<readonly Diagnostic[] | undefined> {
    this.cancel();
    // Precompiling headers for a program that may not be run is too much.
    if (this.current || needsOwnHeaders(options)) return undefined;
    this.worker ??= this.receiveAssets();
    if (!this.worker) return undefined;
    const result = new Promise<CompileResult>((settle) => {
      this.settle = settle;
    });
    this.watchdog = setTimeout(() => this.end({ kind: 'unavailable',
      reason: 'the compiler did not finish' }), compileMillisecondsLimit);
    this.worker.send({ kind: 'compile', files, options });
    const current: Ahead = { files, options, result, isTaken: false, cancel: () => {
      if (this.current === current) this.end({ kind: 'cancelled' });
    } };
    this.current = current;
    this.compiler.expect(current);
    const made = await result;
    return made.kind === 'compiled' || made.kind === 'refused' ? made.diagnostics : undefined;
  }

  cancel(): void {
    if (!this.current?.isTaken) this.current?.cancel();
  }

  /** As the compiler's own pause(). The worker is made again when it is needed. */
  pause(): void {
    if (this.current) return;
    this.worker?.end();
    this.worker = undefined;
  }

  private receiveAssets(): AheadWorker | undefined {
    const { port1, port2 } = new MessageChannel();
    if (!this.compiler.shareAssets(port1)) return undefined;
    const worker: AheadWorker = new WatchedWorker(this.createWorker, {
      message: (message) => {
        if (message.kind === 'compiled' || message.kind === 'refused') this.answer(message);
        else if (message.kind === 'unavailable') this.end(message);
      },
      failed: (reason) => this.end({ kind: 'unavailable', reason }),
    });
    worker.send({ kind: 'receive-assets', port: port2 }, [port2]);
    return worker;
  }

  private answer(result: CompileResult): void {
    const { settle } = this;
    this.settle = undefined;
    this.current = undefined;
    clearTimeout(this.watchdog);
    settle?.(result);
  }

  private end(result: CompileResult): void {
    this.worker?.end();
    this.worker = undefined;
    this.answer(result);
  }
}
