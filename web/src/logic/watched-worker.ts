// watched-worker.ts — a worker that is known to have loaded or to have failed: browsers say nothing
// to a page when a worker's script never arrives.
// Invariants: 1. A worker that says nothing in time is ended and started once more; then it failed.
//             2. Nothing but the greeting is sent before the worker has spoken, so a second start
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

/** How long each start may take; the second is for slow lines and busy machines. */
const startMilliseconds = [5000, 15_000];

export const notLoaded = 'a part of the page did not load; check the connection and try again';

export class WatchedWorker<Sent, Received extends { kind: string }> {
  private readonly create: CreateWorker;
  private readonly listener: WorkerListener<Exclude<Received, Loaded>>;
  private readonly patience: readonly number[];
  private readonly greeting: Promise<Sent> | undefined;
  private worker: WorkerLike | undefined;
  private starts = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  /** Kept until the worker has spoken. */
  private waiting: { message: Sent; transfer: Transferable[] }[] | undefined = [];

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
    if (this.waiting) this.waiting.push({ message, transfer });
    else this.worker?.postMessage(message, transfer);
  }

  end(): void {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): void {
    const worker = this.create(this.starts);
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Received | Loaded>) => {
      if (this.worker !== worker) return;
      this.hasLoaded();
      if (data.kind !== loaded.kind) this.listener.message(data as Exclude<Received, Loaded>);
    };
    worker.onmessageerror = () => {
      if (this.worker === worker) this.fail('a message was lost');
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker !== worker) return;
      // Before its first word: the script could not be fetched.
      if (this.waiting) this.startAgain();
      else this.fail(event.message || 'out of memory?');
    };
    void this.greeting?.then((message) => {
      if (this.worker === worker) worker.postMessage(message);
    }, () => {}); // it will never speak, then
    this.watchdog = setTimeout(() => this.startAgain(), this.patience[this.starts]);
    this.starts += 1;
  }

  private startAgain(): void {
    this.end();
    if (this.starts < this.patience.length) this.start();
    else this.listener.failed(notLoaded);
  }

  private hasLoaded(): void {
    clearTimeout(this.watchdog);
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const { message, transfer } of waiting) this.worker?.postMessage(message, transfer);
  }

  private fail(reason: string): void {
    this.end();
    this.listener.failed(reason);
  }
}
