// console-text.ts — a program's output as lines that are safe and cheap to show.
// Invariants: 1. No escape sequence or control character but tab reaches the page.
//             2. Of many lines the first and the last are kept, and the number missing in between.
//             3. A line that arrives in pieces is one line.
// Not here: drawing (ui/output-view.ts), how fast lines come (wasm/runtime).

import { outputLimits } from '../../../wasm/runtime/machine.mjs';
import type { OutputBatch, OutputLine } from './outcome.ts';
import { describeBytes, describeCount, groupedDigits } from './words.ts';

export interface ConsoleLine {
  stream: 'out' | 'err';
  text: string;
  at: number;
}

/** What a batch did to the lines, in this order: the last one may have grown, the oldest `removed`
 *  of the last ones went, others were added. */
export interface ConsoleChange {
  grown?: ConsoleLine;
  removed: number;
  added: ConsoleLine[];
}

const { firstLines, firstCharacters, lastLines, bytes } = outputLimits;
const lastCharacters = bytes - firstCharacters;
const lineCharacters = 20_000;

const escapeSequence =
  // CSI, OSC (ended by BEL or ST), two-character escapes, and a lone escape at the end.
  new RegExp([
    String.raw`\u001b(?:\[[0-?]*[ -/]*[@-~]?|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]?)`,
    String.raw`\u009b[0-?]*[ -/]*[@-~]?`,
  ].join('|'), 'g');

export function plainText(raw: string): string {
  return raw
    .replace(escapeSequence, '')
    .replace(/\r+$/, '')
    // Control pictures (U+2400…) keep a stray byte visible without obeying it.
    .replace(/[\u0000-\u0008\u000b-\u001f]/g,
      (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f]/g, '\u2421');
}

export class ConsoleText {
  /** Lines between the first and the last ones that are not kept. */
  missing = 0;
  /** Something is not shown: lines, or the rest of a line. */
  cut = false;
  private readonly first: ConsoleLine[] = [];
  private firstIsFull = false;
  private last: ConsoleLine[] = [];
  private characters = { first: 0, last: 0 };
  /** The newest line before cleaning: an escape sequence may be split between two pieces. */
  private newestRaw = '';

  /** All that is kept, in order: the first `firstCount` lines, then the last ones. */
  get lines(): readonly ConsoleLine[] {
    return [...this.first, ...this.last];
  }

  get firstCount(): number {
    return this.first.length;
  }

  /** All lines so far, kept or not. */
  get total(): number {
    return this.first.length + this.missing + this.last.length;
  }

  add(batch: OutputBatch): ConsoleChange {
    const firstShown = this.first.length;
    const lastShown = this.last.length;
    const newest = this.newest;
    this.cut ||= batch.cut;
    let removed = batch.skipped ? this.skip(batch.skipped) : 0;
    let grown: ConsoleLine | undefined;
    for (const line of batch.lines) {
      // The line that this one continues has been skipped.
      const before = batch.skipped && line === batch.lines[0] ? undefined : this.newest;
      if (line.continues && before && before.stream === line.stream) {
        this.grow(before, line.text);
        if (before === newest) grown = before;
      } else {
        this.append(line);
      }
    }
    removed += this.dropOldest();
    const left = Math.max(0, lastShown - removed);
    const added = [...this.first.slice(firstShown), ...this.last.slice(left)];
    return { removed: Math.min(removed, lastShown), added, ...(grown ? { grown } : {}) };
  }

  /** The text alone, as it is copied. */
  text(): string {
    const textOf = (lines: ConsoleLine[]): string => lines.map(({ text }) => `${text}\n`).join('');
    const gap = this.missing > 0 ? `${describeGap(this.missing)}\n` : '';
    return textOf(this.first) + gap + textOf(this.last);
  }

  private get newest(): ConsoleLine | undefined {
    return this.last.at(-1) ?? this.first.at(-1);
  }

  /** Lines are missing before the next ones: the last lines so far are now in the middle. */
  private skip(count: number): number {
    const removed = this.last.length;
    this.last = [];
    this.characters.last = 0;
    this.firstIsFull = true;
    this.missing += count + removed;
    this.cut = true;
    return removed;
  }

  private append(line: OutputLine): void {
    this.newestRaw = line.text.slice(0, lineCharacters);
    const kept: ConsoleLine = { stream: line.stream, text: this.shortened(line.text), at: line.at };
    this.firstIsFull ||= this.first.length >= firstLines ||
      this.characters.first >= firstCharacters;
    const part = this.firstIsFull ? 'last' : 'first';
    this[part].push(kept);
    this.characters[part] += kept.text.length + 1;
  }

  private dropOldest(): number {
    let count = 0;
    while (this.last.length - count > lastLines ||
      (this.characters.last > lastCharacters && count < this.last.length - 1)) {
      this.characters.last -= (this.last[count]?.text.length ?? 0) + 1;
      ++count;
    }
    if (count > 0) {
      this.last = this.last.slice(count);
      this.missing += count;
      this.cut = true;
    }
    return count;
  }

  private grow(line: ConsoleLine, text: string): void {
    const before = line.text.length;
    const raw = this.newestRaw + text;
    line.text = this.shortened(raw);
    this.newestRaw = raw.slice(0, lineCharacters);
    const part = this.last.length > 0 ? 'last' : 'first';
    this.characters[part] += line.text.length - before;
  }

  private shortened(raw: string): string {
    if (raw.length <= lineCharacters) return plainText(raw);
    this.cut = true;
    return `${plainText(raw.slice(0, lineCharacters))} …`;
  }
}

/** How much is kept, for a reader whose output was cut. */
export const keptWords = `${describeCount(firstLines + lastLines, 'line')}, ` +
  `the first ${groupedDigits(firstLines)} and the last ${groupedDigits(lastLines)}, ` +
  `${groupedDigits(lineCharacters)} characters of a line, ${describeBytes(bytes)} in all`;

/** Stands where lines are missing. */
export function describeGap(missing: number): string {
  return `… ${describeCount(missing, 'line')} ${missing === 1 ? 'is' : 'are'} missing here …`;
}
