// launcher.ts — starts programs in workers of their own and makes sure that each ends once.
// Idea: a fresh worker a run, made ahead while nothing runs; the worker's end is the backstop for
//       a program that does not obey.
// Invariants: 1. The first of: the runner's outcome, the worker's failure, the backstop — settles
//                the run; the worker is ended soon after, and never used again.
//             2. At most one spare worker waits.
//             3. A worker that does not load is replaced, once. A program is sent to a worker that
//                has said that it is ready, and to no other one while that may still begin.

import type { Outcome, ProgramOutcome } from '../logic/outcome.ts';
import type { ActiveRun, LaunchSettings, Program, ProgramLauncher, RunListener }
  from '../logic/run-sequence.ts';
import type { FromRunner, ToRunner } from './protocol.ts';
import type { PlaygroundFiles } from './playground-files.ts';

export interface LauncherOptions {
  files: PlaygroundFiles;
  createWorker(): Worker;
}

/** A worker has this long to load, and the one in its place so much. */
const loadMilliseconds = [6000, 12_000];
/** And the workers of the first threads, which the runner watches over. */
const beginMilliseconds = 50_000;
/** A stopped program gets this long to end by itself (pitiless afterwards). */
const stopGraceMilliseconds = 1500;
/** A runner has this long to end its threads (run-worker.ts). */
const farewellMilliseconds = 250;
/** The runner keeps the time limit; this much later the page does. */
const limitGraceMilliseconds = 3000;

export class WorkerLauncher implements ProgramLauncher {
  private readonly options: LauncherOptions;
  private spare: RunnerWorker | undefined;

  constructor(options: LauncherOptions) {
    this.options = options;
  }

  /** Makes a worker and fetches what every run needs, so that the first run starts quickly. */
  prepare(module?: string): void {
    this.spare ??= new RunnerWorker(this.options.createWorker());
    void this.options.files.glue().catch(() => {});
    if (module) void this.options.files.module(module).catch(() => {});
  }

  start(program: Program, listener: RunListener, settings: LaunchSettings): ActiveRun {
    const createRunner = (): RunnerWorker => new RunnerWorker(this.options.createWorker());
    const run = new WorkerRun(this.spare ?? createRunner(), createRunner, listener, settings);
    this.spare = undefined;
    void run.outcome.then(() => this.prepare());
    void this.launch(run, program);
    return run;
  }

  private async launch(run: WorkerRun, program: Program): Promise<void> {
    try {
      const { files } = this.options;
      const [glue, wasm] = await Promise.all([files.glue(),
        program.kind === 'fresh' ? program.wasm : files.module(program.module)]);
      run.launch(glue, wasm);
    } catch (error) {
      run.fail(error instanceof Error ? error.message : String(error));
    }
  }
}

/** A worker, and whether it is ready to be sent a program. */
class RunnerWorker {
  readonly worker: Worker;
  onReady: (() => void) | undefined;
  isReady = false;

  constructor(worker: Worker) {
    this.worker = worker;
    worker.onmessage = () => {
      this.isReady = true;
      this.onReady?.();
    };
  }
}

class WorkerRun implements ActiveRun {
  readonly outcome: Promise<Outcome>;
  private runner: RunnerWorker;
  private readonly createRunner: () => RunnerWorker;
  private readonly listener: RunListener;
  private readonly settings: LaunchSettings;
  private settle: (outcome: Outcome) => void = () => {};
  private settled = false;
  private backstop: ReturnType<typeof setTimeout> | undefined;
  private program: ToRunner & { kind: 'start' } | undefined;
  private loadsFailed = 0;
  private begun = false;
  private limited = true;

  constructor(runner: RunnerWorker, createRunner: () => RunnerWorker, listener: RunListener,
    settings: LaunchSettings) {
    this.runner = runner;
    this.createRunner = createRunner;
    this.listener = listener;
    this.settings = settings;
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  launch(glue: string, wasm: WebAssembly.Module | Uint8Array): void {
    if (this.settled) return;
    this.program = { kind: 'start', glue, wasm, ...this.settings };
    this.load();
  }

  fail(reason: string): void {
    this.end({ kind: 'crashed', reason, notStarted: true });
  }

  stop(): void {
    if (this.settled) return;
    this.send({ kind: 'stop' });
    this.endAfter(stopGraceMilliseconds, { kind: 'stopped' });
  }

  letRun(): void {
    if (this.settled) return;
    this.limited = false;
    if (this.begun) clearTimeout(this.backstop);
    this.send({ kind: 'let-run' });
  }

  private send(message: ToRunner): void {
    this.runner.worker.postMessage(message);
  }

  /** Sends the program as soon as the worker is ready for it. */
  private load(): void {
    const { runner } = this;
    runner.onReady = () => {
      const { worker } = runner;
      worker.onmessage = (event: MessageEvent<FromRunner>) => this.receive(event.data);
      worker.onmessageerror = () => this.end({ kind: 'crashed', reason: 'a message was lost' });
      if (this.program && !this.settled) this.send(this.program);
      if (!this.limited) this.send({ kind: 'let-run' });
    };
    runner.worker.onerror = (event) => {
      event.preventDefault();
      this.end({ kind: 'crashed', reason: event.message || 'its worker failed' });
    };
    if (runner.isReady) runner.onReady();
    this.after(loadMilliseconds[this.loadsFailed] ?? 0, () => this.loadAgain());
  }

  private loadAgain(): void {
    if (++this.loadsFailed === loadMilliseconds.length) {
      this.fail('the worker that runs it did not load, nor did another one in its place; ' +
        'check the connection and reload the page');
      return;
    }
    this.abandon(this.runner.worker);
    this.runner = this.createRunner();
    this.load();
  }

  private abandon(worker: Worker): void {
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
  }

  private receive(message: FromRunner): void {
    if (this.settled) return;
    switch (message.kind) {
      case 'ready':
        break;
      case 'loaded':
        this.endAfter(beginMilliseconds, { kind: 'crashed', reason: 'the program did not begin' });
        break;
      case 'started':
        this.begun = true;
        if (this.limited) this.limitTime();
        this.listener.started();
        break;
      case 'output':
        this.listener.output(message.batch);
        break;
      case 'threads':
        this.listener.threads(message.alive, message.waiting);
        break;
      case 'files':
        this.listener.files(message.left);
        break;
      case 'outcome':
        this.end(message.outcome);
        break;
    }
  }

  private limitTime(): void {
    const { timeLimitSeconds: seconds } = this.settings;
    this.endAfter(seconds * 1000 + limitGraceMilliseconds, { kind: 'timed-out', seconds });
  }

  private endAfter(milliseconds: number, outcome: ProgramOutcome): void {
    this.after(milliseconds, () => this.end(outcome));
  }

  private after(milliseconds: number, act: () => void): void {
    clearTimeout(this.backstop);
    this.backstop = setTimeout(act, milliseconds);
  }

  private end(outcome: Outcome): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.backstop);
    const { worker } = this.runner;
    setTimeout(() => worker.terminate(), farewellMilliseconds);
    this.settle(outcome);
  }
}
