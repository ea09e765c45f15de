// output-reader.mjs — turns the ring's records into lines, and delivers them in batches, no faster
// than a page can show them.
//
// Invariants   I1 each stream is decoded separately, so a character split between two records or
//              batches arrives whole; bytes that are not UTF-8 become U+FFFD.
//              I2 the first lines are always delivered, and so are the last ones once the program
//              is quiet: only lines in between are skipped, and each batch says how many.
//              I3 the program waits for its output to be read, never for it to be shown.
import { block, outputLimits } from './machine.mjs';

const { firstLines, firstCharacters, lastLines, bytes: bytesLimit } = outputLimits;

/** An incomplete line is delivered after this much silence. */
const quietMilliseconds = 100;
/** After a batch as large as the page keeps, the page gets this long to show it. */
const showMilliseconds = 500;
/** A longer line comes in pieces. */
const pieceCharacters = 1 << 14;

/** @typedef {import('./runner.mjs').OutputLine} OutputLine */

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

/** Lines to be delivered: the newest, as many as can be shown. */
class Queue {
  /** @type {OutputLine[]} */
  #lines = [];
  #dropped = 0;
  #characters = 0;
  /** Lines dropped since the last take(), or parts of one. */
  #skipped = 0;
  #hasGap = false;

  get length() {
    return this.#lines.length - this.#dropped;
  }

  /** @param {OutputLine} line */
  push(line) {
    this.#lines.push(line);
    this.#characters += line.text.length + 1;
    while (this.length > lastLines || (this.#characters > bytesLimit && this.length > 1)) {
      const oldest = this.#lines[this.#dropped++];
      this.#characters -= oldest.text.length + 1;
      if (!oldest.continues) this.#skipped++;
      this.#hasGap = true;
    }
    if (this.#dropped > lastLines) this.#compact();
  }

  #compact() {
    this.#lines.splice(0, this.#dropped);
    this.#dropped = 0;
  }

  take() {
    this.#compact();
    const lines = this.#lines;
    const characters = this.#characters;
    let skipped = this.#skipped;
    if (this.#hasGap) {
      // The beginning of this line was skipped: its rest counts as the line.
      if (lines[0]?.continues) skipped--;
      delete lines[0]?.continues;
      skipped = Math.max(skipped, 1);
    }
    this.#lines = [];
    this.#characters = 0;
    this.#skipped = 0;
    this.#hasGap = false;
    return { lines, skipped, characters };
  }
}

export class OutputReader {
  /** Records came so fast that the next ones should be read at once: the program waits for room. */
  isFlooded = false;
  #pending = { out: new Pending(), err: new Pending() };
  /** @type {OutputLine[]} */
  #first = [];
  #firstLeft = firstLines;
  #firstCharacters = 0;
  #queue = new Queue();
  #cut = false;
  #lastRecordAt = 0;
  #showsUntil = 0;

  /**
   * What is new, if it is time for it. `isLast`: all, and unfinished lines as they are.
   * @param {import('./control-words.mjs').ControlWords} words
   * @param {boolean} isLast
   * @returns {import('./runner.mjs').OutputBatch[]}
   */
  read(words, isLast) {
    const now = performance.now();
    let bytes = 0;
    for (const record of words.records()) {
      bytes += record.bytes.length;
      this.#take(record);
    }
    if (bytes > 0) this.#lastRecordAt = now;
    this.isFlooded = bytes > block.parts.ring.bytes / 4;
    if (isLast || now - this.#lastRecordAt > quietMilliseconds) this.#flush(isLast);
    return isLast || now >= this.#showsUntil ? this.#batches(now) : [];
  }

  #batches(now) {
    const batches = [];
    if (this.#first.length > 0) batches.push({ lines: this.#first, cut: false });
    this.#first = [];
    const { lines, skipped, characters } = this.#queue.take();
    this.#cut ||= skipped > 0;
    if (skipped > 0) batches.push({ lines, cut: true, skipped });
    else if (lines.length > 0) batches.push({ lines, cut: this.#cut });
    const share = Math.max(lines.length / lastLines, characters / bytesLimit);
    this.#showsUntil = now + share * showMilliseconds;
    return batches;
  }

  #take({ stream, time, bytes }) {
    const pending = this.#pending[stream];
    const pieces = pending.decoder.decode(bytes, { stream: true }).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (pending.isEmpty) pending.time = time;
      pending.text += piece;
      if (index === pieces.length - 1) break;
      this.#push(stream);
      pending.continues = false;
    }
    if (pending.text.length >= pieceCharacters) this.#pushPiece(stream);
  }

  #push(stream) {
    const pending = this.#pending[stream];
    const line = { stream, text: pending.text, at: pending.time };
    if (pending.continues) Object.assign(line, { continues: true });
    pending.text = '';
    if (this.#firstLeft > 0 && this.#firstCharacters < firstCharacters) {
      this.#firstLeft--;
      this.#firstCharacters += line.text.length + 1;
      this.#first.push(line);
    } else {
      this.#queue.push(line);
    }
  }

  #pushPiece(stream) {
    this.#push(stream);
    this.#pending[stream].continues = true;
  }

  #flush(isLast) {
    for (const stream of /** @type {const} */ (['out', 'err'])) {
      const pending = this.#pending[stream];
      if (isLast) pending.text += pending.decoder.decode();
      if (!pending.isEmpty) this.#pushPiece(stream);
    }
  }
}
