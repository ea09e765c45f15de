// console-text.ts — a program's output as lines that are safe and cheap to show.
// Invariants: 1. No escape sequence or control character but tab reaches the page.
//             2. Lines and characters are capped; what was dropped is told once (`cut`).
//             3. A line that arrives in pieces is one line.
// Not here: drawing (ui/output-view.ts), the runtime's own cap (wasm/runtime).

import type { OutputBatch, OutputLine } from './outcome.ts';

export interface ConsoleLine {
  stream: 'out' | 'err';
  text: string;
  at: number;
}

/** What a batch did to the lines: the last known line may have grown, others were added. */
export interface ConsoleChange {
  grown?: ConsoleLine;
  added: ConsoleLine[];
}

export const consoleLinesMost = 10_000;
export const consoleCharactersMost = 1_000_000;
const lineCharactersMost = 20_000;

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
  readonly lines: ConsoleLine[] = [];
  cut = false;
  private characters = 0;
  /** The last line before cleaning: an escape sequence may be split between two pieces. */
  private lastRaw = '';

  add(batch: OutputBatch): ConsoleChange {
    const change: ConsoleChange = { added: [] };
    if (batch.cut) this.cut = true;
    batch.lines.forEach((line, index) => {
      const last = this.lines.at(-1);
      if (line.continues && last && last.stream === line.stream) this.grow(last, line.text);
      else this.append(line, change);
      if (line.continues && index === 0 && last && change.added.length === 0) change.grown = last;
    });
    return change;
  }

  /** The text alone, as it is copied. */
  text(): string {
    return this.lines.map((line) => `${line.text}\n`).join('');
  }

  private append(line: OutputLine, change: ConsoleChange): void {
    if (this.lines.length >= consoleLinesMost || this.characters >= consoleCharactersMost) {
      this.cut = true;
      return;
    }
    this.lastRaw = line.text.slice(0, lineCharactersMost);
    const kept: ConsoleLine = { stream: line.stream, text: this.shortened(line.text), at: line.at };
    this.characters += kept.text.length + 1;
    this.lines.push(kept);
    change.added.push(kept);
  }

  private grow(last: ConsoleLine, text: string): void {
    const before = last.text.length;
    const raw = this.lastRaw + text;
    last.text = this.shortened(raw);
    this.lastRaw = raw.slice(0, lineCharactersMost);
    this.characters += last.text.length - before;
  }

  private shortened(raw: string): string {
    if (raw.length <= lineCharactersMost) return plainText(raw);
    this.cut = true;
    return `${plainText(raw.slice(0, lineCharactersMost))} …`;
  }
}
