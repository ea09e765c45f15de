// watched-worker.ts — a worker that is known to have loaded or to have failed: browsers say nothing
// to a page when a worker's script never arrives.
// Invariants: 1. One that says nothing in time is started once more. The first one stays beside it:
//                on a busy machine it may be about to speak. Who speaks first is the worker.
//             2. Nothing but the greeting is sent before a worker has spoken, so a second start
//                loses nothing, not even ports that were to be transferred, and does nothing twice.
//             3. After failed() or end() nothing is told any more.

/** What each worker of the page says when its script has run, before anything else. */
export const loaded = { kind: 'loaded' } as const;
export type Loaded = typeof loaded;

/** The part of Worker that is needed. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface WorkerListener<Received> {
  message(message: Received): void;
  /** The worker has been ended: its script never arrived, or it threw. */
  failed(reason: string): void;
}

/** `start`: 0, 1, … */
export type CreateWorker = (start: number) => WorkerLike;

/** How long each start may take; the last limit is for slow lines and busy machines. */
const startMilliseconds = [5000, 30_000];

export const notLoaded = 'a part of the page did not load; check the connection and try again';

export class WatchedWorker<Sent, Received extends { kind: string }> {
  private readonly create: CreateWorker;
  private readonly listener: WorkerListener<Exclude<Received, Loaded>>;
  private readonly patience: readonly number[];
  private readonly greeting: Promise<Sent> | undefined;
  /** The one that has spoken. */
  private worker: WorkerLike | undefined;
  /** Those that have not, until one has. */
  private readonly starting = new Set<WorkerLike>();
  private starts = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  /** Kept until a worker has spoken. */
  private waiting: { message: Sent; transfer: Transferable[] }[] = [];

  /** `greeting`: what a worker has to do before it says that it has loaded. */
  constructor(create: CreateWorker, listener: WorkerListener<Exclude<Received, Loaded>>,
              patience: readonly number[] = startMilliseconds, greeting?: Promise<Sent>) {
    this.patience = patience;
    this.greeting = greeting;
    this.create = create;
    this.listener = listener;
    this.start();
  }

  send(message: Sent, transfer: Transferable[] = []): void {
    if (this.worker) this.worker.postMessage(message, transfer);
    else this.waiting.push({ message, transfer });
  }

  end(): void {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = undefined;
    this.endOthers();
  }

  private start(): void {
    const worker = this.create(this.starts);
    this.starting.add(worker);
    worker.onmessage = ({ data }: MessageEvent<Received | Loaded>) => {
      if (this.starting.has(worker)) this.choose(worker);
      if (this.worker !== worker || data.kind === loaded.kind) return;
      this.listener.message(data as Exclude<Received, Loaded>);
    };
    worker.onmessageerror = () => {
      if (this.worker === worker) this.fail('a message was lost');
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) this.fail(event.message || 'out of memory?');
      // Before its first word: the script could not be fetched.
      if (!this.starting.delete(worker)) return;
      worker.terminate();
      if (this.starting.size === 0) this.startAgain();
    };
    void this.greeting?.then((message) => {
      if (this.starting.has(worker)) worker.postMessage(message);
    }, () => {}); // it will never speak, then
    this.watchdog = setTimeout(() => this.startAgain(), this.patience[this.starts]);
    this.starts += 1;
  }

  private startAgain(): void {
    clearTimeout(this.watchdog);
    if (this.starts < this.patience.length) this.start();
    else this.fail(notLoaded);
  }

  private choose(worker: WorkerLike): void {
    clearTimeout(this.watchdog);
    this.worker = worker;
    this.starting.delete(worker);
    this.endOthers();
    for (const { message, transfer } of this.waiting.splice(0)) {
      worker.postMessage(message, transfer);
    }
  }

  private endOthers(): void {
    for (const other of this.starting) other.terminate();
    this.starting.clear();
  }

  private fail(reason: string): void {
    this.end();
    this.listener.failed(reason);
  }
}
