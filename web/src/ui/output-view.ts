// output-view.ts — what the program printed: lines with their time, following the end.
// Lines are added by hand, not by a template: ten thousand of them must stay cheap.
// Events: `line-peeked` (detail: the number of the line under the pointer, from 0; undefined: of
//         none).
// Invariants: 1. Text reaches the page by textContent only.
//             2. Times are in an attribute: they are not selected, copied or searched.
//             3. The element's text is the output, line by line, for copying and for tools: rows
//                of a table keep empty lines, blocks would not.
//             4. It follows the end until the reader scrolls up, and again from the end.

import { html, nothing, type TemplateResult } from 'lit';
import { describeGap, keptWords, type ConsoleChange, type ConsoleLine, type ConsoleText }
  from '../logic/console-text.ts';
import { describeInstant } from '../logic/words.ts';
import { downIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

const chunkLines = 200;
const endTolerancePixels = 24;

export class OutputView extends LightElement {
  static override properties = {
    cut: { type: Boolean },
    dimmed: { type: Boolean },
    times: { type: Boolean },
    away: { state: true },
    empty: { state: true },
    hint: {},
  };

  declare cut: boolean;
  declare dimmed: boolean;
  declare times: boolean;
  /** What to do while nothing was printed yet. */
  declare hint: string;
  declare private away: boolean;
  declare private empty: boolean;
  private readonly list = document.createElement('div');
  /** Stands between the first lines and the last ones, where lines are missing. */
  private readonly gap = document.createElement('div');
  /** Rows before the gap. */
  private firstCount = 0;
  private chunk: HTMLElement | undefined;
  /** The number of the next row's line. */
  private next = 0;
  private peeked: string | undefined;
  private lastRow: HTMLElement | undefined;

  constructor() {
    super();
    this.cut = false;
    this.dimmed = false;
    this.times = true;
    this.hint = '';
    this.away = false;
    this.empty = true;
    this.list.className = 'output-lines';
    this.gap.className = 'output-gap';
    this.list.addEventListener('pointerover', ({ target }) => this.peek(target));
    this.list.addEventListener('pointerleave', () => this.peek(null));
  }

  clear(): void {
    this.list.replaceChildren();
    this.firstCount = 0;
    this.chunk = undefined;
    this.lastRow = undefined;
    this.away = false;
    this.empty = true;
  }

  /** Shows what a batch has changed in `text`. */
  add(change: ConsoleChange, text: ConsoleText): void {
    if (change.grown && this.lastRow) textOf(this.lastRow).textContent = change.grown.text;
    this.removeRows(change.removed);
    const added = [...change.added];
    const ofFirst = added.splice(0, Math.max(0, text.firstCount - this.firstCount));
    this.next = this.firstCount;
    for (const line of ofFirst) this.addRow(line);
    this.firstCount += ofFirst.length;
    if (added.length > 0 || text.missing > 0) this.endFirst(text.missing);
    this.next = text.total - added.length;
    for (const line of added) this.addRow(line);
    if (change.added.length > 0) this.empty = false;
    if (!this.away) this.toEnd();
  }

  /** Shows lines that were printed before this view existed. */
  fill(text: ConsoleText): void {
    this.clear();
    this.add({ removed: 0, added: [...text.lines] }, text);
  }

  override render(): TemplateResult {
    return html`<div class="output-scroller ${this.dimmed ? 'output-dimmed' : ''}"
        data-times=${this.times ? 'shown' : 'hidden'} tabindex="0" role="region"
        aria-label="What the program printed" @scroll=${() => this.scrolled()}>
        ${this.empty && this.hint
          ? html`<p class="output-hint" data-hint=${this.hint}></p>` : nothing}
        ${this.list}
        ${this.cut ? html`<p class="output-cut" role="status">Output cut: the page keeps ${
          keptWords}.</p>` : nothing}
      </div>
      ${this.away ? html`<button class="button output-end" @click=${() => this.follow()}>${
        downIcon}Jump to the end</button>` : nothing}`;
  }

  /** What is rendered below the lines (the cut) belongs to the end that is followed. */
  override updated(): void {
    if (!this.away) this.toEnd();
  }

  private endFirst(missing: number): void {
    if (!this.gap.isConnected) {
      this.list.append(this.gap);
      this.chunk = undefined;
    }
    const told = missing > 0 ? `${describeGap(missing)}\n` : '';
    if (this.gap.textContent !== told) this.gap.textContent = told;
  }

  /** The oldest of the last lines, which follow the gap. */
  private removeRows(count: number): void {
    for (let left = count; left > 0;) {
      const chunk = this.gap.nextElementSibling;
      const table = chunk?.firstElementChild;
      if (!chunk || !table) return;
      if (table.childElementCount <= left) {
        left -= table.childElementCount;
        chunk.remove();
        if (table === this.chunk) this.chunk = undefined;
      } else {
        // Each row is followed by the text of its line's end.
        for (; left > 0; --left) {
          table.firstElementChild?.nextSibling?.remove();
          table.firstElementChild?.remove();
        }
      }
    }
  }

  private addRow(line: ConsoleLine): void {
    if (!this.chunk || this.chunk.childElementCount >= chunkLines) {
      const chunk = document.createElement('div');
      chunk.className = 'output-chunk';
      this.chunk = document.createElement('div');
      this.chunk.className = 'output-table';
      chunk.append(this.chunk);
      this.list.append(chunk);
    }
    const row = document.createElement('div');
    row.className = 'output-line';
    row.dataset['line'] = String(this.next++);
    row.dataset['stream'] = line.stream;
    row.dataset['time'] = describeInstant(line.at);
    const text = document.createElement('span');
    text.className = 'output-text';
    text.textContent = line.text;
    row.append(text);
    this.chunk.append(row, '\n');
    this.lastRow = row;
  }

  private peek(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('.output-line') : null;
    const line = row?.dataset['line'];
    if (line === this.peeked) return;
    this.peeked = line;
    this.emit('line-peeked', line === undefined ? undefined : Number(line));
  }

  private scrolled(): void {
    const scroller = this.scroller;
    if (!scroller) return;
    const rest = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    this.away = rest > endTolerancePixels;
  }

  private follow(): void {
    this.away = false;
    this.toEnd();
  }

  private toEnd(): void {
    const scroller = this.scroller;
    if (scroller) scroller.scrollTop = scroller.scrollHeight;
  }

  private get scroller(): HTMLElement | null {
    return this.querySelector('.output-scroller');
  }
}

function textOf(row: HTMLElement): Element {
  return row.firstElementChild ?? row;
}

customElements.define('output-view', OutputView);
