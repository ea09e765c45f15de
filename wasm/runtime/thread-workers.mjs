// thread-workers.mjs — the workers of a program's threads, as the glue asks for them. One whose
// script does not arrive is started once more; when that fails too, the run is told.
//
// Invariants   I1 a worker gets what it is to run only after it has said that it is loaded; of a
//              thread's workers the first that says so is the only one heard: no thread runs twice.
//              I2 there are never more of them than a program may have threads, whatever the
//              program writes into the glue's memory.

/** A script has this long to arrive, and the next so much: a busy machine may be slow. Counted
 *  while the runner is awake and no other worker loads. One that has arrived is waited for. */
const patienceMilliseconds = [5000, 25_000];
/** And this long while others do. */
const longestMilliseconds = 30_000;
/** After this long, one that has arrived and is not ready gets another beside it, once. */
const readyMilliseconds = 20_000;
const checkMilliseconds = 250;

/** A browser's Worker, or Node's. */
const makeWorker = (address, options) => {
  /** @type {any} */
  const Class = globalThis.Worker ?? process.getBuiltinModule('node:worker_threads').Worker;
  return new Class(address, options);
};

/** One thread's worker, in the form in which the glue uses it (a browser's and Node's at once). */
class ThreadWorker {
  onmessage = (_event) => {};
  onerror = (_event) => {};
  isLoaded = false;
  waited = 0;
  #age = 0;
  #workers;
  #address;
  #options;
  /** Those that were started, and whether their script has arrived; once one has loaded, it alone.
   *  @type {Map<any, boolean>} */
  #started = new Map();
  #attempts = 0;
  #generation = 0;
  #load;
  #held = [];
  /** What the last one that failed said, if its script ran. */
  #problem = '';

  /** @param {ThreadWorkers} workers */
  constructor(workers, address, options) {
    this.#workers = workers;
    this.#address = address;
    this.#options = options;
    this.#start();
  }

  /** Once more, if it was tried before: beside the one that may yet arrive. */
  #start() {
    if (this.#attempts === patienceMilliseconds.length) return this.#workers.fail(this.#problem);
    if (this.#attempts++ > 0) this.#workers.giveUp(this.#generation);
    this.waited = 0;
    this.#age = 0;
    this.#generation = this.#workers.generation;
    const worker = makeWorker(this.#workers.fresh(this.#address), this.#options);
    this.#started.set(worker, false);
    const heard = (data) => this.#started.has(worker) && this.#receive(worker, data);
    const failed = (error) => this.#started.has(worker) && this.#fail(worker, error);
    if (worker.on) {
      worker.on('online', () => heard({ cmd: 'arrived' }));
      worker.on('message', heard);
      worker.on('error', failed);
    } else {
      worker.onmessage = ({ data }) => heard(data);
      worker.onerror = (event) => {
        event.preventDefault();
        failed(event);
      };
    }
    if (this.#load) worker.postMessage(this.#load);
  }

  /** So much time has passed, and it is not loaded. */
  wait(milliseconds) {
    this.waited += milliseconds;
    this.#age += milliseconds;
    if ([...this.#started.values()].includes(true)) {
      const isLast = this.#attempts === patienceMilliseconds.length;
      if (this.waited > readyMilliseconds && !isLast) this.#start();
      return;
    }
    const patience = patienceMilliseconds[this.#attempts - 1];
    if (this.waited > patience || this.#age > longestMilliseconds) this.#start();
  }

  postMessage(message) {
    if (message.cmd === 'load') this.#load = message;
    else if (!this.isLoaded) return void this.#held.push(message);
    for (const worker of this.#started.keys()) worker.postMessage(message);
  }

  terminate() {
    for (const worker of this.#started.keys()) worker.terminate();
    this.#started.clear();
  }

  /** Node's own; the glue listens by onmessage and onerror everywhere. */
  on() {}
  unref() {}
  ref() {}

  #receive(worker, data) {
    if (data.cmd === 'arrived') return void this.#started.set(worker, true);
    if (data.cmd === 'loaded') this.#choose(worker);
    this.onmessage({ data });
  }

  #choose(worker) {
    this.isLoaded = true;
    this.#started.delete(worker);
    this.terminate();
    this.#started.set(worker, true);
    this.#workers.progress();
    for (const message of this.#held.splice(0)) worker.postMessage(message);
  }

  #fail(worker, error) {
    if (this.isLoaded) return this.onerror(error);
    worker.terminate();
    this.#started.delete(worker);
    this.#problem = error?.message ?? '';
    if (this.#started.size === 0) this.#start();
  }
}

export class ThreadWorkers {
  /** @type {ThreadWorker[]} */
  #all = [];
  #check;
  #most;
  /** How many addresses of the script were given up. */
  generation = 0;
  #report;
  #id = crypto.randomUUID();

  /**
   * @param {number} most workers there may be
   * @param {(reason: string) => void} report why the run cannot go on
   */
  constructor(most, report) {
    this.#most = most;
    this.#report = report;
  }

  /** What the glue makes workers of. */
  get constructorForGlue() {
    const workers = this;
    return function makeThreadWorker(address, options) {
      return workers.#make(address, options);
    };
  }

  #make(address, options) {
    if (this.#all.length >= this.#most) {
      this.#report('thread limit reached: there are more threads than the playground allows');
      throw new Error('too many workers');
    }
    const worker = new ThreadWorker(this, address, options);
    this.#all.push(worker);
    this.#check ??= setInterval(() => this.#lookAtAll(), checkMilliseconds);
    return worker;
  }

  /** A script did not arrive from the address of that generation: the next comes from another.
   *  Chromium lets a request wait for an earlier one of the same address that was never answered,
   *  even if its worker was ended. */
  giveUp(generation) {
    if (generation === this.generation) this.generation += 1;
  }

  /** Where the server has the same script, at an address that no request waits for. */
  fresh(address) {
    const own = new URL(address);
    if (this.generation > 0) own.searchParams.set('again', `${this.#id}-${this.generation}`);
    return own;
  }

  /** Workers arrive, if slowly: the others are given time. */
  progress() {
    for (const worker of this.#all) worker.waited = 0;
  }

  fail(problem) {
    this.#report(`a thread could not be started: ${problem || 'its worker did not load, nor did '
      + 'another one in its place. Reload the page, and check the connection'}`);
  }

  /** No worker is made from now on; those that are there go on. */
  close() {
    this.#most = 0;
    clearInterval(this.#check);
  }

  terminate() {
    this.close();
    for (const worker of this.#all) worker.terminate();
  }

  #lookAtAll() {
    const awaited = this.#all.filter((worker) => !worker.isLoaded);
    for (const worker of awaited) {
      worker.wait(checkMilliseconds);
    }
    if (awaited.length === 0) {
      clearInterval(this.#check);
      this.#check = undefined;
    }
  }
}
