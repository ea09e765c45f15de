// launcher.ts — starts programs in workers of their own and makes sure that each ends once.
// Idea: a fresh worker a run, made ahead while nothing runs; the worker's end is the backstop for
//       a program that does not obey.
// Invariants: 1. The first of: the runner's outcome, the worker's failure, the backstop — settles
//                the run; the worker is ended soon after, and never used again.
//             2. At most one spare worker waits.

import type { Outcome, ProgramOutcome } from '../logic/outcome.ts';
import type { ActiveRun, LaunchSettings, Program, ProgramLauncher, RunListener }
  from '../logic/run-sequence.ts';
import type { FromRunner, ToRunner } from './protocol.ts';
import type { PlaygroundFiles } from './playground-files.ts';

export interface LauncherOptions {
  files: PlaygroundFiles;
  createWorker(): Worker;
}

/** A stopped program gets this long to end by itself (pitiless afterwards). */
const stopGraceMilliseconds = 1500;
/** A runner has this long to end its threads (run-worker.ts). */
const farewellMilliseconds = 250;
/** The runner keeps the time limit; this much later the page does. */
const limitGraceMilliseconds = 3000;

export class WorkerLauncher implements ProgramLauncher {
  private readonly options: LauncherOptions;
  private spare: Worker | undefined;

  constructor(options: LauncherOptions) {
    this.options = options;
  }

  /** Makes a worker and fetches what every run needs, so that the first run starts quickly. */
  prepare(module?: string): void {
    this.spare ??= this.options.createWorker();
    void this.options.files.glue().catch(() => {});
    if (module) void this.options.files.module(module).catch(() => {});
  }

  start(program: Program, listener: RunListener, settings: LaunchSettings): ActiveRun {
    const worker = this.spare ?? this.options.createWorker();
    this.spare = undefined;
    const run = new WorkerRun(worker, listener, settings);
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

class WorkerRun implements ActiveRun {
  readonly outcome: Promise<Outcome>;
  private readonly worker: Worker;
  private readonly listener: RunListener;
  private readonly settings: LaunchSettings;
  private settle: (outcome: Outcome) => void = () => {};
  private settled = false;
  private backstop: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: Worker, listener: RunListener, settings: LaunchSettings) {
    this.worker = worker;
    this.listener = listener;
    this.settings = settings;
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
    worker.onmessage = (event: MessageEvent<FromRunner>) => this.receive(event.data);
    worker.onmessageerror = () => this.end({ kind: 'crashed', reason: 'a message was lost' });
    worker.onerror = (event) => {
      event.preventDefault();
      this.end({ kind: 'crashed', reason: event.message || 'its worker failed' });
    };
  }

  launch(glue: string, wasm: WebAssembly.Module | Uint8Array): void {
    if (this.settled) return;
    const { timeLimitSeconds } = this.settings;
    this.send({ kind: 'start', glue, wasm, ...this.settings });
    this.endAfter(timeLimitSeconds * 1000 + limitGraceMilliseconds,
      { kind: 'timed-out', seconds: timeLimitSeconds });
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
    clearTimeout(this.backstop);
    this.send({ kind: 'let-run' });
  }

  private send(message: ToRunner): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromRunner): void {
    if (this.settled) return;
    switch (message.kind) {
      case 'started':
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

  private endAfter(milliseconds: number, outcome: ProgramOutcome): void {
    clearTimeout(this.backstop);
    this.backstop = setTimeout(() => this.end(outcome), milliseconds);
  }

  private end(outcome: Outcome): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.backstop);
    setTimeout(() => this.worker.terminate(), farewellMilliseconds);
    this.settle(outcome);
  }
}
