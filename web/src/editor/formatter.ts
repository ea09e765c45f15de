// formatter.ts — the page's side of format-worker.ts.
// Invariants: a call settles once, whatever happens to the worker; a failed worker is replaced.

import type { FormatAnswer } from './format-worker.ts';

const millisecondsLimit = 20_000;

export class Formatter {
  private readonly createWorker: () => Worker;
  private worker: Worker | undefined;

  constructor(createWorker: () => Worker) {
    this.createWorker = createWorker;
  }

  /** The text in the project's style; undefined if it cannot be formatted. */
  async format(source: string): Promise<string | undefined> {
    this.worker ??= this.createWorker();
    const answer = await ask(this.worker, source);
    if (answer.text !== undefined) return answer.text;
    this.worker.terminate();
    this.worker = undefined;
    return undefined;
  }
}

function ask(worker: Worker, source: string): Promise<FormatAnswer> {
  return new Promise((resolve) => {
    const watchdog = setTimeout(() => resolve({}), millisecondsLimit);
    const settle = (answer: FormatAnswer): void => {
      clearTimeout(watchdog);
      resolve(answer);
    };
    worker.onmessage = ({ data }: MessageEvent<FormatAnswer>) => settle(data);
    worker.onerror = (event) => {
      event.preventDefault();
      settle({});
    };
    worker.postMessage(source);
  });
}
