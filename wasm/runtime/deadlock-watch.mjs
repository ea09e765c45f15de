// deadlock-watch.mjs — looks whether a program stands still: copies the tables of its threads,
// channels and handles into a module of its own, which has the library's analysis
// (trace/deadlock.cpp), and runs that.
//
// Invariants   I1 none of the program's code is run; its memory is only read.
//              I2 a report is given when two looks in a row found the same threads; and again only
//              when it says something else. It is taken back when its threads have gone on.
import { addressesAt } from '../trace/format.mjs';

const betweenLooksMilliseconds = 400;
const attempts = 3;

/**
 * @typedef {{ thread: number, name: string, waits: string, what: string, channel: number,
 *             channelName: string, place: number, since: number, value: string }} WaitingThread
 *          `what`: the wait in words; `since`: nanoseconds since the run began
 * @typedef {{ kind: 'certain' | 'partial', threads: WaitingThread[], cycle: number[],
 *             cure: string, text: string }} DeadlockReport
 *          `cycle`: of these each waits for the next; `cure`, `text`: for people
 */

/** What of a report does not change while threads stand still. */
const essence = ({ kind, threads }) =>
  JSON.stringify([kind, threads.map(({ thread, since }) => [thread, since])]);

export class DeadlockWatch {
  /** @type {Uint32Array} */
  #words;
  #bytes;
  /** @type {Record<string, number>} */
  #at;
  /** @type {Record<string, any> | undefined} the module's exports */
  #analysis;
  #next = 0;
  #before = '';
  #told = '';

  /**
   * @param {WebAssembly.Memory} shared
   * @param {number} address what strait_trace() returned, before any code of the program ran
   */
  constructor(shared, address) {
    this.#words = new Uint32Array(shared.buffer);
    this.#bytes = new Uint8Array(shared.buffer);
    this.#at = addressesAt(this.#words, address);
  }

  /** @param {string} module the analysis, in base64 */
  async load(module) {
    const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
    const compiled = await WebAssembly.compile(bytes);
    /** @type {Record<string, Record<string, () => number>>} */
    const imports = {};
    // A standalone module may name functions of its system: nothing here calls them.
    for (const { module: from, name } of WebAssembly.Module.imports(compiled)) {
      (imports[from] ??= {})[name] = () => 0;
    }
    const { exports } = await WebAssembly.instantiate(compiled, imports);
    /** @type {any} */ (exports)._initialize?.();
    this.#analysis = exports;
  }

  /**
   * A new finding, if it is time to look; null: what was told before does not hold any more.
   * @param {number} elapsed milliseconds since main() began
   * @param {boolean} isLast
   * @returns {DeadlockReport | null | undefined}
   */
  look(elapsed, isLast = false) {
    const now = performance.now();
    if (!this.#analysis || (!isLast && now < this.#next)) return undefined;
    this.#next = now + betweenLooksMilliseconds;
    const report = this.#analyse(elapsed);
    if (report === undefined) return undefined;
    const found = report ? essence(report) : '';
    const isSure = found === this.#before;
    this.#before = found;
    if (!isSure || (found === this.#told && !(isLast && report))) return undefined;
    this.#told = found;
    return report;
  }

  /**
   * After the program's own end, when there is no second look: what is left of what was told.
   * @param {number} elapsed
   * @returns {DeadlockReport | null | undefined}
   */
  lookBack(elapsed) {
    if (!this.#analysis || this.#told === '') return undefined;
    const report = this.#analyse(elapsed);
    return report && essence(report) === this.#told ? undefined : report;
  }

  /** Null: there is no deadlock; undefined: nothing is known, since the tables change too fast. */
  #analyse(elapsed) {
    const { tables, tables_bytes: bytes, analyse, memory: own } = this.#analysis;
    const { liveVersion, live, liveBytes } = this.#at;
    if (liveBytes !== bytes()) return undefined;
    for (let attempt = 0; attempt < attempts; ++attempt) {
      const version = this.#word(liveVersion);
      if (version % 2 !== 0) continue;
      const copy = new Uint8Array(own.buffer, tables(), liveBytes);
      copy.set(this.#bytes.subarray(live, live + liveBytes));
      this.#readWords();
      if (this.#word(liveVersion) === version) return this.#reportAt(analyse(elapsed * 1e6));
    }
    return undefined;
  }

  /** A thread that was woken may not have noticed yet: then its word has changed. And who has the
   *  lock that it waits for stands in the lock. */
  #readWords() {
    const { thread_limit: limit, word_of: wordOf, set_word: setWord, lock_of: lockOf,
      set_lock_owner: setLockOwner } = this.#analysis;
    for (let index = 0; index < limit(); ++index) {
      const address = wordOf(index) >>> 0;
      if (address !== 0) setWord(index, this.#word(address));
      const lock = lockOf(index) >>> 0;
      setLockOwner(index, lock === 0 ? 0 : this.#word(lock));
    }
  }

  /** @returns {DeadlockReport | null} */
  #reportAt(address) {
    if (address === 0) return null;
    const bytes = new Uint8Array(this.#analysis.memory.buffer, address);
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0))));
  }

  #word(address) {
    const index = address >>> 2;
    return index < this.#words.length ? Atomics.load(this.#words, index) : 0;
  }
}
