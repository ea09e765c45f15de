// run-trace.ts — the trace of a run as it arrives, until the flow reads it.
// Invariants: the bytes that wait are limited. Long before, the flow should read them: it keeps the
//             newest events (`isLarge`). What comes when nothing has read them is left out.

const largeBytes = 16 * 1024 * 1024;
const bytesLimit = 64 * 1024 * 1024;

export class RunTrace {
  /** How many batches there were. */
  count = 0;
  /** Batches were left out. */
  cut = false;
  private waiting: Uint8Array[] = [];
  private bytes = 0;

  get isLarge(): boolean {
    return this.bytes > largeBytes;
  }

  add(batch: Uint8Array): void {
    ++this.count;
    if (this.bytes + batch.length > bytesLimit) {
      this.cut = true;
      return;
    }
    this.bytes += batch.length;
    this.waiting.push(batch);
  }

  /** What has not been taken yet. */
  take(): Uint8Array[] {
    const { waiting } = this;
    this.waiting = [];
    this.bytes = 0;
    return waiting;
  }
}
