// launcher.ts — starts programs in workers of their own and makes sure that each ends once.
// Idea: a fresh worker a run, made ahead while nothing runs; the worker's end is the backstop for
//       a program that does not obey.
// Invariants: 1. The first of: the runner's outcome, the worker's failure, the backstop — settles
//                the run; the worker is ended soon after, and never used again.
//             2. At most one spare worker waits.
//             3. A program is sent to a worker that has said that it has loaded
//                (watched-worker.ts); to another one only if it has not begun in the first, which
//                is ended then.

import { parseDeadlockReport } from '../logic/deadlock-report.ts';
import type { Outcome, ProgramOutcome } from '../logic/outcome.ts';
import type { ActiveRun, LaunchSettings, Program, ProgramLauncher, RunListener }
  from '../logic/run-sequence.ts';
import { WatchedWorker, type CreateWorker, type Loaded } from '../logic/watched-worker.ts';
import type { FromRunner, ToRunner } from './protocol.ts';
import type { PlaygroundFiles } from './playground-files.ts';

export interface LauncherOptions {
  files: PlaygroundFiles;
  createWorker: CreateWorker;
  /** When a program that has not begun is started once more, in milliseconds. */
  beginAgainAfter?: number;
  slowStart?: SlowStart | undefined;
}

/** For what else the page does on the processors. */
export interface SlowStart {
  /** In milliseconds. */
  after?: number;
  /** A program has not begun for so long. */
  pause(): void;
  /** It has now, or is over. */
  resume(): void;
}

/** Longer than the runner gives the program's threads to load, of which it tells by itself. What
 *  takes longer than this is stuck: in WebKit, once in some thousand runs. */
const beginAgainMilliseconds = 40_000;
/** Most starts that have to wait are over before, and a compiler that is made again is cold. */
const slowStartMilliseconds = 15_000;
/** Longer than a worker may take to load, and then its runner to begin: each has its own limit. */
const beginMilliseconds = 130_000;
/** A stopped program gets this long to end by itself (pitiless afterwards). */
const stopGraceMilliseconds = 1500;
/** A runner has this long to end its threads (run-worker.ts). */
const farewellMilliseconds = 250;
/** The runner keeps the time limit; this much later the page does. */
const limitGraceMilliseconds = 3000;

export class WorkerLauncher implements ProgramLauncher {
  private readonly options: LauncherOptions;
  private spare: Runner | undefined;

  constructor(options: LauncherOptions) {
    this.options = options;
  }

  /** Makes a worker and fetches what every run needs, so that the first run starts quickly. */
  prepare(module?: string): void {
    this.spare ??= this.createRunner();
    if (module) void this.options.files.module(module).catch(() => {});
  }

  start(program: Program, listener: RunListener, settings: LaunchSettings): ActiveRun {
    const run = new WorkerRun(listener, settings);
    this.prepare();
    void run.outcome.then(() => this.prepare());
    void this.launch(run, program);
    return run;
  }

  private async launch(run: WorkerRun, program: Program): Promise<void> {
    try {
      const { files } = this.options;
      const [glue, wasm] = await Promise.all([files.glue(),
        program.kind === 'fresh' ? program.wasm : files.module(program.module)]);
      if (run.isOver) return;
      run.launch(this.takeRunner(), glue, wasm);
      const { beginAgainAfter = beginAgainMilliseconds, slowStart } = this.options;
      run.unlessBegun(beginAgainAfter, () => run.launch(this.takeRunner(), glue, wasm));
      if (slowStart) run.watchStart(slowStart);
    } catch (error) {
      run.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private takeRunner(): Runner {
    const runner = this.spare ?? this.createRunner();
    this.spare = undefined;
    return runner;
  }

  private createRunner(): Runner {
    const glue = this.options.files.glue();
    const runner: Runner = new Runner(glue, this.options.createWorker, () => {
      if (this.spare === runner) this.spare = undefined;
    });
    return runner;
  }
}

/** A worker, and the run that uses it, if there is one yet. */
class Runner {
  run: WorkerRun | undefined;
  private readonly worker: WatchedWorker<ToRunner, FromRunner>;

  constructor(glue: Promise<string>, createWorker: CreateWorker, spareFailed: () => void) {
    this.worker = new WatchedWorker<ToRunner, FromRunner>(createWorker, {
      message: (message) => this.run?.receive(message),
      failed: (reason) => {
        if (this.run) this.run.fail(`the program’s worker failed: ${reason}`);
        else spareFailed();
      },
    }, undefined, glue.then((address) => ({ kind: 'prepare', glue: address })));
  }

  send(message: ToRunner): void {
    this.worker.send(message);
  }

  end(): void {
    this.worker.end();
  }
}

class WorkerRun implements ActiveRun {
  readonly outcome: Promise<Outcome>;
  isOver = false;
  private runner: Runner | undefined;
  private readonly listener: RunListener;
  private readonly settings: LaunchSettings;
  private settle: (outcome: Outcome) => void = () => {};
  private backstop: ReturnType<typeof setTimeout> | undefined;
  /** What ends the waits for the program to begin. */
  private readonly waitEnders: (() => void)[] = [];
  private hasBegun = false;
  private isLimited = true;
  private isStopping = false;

  constructor(listener: RunListener, settings: LaunchSettings) {
    this.listener = listener;
    this.settings = settings;
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  launch(runner: Runner, glue: string, wasm: WebAssembly.Module | Uint8Array): void {
    this.dismissRunner();
    this.runner = runner;
    runner.run = this;
    runner.send({ kind: 'start', glue, wasm, ...this.settings });
    if (!this.isLimited) runner.send({ kind: 'let-run' });
    this.endAfter(beginMilliseconds, { kind: 'crashed', reason: 'the program did not begin' });
  }

  unlessBegun(milliseconds: number, action: () => void): void {
    const timer = setTimeout(action, milliseconds);
    this.waitEnders.push(() => clearTimeout(timer));
  }

  watchStart({ after = slowStartMilliseconds, pause, resume }: SlowStart): void {
    this.unlessBegun(after, () => {
      this.waitEnders.push(resume);
      pause();
    });
  }

  fail(reason: string): void {
    this.end({ kind: 'crashed', reason, ...(this.hasBegun ? {} : { notStarted: true }) });
  }

  stop(): void {
    if (this.isOver) return;
    if (!this.runner) return this.end({ kind: 'stopped' });
    this.isStopping = true;
    this.endWaits();
    this.runner.send({ kind: 'stop' });
    this.endAfter(stopGraceMilliseconds, { kind: 'stopped' });
  }

  letRun(): void {
    if (this.isOver || this.isStopping) return;
    this.isLimited = false;
    if (this.hasBegun) clearTimeout(this.backstop);
    this.runner?.send({ kind: 'let-run' });
  }

  receive(message: Exclude<FromRunner, Loaded>): void {
    if (this.isOver) return;
    switch (message.kind) {
      case 'started':
        this.hasBegun = true;
        this.endWaits();
        this.limitTime();
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
      case 'trace':
        this.listener.trace(message.bytes);
        break;
      case 'deadlock': {
        const report = message.report === null ? null : parseDeadlockReport(message.report);
        if (report !== undefined) this.listener.deadlock(report);
        break;
      }
      case 'outcome':
        this.end(message.outcome);
        break;
    }
  }

  private limitTime(): void {
    if (this.isStopping) return;
    if (!this.isLimited) return clearTimeout(this.backstop);
    const { timeLimitSeconds: seconds } = this.settings;
    this.endAfter(seconds * 1000 + limitGraceMilliseconds, { kind: 'timed-out', seconds });
  }

  private endWaits(): void {
    for (const end of this.waitEnders.splice(0)) end();
  }

  /** Its last words come too late. */
  private dismissRunner(): void {
    if (!this.runner) return;
    this.runner.run = undefined;
    this.runner.end();
  }

  private endAfter(milliseconds: number, outcome: ProgramOutcome): void {
    clearTimeout(this.backstop);
    this.backstop = setTimeout(() => this.end(outcome), milliseconds);
  }

  private end(outcome: Outcome): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.backstop);
    this.endWaits();
    const { runner } = this;
    setTimeout(() => runner?.end(), farewellMilliseconds);
    this.settle(outcome);
  }
}
