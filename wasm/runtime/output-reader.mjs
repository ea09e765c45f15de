// output-reader.mjs — turns the ring's records into lines, batch by batch, up to a cap.
//
// Invariants   I1 bytes are decoded a stream at a time, so a character split between two records
//              or batches arrives whole, and bytes that are no UTF-8 become U+FFFD.
//              I2 after the cap nothing is delivered, once `cut` was said; the program goes on.

export const limits = { lines: 10_000, bytes: 1 << 20, quietMilliseconds: 100 };

/** One stream's unfinished line. */
class Pending {
  decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  text = '';
  time = 0;
  /** Its beginning has been delivered already. */
  continues = false;

  get isEmpty() {
    return this.text === '';
  }
}

export class OutputReader {
  #pending = { out: new Pending(), err: new Pending() };
  #lines = 0;
  #bytes = 0;
  #cut = false;
  #lastRecordAt = 0;

  /**
   * What is new, or undefined. `isLast`: unfinished lines come as they are.
   * @param {import('./control-words.mjs').ControlWords} words
   * @param {boolean} isLast
   * @returns {import('./runner.mjs').OutputBatch | undefined}
   */
  read(words, isLast) {
    const now = performance.now();
    const lines = [];
    let cutNow = false;
    for (const record of words.records()) {
      this.#lastRecordAt = now;
      if (!this.#cut) cutNow = this.#take(record, lines);
      if (cutNow && !this.#cut) {
        this.#cut = true;
        words.store('mute', 1);
      }
    }
    const quiet = now - this.#lastRecordAt > limits.quietMilliseconds;
    if (isLast || quiet || this.#cut) this.#flush(lines, isLast);
    if (lines.length === 0 && !cutNow) return undefined;
    return { lines, cut: this.#cut };
  }

  /** Adds a record's whole lines; says whether the cap is reached. */
  #take({ stream, time, bytes }, lines) {
    const room = limits.bytes - this.#bytes;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#bytes += kept.length;
    const pending = this.#pending[stream];
    const pieces = pending.decoder.decode(kept, { stream: true }).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (pending.isEmpty) pending.time = time;
      pending.text += piece;
      if (index === pieces.length - 1) break;
      this.#push(stream, lines);
      this.#pending[stream].continues = false;
      if (++this.#lines >= limits.lines) {
        pending.text = '';
        return true;
      }
    }
    return kept.length < bytes.length || this.#bytes >= limits.bytes;
  }

  #push(stream, lines) {
    const pending = this.#pending[stream];
    const line = { stream, text: pending.text, at: pending.time };
    lines.push(pending.continues ? { ...line, continues: true } : line);
    pending.text = '';
  }

  #flush(lines, isLast) {
    for (const stream of /** @type {const} */ (['out', 'err'])) {
      const pending = this.#pending[stream];
      if (isLast) pending.text += pending.decoder.decode();
      if (pending.isEmpty) continue;
      this.#push(stream, lines);
      pending.continues = true;
    }
  }
}
