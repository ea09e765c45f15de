// run-trace.ts — the trace of a run as it arrived, until something wants to read it.
// Invariants: the bytes kept are limited; the newest batches go once they are too many, since the
//             first ones hold the names that all others refer to.

const bytesLimit = 64 * 1024 * 1024;

export class RunTrace {
  readonly batches: Uint8Array[] = [];
  /** Batches were left out. */
  cut = false;
  private bytes = 0;

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  add(batch: Uint8Array): void {
    if (this.cut || this.bytes + batch.length > bytesLimit) {
      this.cut = true;
      return;
    }
    this.bytes += batch.length;
    this.batches.push(batch);
  }
}
