// runner.mjs — runs one program: loads it into the glue, passes on its output, stops it, and
// reports how it ended. Runs in its own worker (a browser's or Node's), whose event loop stays
// free: main() runs on one of the glue's threads.
//
// Invariants   I1 the outcome settles exactly once, after all output has been passed on.
//              I2 nothing here waits for the program: words in shared memory are read and written.
// Not here: terminating the worker; its owner does that after the outcome, whatever the program is
// still doing.
import { ControlWords } from './control-words.mjs';
import { DeadlockWatch } from './deadlock-watch.mjs';
import { block, machine } from './machine.mjs';
import { OutputReader } from './output-reader.mjs';
import { reasonOf } from './reasons.mjs';
import { ThreadWorkers } from './thread-workers.mjs';
import { TraceReader } from './trace-reader.mjs';

/**
 * @typedef {{ kind: 'exited', code: number } | { kind: 'crashed', reason: string }
 *         | { kind: 'stopped' } | { kind: 'timed-out', seconds: number }} Outcome
 * @typedef {{ stream: 'out' | 'err', text: string, at: number, continues?: boolean }} OutputLine
 *          `at`: milliseconds since main() started; `continues`: the rest of the line before
 * @typedef {{ lines: OutputLine[], cut: boolean, skipped?: number }} OutputBatch
 *          `skipped`: how many lines before these were left out; `cut`: some have been left out
 * @typedef {import('./left-files.mjs').LeftFiles} LeftFiles
 * @typedef {{ outcome: Promise<Outcome>, stop(): void, letRun(): void,
 *             endThreads(): void }} RunningProgram  `letRun`: the time limit no longer holds;
 *          `endThreads`: ends the workers of threads that have not ended by themselves
 * @typedef {object} StartOptions
 * @property {string} glue address of glue.<hash>.mjs
 * @property {WebAssembly.Module | Uint8Array<ArrayBuffer>} wasm
 * @property {number} timeLimitSeconds after these the run is stopped: timed-out
 * @property {string} [stdin] what the program reads; then comes its end
 * @property {boolean} [trace] false: nothing is recorded
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} [onTrace] what was recorded since the last
 *           call, for a TraceDecoder (trace/decoder.mjs); the last one before the outcome
 * @property {(report: import('./deadlock-watch.mjs').DeadlockReport | null) => void} [onDeadlock]
 *           threads were found that can never go on; again when the run is stopped then; null: what
 *           was told does not hold any more
 * @property {() => void} [onStart] main() has begun
 * @property {(batch: OutputBatch) => void} onOutput
 * @property {(alive: number, waiting: number) => void} [onThreads] on change
 * @property {(left: LeftFiles) => void} [onFiles] before the outcome of a program that ended by
 *           itself and left files behind
 */

const tickMilliseconds = 16;

/** Loading a program's threads takes longer only when something is broken. */
const beginMilliseconds = 90_000;
const neverBegan = 'the program could not begin: what it needs did not load within 90 s';

/** If the reason of an end is not complete after this many ticks, it never will be. */
const unfinishedTicksLimit = 125;
const overwritten = 'the program has overwritten memory of the playground’s runtime: '
  + 'a pointer or an index is wrong';

/** Sleepers may be about to sleep just when the stop word is set: they are woken repeatedly. */
const wakeForMilliseconds = 100;
/** How long, and how often, memory is asked for: browsers may free that of earlier runs late. */
const memoryMilliseconds = 15_000;
const memoryCheckMilliseconds = 250;
const noMemory = 'the browser has no memory to spare for a program: close other tabs, or reload '
  + 'the page';

/**
 * Starts a program. One program per worker.
 * @param {StartOptions} options
 * @returns {RunningProgram}
 */
export function startProgram(options) {
  const run = new Run(options);
  run.load();
  return {
    outcome: run.outcome,
    stop: () => run.end({ kind: 'stopped' }),
    letRun: () => run.letRun(),
    endThreads: () => run.endThreads(),
  };
}

class Run {
  /** @type {ControlWords | undefined} */
  #words;
  #reader = new OutputReader();
  /** @type {TraceReader | undefined} */
  #trace;
  /** @type {DeadlockWatch | undefined} */
  #watch;
  #started = false;
  #startedAt = 0;
  #ended = false;
  #threads = '';
  #analysis = '';
  #unfinishedTicks = 0;
  #workers = new ThreadWorkers(block.slots, (reason) => this.#crash(reason));
  #ticker;
  #limit;
  #limited = true;
  #settle;

  /** @param {StartOptions} options */
  constructor(options) {
    this.options = options;
    /** @type {Promise<Outcome>} */
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.#limit = setTimeout(() => this.#crash(neverBegan), beginMilliseconds);
  }

  async load() {
    try {
      listenForStrayErrors((message) => this.#crash(message));
      const { glue, wasm } = this.options;
      const wasmMemory = await reserveMemory();
      const program = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
      const { default: createModule, deadlockAnalysis } = await import(/* @vite-ignore */ glue);
      if (this.#ended) return;
      this.#analysis = deadlockAnalysis;
      await createModule({
        wasmMemory,
        threadWorker: this.#workers.constructorForGlue,
        // The glue calls back once its imports are ready; instances of threads it makes by itself.
        instantiateWasm: (imports, receive) => {
          this.#instantiate(program, imports, receive).catch((error) => this.#fail(error));
          return {};
        },
        onAbort: (what) => this.#crash(`the runtime gave up: ${what}`),
        print: () => {},
        printErr: (text) => {
          const error = /worker sent an error! *(.*)/s.exec(text)?.[1];
          if (error !== undefined) this.#crash(`a thread could not run: ${error}`);
        },
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {WebAssembly.Module} program */
  async #instantiate(program, imports, receive) {
    const missing = WebAssembly.Module.imports(program).filter(
      ({ module, name }) => !(name in (imports[module] ?? {})),
    );
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ');
      throw new Error(`the playground's runtime does not offer ${names}`);
    }
    /** @type {{ exports: any }} */
    const instance = await WebAssembly.instantiate(program, imports);
    if (this.#ended) return;
    const words = new ControlWords(imports.env.memory, instance.exports.strait_block());
    words.provideInput(new TextEncoder().encode(this.options.stdin ?? ''));
    this.#words = words;
    const traceWords = instance.exports.strait_trace();
    this.#trace = new TraceReader(imports.env.memory, traceWords);
    if (this.options.onDeadlock) {
      this.#watch = new DeadlockWatch(imports.env.memory, traceWords);
      await this.#watch.load(this.#analysis);
      if (this.#ended) return;
    }
    if (this.options.trace === false) this.#trace.turnOff();
    this.#ticker = setInterval(() => this.#tick(), tickMilliseconds);
    receive({ exports: this.#exportsForGlue(instance.exports, words) }, program);
  }

  /**
   * What the glue calls in this thread. A program that has damaged its heap must not find the
   * runner in its free(), nor may it hand the runner work of its own by the mailbox.
   */
  #exportsForGlue(exports, words) {
    return {
      ...exports,
      // The program's constructors are run by main()'s thread; the C library needs a little here.
      __wasm_call_ctors: exports.strait_prepare_runner,
      _emscripten_thread_free_data: (thread) => words.leaveDeadThread(thread),
      _emscripten_check_mailbox: () => {},
    };
  }

  /** Loading failed. */
  #fail(error) {
    this.#crash(reasonOf(`trap\n${error?.message ?? error}`));
  }

  #crash(reason) {
    this.end({ kind: 'crashed', reason });
  }

  /** The time limit counts from now: main() has begun. */
  #limitTime() {
    clearTimeout(this.#limit);
    if (!this.#limited) return;
    const { timeLimitSeconds: seconds } = this.options;
    this.#limit = setTimeout(() => this.end({ kind: 'timed-out', seconds }), seconds * 1000);
  }

  letRun() {
    this.#limited = false;
    if (this.#started) clearTimeout(this.#limit);
  }

  endThreads() {
    this.#workers.terminate();
  }

  /** Passes on new output, and notices the program's own end. */
  #tick() {
    if (this.#ended) return;
    const words = this.#words;
    if (!this.#started && words.mainStarted()) {
      this.#started = true;
      this.#startedAt = performance.now();
      this.#threads = ''; // To be told once more: before the start nobody listens.
      this.#limitTime();
      this.options.onStart?.();
    }
    const end = words.programEnd();
    this.#deliver(false);
    this.#deliverTrace(false);
    this.#lookForDeadlock(false);
    this.#reportThreads();
    if (!end) return;
    if (end.kind !== 'unfinished') {
      this.#reportFiles();
      this.#lookBackAtDeadlock();
      return this.#finish(outcomeOf(end));
    }
    if (++this.#unfinishedTicks < unfinishedTicksLimit) return;
    this.#finish({ kind: 'crashed', reason: overwritten });
  }

  #deliver(isLast) {
    for (const batch of this.#reader.read(this.#words, isLast)) this.options.onOutput(batch);
    if (this.#reader.isFlooded && !isLast) setTimeout(() => this.#tick(), 0);
  }

  #deliverTrace(isLast) {
    const batch = this.options.onTrace && this.#trace?.read(isLast);
    if (batch) this.options.onTrace(batch);
  }

  #lookForDeadlock(isLast) {
    if (!this.#started) return;
    const report = this.#watch?.look(performance.now() - this.#startedAt, isLast);
    if (report !== undefined) this.options.onDeadlock?.(report);
  }

  #lookBackAtDeadlock() {
    const report = this.#watch?.lookBack(performance.now() - this.#startedAt);
    if (report !== undefined) this.options.onDeadlock?.(report);
  }

  #reportThreads() {
    const { alive, waiting } = this.#words.threads();
    const now = `${alive} ${waiting}`;
    if (now === this.#threads) return;
    this.#threads = now;
    this.options.onThreads?.(alive, waiting);
  }

  #reportFiles() {
    const left = this.#words.leftFiles();
    if (left.files.length + left.omitted > 0) this.options.onFiles?.(left);
  }

  /**
   * Ends the run from outside. The program's own end wins if it came first.
   * @param {Outcome} outcome
   */
  end(outcome) {
    if (this.#ended) return;
    const words = this.#words;
    if (!words) return this.#finish(outcome);
    this.#lookForDeadlock(true);
    const end = words.claimForRunner() ? undefined : words.programEnd();
    words.requestStop();
    this.#keepWaking(words);
    this.#finish(end && end.kind !== 'unfinished' ? outcomeOf(end) : outcome);
  }

  #keepWaking(words) {
    const until = performance.now() + wakeForMilliseconds;
    const wake = () => {
      words.wakeSleepers();
      if (performance.now() < until) setTimeout(wake, 1);
    };
    wake();
  }

  #finish(outcome) {
    if (this.#words) this.#deliver(true);
    this.#deliverTrace(true);
    this.#ended = true;
    this.#workers.close();
    clearInterval(this.#ticker);
    clearTimeout(this.#limit);
    this.#settle(outcome);
  }
}

/** @param {import('./control-words.mjs').ProgramEnd} end */
function outcomeOf(end) {
  if (end.kind !== 'crashed') return end;
  return { kind: 'crashed', reason: reasonOf(end.crashText) || overwritten };
}

/** As much as programs may have, or what the browser can spare. */
function reserveWhatIsFree() {
  const pageBytes = 65536;
  const maximum = machine.memoryBytes / pageBytes;
  for (let bytes = machine.memoryBytes; ; bytes /= 2) {
    try {
      return new WebAssembly.Memory({ initial: bytes / pageBytes, maximum, shared: true });
    } catch (error) {
      if (bytes / 2 < machine.memoryBytesMin) throw error;
    }
  }
}

/** That of earlier runs may not be free yet: browsers end workers when they find the time. */
async function reserveMemory() {
  for (let waited = 0; ; waited += memoryCheckMilliseconds) {
    try {
      return reserveWhatIsFree();
    } catch (error) {
      if (waited >= memoryMilliseconds) throw new Error(noMemory, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, memoryCheckMilliseconds));
  }
}

/** Errors that arrive nowhere else, such as a worker's script that cannot be loaded. */
function listenForStrayErrors(report) {
  const text = (error) => `something failed outside of the program: ${error?.message ?? error}`;
  if (typeof process === 'object' && process.versions?.node) {
    process.on('uncaughtException', (error) => report(text(error)));
    process.on('unhandledRejection', (error) => report(text(error)));
    return;
  }
  self.addEventListener('error', (event) => {
    event.preventDefault();
    report(text(event.error ?? event));
  });
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    report(text(event.reason));
  });
}
