// formatter.ts — the page's side of format-worker.ts.
// Invariants: a call settles once, whatever happens to the worker; a failed worker is replaced.

import { WatchedWorker, type CreateWorker } from '../logic/watched-worker.ts';
import type { FormatAnswer } from './format-worker.ts';

/** Longer than a worker may take to start. */
const millisecondsLimit = 30_000;

export class Formatter {
  private readonly createWorker: CreateWorker;
  private worker: WatchedWorker<string, FormatAnswer> | undefined;
  private settle: (text: string | undefined) => void = () => {};

  constructor(createWorker: CreateWorker) {
    this.createWorker = createWorker;
  }

  /** The text in the project's style; undefined if it cannot be formatted. */
  async format(source: string): Promise<string | undefined> {
    this.settle(undefined);
    this.worker ??= new WatchedWorker<string, FormatAnswer>(this.createWorker, {
      message: ({ text }) => this.settle(text),
      failed: () => this.settle(undefined),
    });
    const text = await this.ask(this.worker, source);
    if (text === undefined) this.discard();
    return text;
  }

  private ask(worker: WatchedWorker<string, FormatAnswer>,
              source: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const watchdog = setTimeout(() => this.settle(undefined), millisecondsLimit);
      this.settle = (text) => {
        clearTimeout(watchdog);
        this.settle = () => {};
        resolve(text);
      };
      worker.send(source);
    });
  }

  private discard(): void {
    this.worker?.end();
    this.worker = undefined;
  }
}
