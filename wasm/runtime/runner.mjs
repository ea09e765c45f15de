// runner.mjs — runs one program: loads it into the glue, hands on what it prints, stops it, and
// says how it ended. Lives in a worker of its own (a browser's or Node's) whose event loop stays
// free: main() runs on a thread of the glue's.
//
// Invariants   I1 the outcome settles exactly once, and all output has been handed on before.
//              I2 nothing here waits for the program: words in shared memory are read and written.
// Not here: ending the worker; its owner does that after the outcome, whatever the program still
// does.
import { ControlWords } from './control-words.mjs';
import { OutputReader } from './output-reader.mjs';
import { reasonOf } from './reasons.mjs';

/**
 * @typedef {{ kind: 'exited', code: number } | { kind: 'crashed', reason: string }
 *         | { kind: 'stopped' } | { kind: 'timed-out', seconds: number }} Outcome
 * @typedef {{ stream: 'out' | 'err', text: string, at: number, continues?: boolean }} OutputLine
 *          `at`: milliseconds since main() started; `continues`: the rest of the line before
 * @typedef {{ lines: OutputLine[], cut: boolean }} OutputBatch
 * @typedef {import('./left-files.mjs').LeftFiles} LeftFiles
 * @typedef {{ outcome: Promise<Outcome>, stop(): void, letRun(): void }} RunningProgram
 *          `letRun`: the time limit no longer holds
 * @typedef {object} StartOptions
 * @property {string} glue address of glue.<hash>.mjs
 * @property {WebAssembly.Module | Uint8Array<ArrayBuffer>} wasm
 * @property {number} timeLimitSeconds after these the run is stopped: timed-out
 * @property {string} [stdin] what the program reads; then comes its end
 * @property {() => void} [onStart] main() has begun
 * @property {(batch: OutputBatch) => void} onOutput
 * @property {(alive: number, waiting: number) => void} [onThreads] on change
 * @property {(left: LeftFiles) => void} [onFiles] before the outcome of a program that ended by
 *           itself and left files behind
 */

const tickMilliseconds = 16;

/** Sleepers may be about to sleep just when the stop word is set: they are woken repeatedly. */
const wakeForMilliseconds = 100;

/**
 * Starts a program. One program a worker.
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
  };
}

class Run {
  /** @type {ControlWords | undefined} */
  #words;
  #reader = new OutputReader();
  #started = false;
  #ended = false;
  #threads = '';
  #ticker;
  #limit;
  #limited = true;
  #settle;

  /** @param {StartOptions} options */
  constructor(options) {
    this.options = options;
    /** @type {Promise<Outcome>} */
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.#limitTime();
  }

  async load() {
    try {
      listenForStrayErrors((message) => this.#crash(message));
      const { glue, wasm } = this.options;
      const program = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
      const { default: createModule } = await import(/* @vite-ignore */ glue);
      if (this.#ended) return;
      await createModule({
        // The glue calls back once its imports are ready; instances of threads it makes by itself.
        instantiateWasm: (imports, receive) => {
          this.#instantiate(program, imports, receive).catch((error) => this.#fail(error));
          return {};
        },
        onAbort: (what) => this.#crash(`the runtime gave up: ${what}`),
        print: () => {},
        printErr: (text) => {
          if (/worker sent an error/.test(text)) this.#crash(`a thread could not run: ${text}`);
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
    const { memory } = imports.env;
    // The words' address is known before any code of the program runs.
    this.#words = new ControlWords(memory, instance.exports.strait_control());
    const input = new TextEncoder().encode(this.options.stdin ?? '');
    this.#words.provideInput(instance.exports.strait_input(), input);
    this.#ticker = setInterval(() => this.#tick(), tickMilliseconds);
    receive(instance, program);
  }

  /** Loading failed, or something threw before main() began. */
  #fail(error) {
    if (this.#words?.programEnded()) return this.#tick();
    if (error instanceof WebAssembly.Exception) {
      return this.#crash('an exception was thrown before main() and nobody caught it');
    }
    this.#crash(reasonOf(`trap\n${error?.message ?? error}`));
  }

  #crash(reason) {
    this.end({ kind: 'crashed', reason });
  }

  /** The time limit counts from now. */
  #limitTime() {
    clearTimeout(this.#limit);
    if (!this.#limited) return;
    const { timeLimitSeconds: seconds } = this.options;
    this.#limit = setTimeout(() => this.end({ kind: 'timed-out', seconds }), seconds * 1000);
  }

  letRun() {
    this.#limited = false;
    clearTimeout(this.#limit);
  }

  /** Hands on what is new, and notices the program's own end. */
  #tick() {
    if (this.#ended) return;
    const words = this.#words;
    if (!this.#started && words.mainStarted()) {
      this.#started = true;
      this.#limitTime();
      this.options.onStart?.();
    }
    const outcome = words.outcome();
    this.#deliver(false);
    this.#reportThreads();
    if (!outcome) return;
    this.#reportFiles();
    const { crashText, ...rest } = outcome;
    this.#finish(crashText === undefined ? rest : { ...rest, reason: reasonOf(crashText) });
  }

  #deliver(isLast) {
    const batch = this.#reader.read(this.#words, isLast);
    if (batch) this.options.onOutput(batch);
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
    if (words) {
      if (!words.claimForRunner()) return this.#tick();
      words.requestStop();
      this.#keepWaking(words);
    }
    this.#finish(outcome);
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
    this.#ended = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#limit);
    this.#settle(outcome);
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
