// fake-worker.ts — a worker whose words the test says: it keeps what it was sent, and that it was
// ended.

import type { WorkerLike } from '../../web/src/logic/watched-worker.ts';

export class FakeWorker<Sent = unknown> implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly sent: Sent[] = [];
  ended = false;
  postMessage(message: Sent): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }
  throw(message: string): void {
    this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent);
  }
}
