// plain-editor.ts — a <textarea> over coloured text: the first editor seen, and the only one on
// phones and where the full one cannot load.
// Idea: the textarea is transparent and scrolls; the coloured copy and the numbers follow it.
//       Hidden lines are not in it: they are kept separately and prepended to its text.
// Invariants: both layers have the same font, line height and padding (editor.css), so the text
//             lines up to the pixel.

import type { CodeEditorEvents, EditorPlace, LineMark, PlacedEditor }
  from '../logic/code-editor.ts';
import type { Marker } from '../logic/diagnostics.ts';
import { highlight } from '../logic/highlight.ts';
import { sameSpot } from '../logic/same-spot.ts';
import { isFormatKey, isTabModeKey } from './editor-keys.ts';
import { lineMarksByLine } from './line-marks.ts';
import { EscapeTwice } from './escape-twice.ts';

const indent = '    ';

export class PlainEditor implements PlacedEditor {
  private readonly root = document.createElement('div');
  private readonly numbers = document.createElement('div');
  private readonly colours = document.createElement('pre');
  private readonly marks = document.createElement('div');
  private readonly area = document.createElement('textarea');
  private readonly events: CodeEditorEvents;
  private markers: readonly Marker[] = [];
  private lineMarks: readonly LineMark[] = [];
  /** The hidden lines, and their number. */
  private head = '';
  private headCount = 0;
  private lineCount = 0;
  private tabLeaves = false;
  private lineHeight = 20;
  private quiet = false;

  constructor(container: HTMLElement, text: string, events: CodeEditorEvents) {
    this.events = events;
    this.root.className = 'plain-editor';
    this.numbers.className = 'plain-numbers';
    this.colours.className = 'plain-colours';
    this.marks.className = 'plain-marks';
    for (const layer of [this.numbers, this.colours, this.marks]) layer.ariaHidden = 'true';
    this.prepareArea();
    this.numbers.addEventListener('click', ({ target }) => {
      const line = target instanceof HTMLElement ? Number(target.textContent) : NaN;
      if (target !== this.numbers && line > 0) events.lineChosen(line);
    });
    const body = document.createElement('div');
    body.className = 'plain-body';
    body.append(this.marks, this.colours, this.area);
    this.root.append(this.numbers, body);
    this.value = text;
    container.append(this.root);
    this.setCodeSize();
  }

  get value(): string {
    return this.head + this.area.value;
  }

  set value(text: string) {
    this.setHead(0, text);
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.area.scrollTo(0, 0);
    this.paint();
  }

  replace(text: string): void {
    const { area } = this;
    if (text === this.value) return;
    if (!text.startsWith(this.head)) this.hideLines(0);
    const shown = text.slice(this.head.length);
    const { selectionStart, scrollTop } = area;
    const spot = sameSpot(area.value, selectionStart, shown);
    const focused = document.activeElement;
    // The browser's undo covers only what is inserted into a focused field; no touch keyboard
    // should appear for that.
    const { inputMode } = area;
    area.inputMode = 'none';
    this.quiet = true;
    area.focus({ preventScroll: true });
    area.select();
    this.insert(shown);
    this.quiet = false;
    area.inputMode = inputMode;
    area.setSelectionRange(spot, spot);
    area.scrollTop = scrollTop;
    if (focused !== area) area.blur();
    if (focused instanceof HTMLElement && focused !== area) focused.focus({ preventScroll: true });
    this.paint();
  }

  hideLines(count: number): void {
    if (count === this.headCount) return;
    const { place, value } = this;
    const lines = count - this.headCount;
    this.setHead(count, value);
    this.area.value = value.slice(this.head.length);
    this.paint();
    this.place = { ...place, scrollTop: place.scrollTop - lines * this.lineHeight };
  }

  setMarkers(markers: readonly Marker[]): void {
    this.markers = markers;
    this.paintMarkers();
  }

  setLineMarks(marks: readonly LineMark[]): void {
    this.lineMarks = marks;
    this.paintMarkers();
  }

  goTo(line: number, column: number): void {
    const offset = this.offsetOf(line, column);
    this.area.focus();
    this.area.setSelectionRange(offset, offset);
    const top = (line - this.headCount - 1) * this.lineHeight;
    if (top < this.area.scrollTop || top > this.area.scrollTop + this.area.clientHeight - 60) {
      this.area.scrollTop = Math.max(0, top - this.area.clientHeight / 3);
    }
  }

  focus(): void {
    this.area.focus();
  }

  setCodeSize(): void {
    this.lineHeight = parseFloat(getComputedStyle(this.root).lineHeight) || this.lineHeight;
    this.paintMarkers();
  }

  setTabLeaves(leaves: boolean): void {
    this.tabLeaves = leaves;
  }

  setTheme(): void {
    // The style sheet knows the theme.
  }

  get place(): EditorPlace {
    const before = this.area.value.slice(0, this.area.selectionStart).split('\n');
    return { line: this.headCount + before.length, column: (before.at(-1)?.length ?? 0) + 1,
      scrollTop: this.area.scrollTop, focused: document.activeElement === this.area };
  }

  set place(place: EditorPlace) {
    const offset = this.offsetOf(place.line, place.column);
    this.area.setSelectionRange(offset, offset);
    this.area.scrollTop = place.scrollTop;
    if (place.focused) this.area.focus();
  }

  dispose(): void {
    this.root.remove();
  }

  private setHead(count: number, text: string): void {
    const lines = text.split('\n').slice(0, count);
    this.headCount = lines.length;
    this.lineCount = 0; // the lines shown have other numbers
    this.head = lines.map((line) => `${line}\n`).join('');
  }

  private prepareArea(): void {
    const { area } = this;
    area.spellcheck = false;
    area.wrap = 'off';
    area.ariaLabel = 'Source of main.cpp';
    for (const name of ['autocomplete', 'autocorrect', 'autocapitalize']) {
      area.setAttribute(name, 'off');
    }
    const escape = new EscapeTwice(() => this.events.leaveWanted());
    area.addEventListener('input', () => {
      this.paint();
      if (!this.quiet) this.events.edited(this.value);
    });
    for (const kind of ['beforeinput', 'copy', 'cut']) {
      area.addEventListener(kind, (event) => this.takeHeadAlong(event));
    }
    area.addEventListener('scroll', () => this.follow(), { passive: true });
    area.addEventListener('keydown', (event) => {
      escape.key(event.key, event.timeStamp);
      this.keyPressed(event);
    });
  }

  /** Selecting everything includes the hidden lines. */
  private takeHeadAlong(event: Event): void {
    const { area } = this;
    const isAll = area.value !== '' && area.selectionStart === 0 &&
      area.selectionEnd === area.value.length;
    const isUndo = event instanceof InputEvent && event.inputType.startsWith('history');
    if (this.headCount === 0 || this.quiet || !isAll || isUndo) return;
    this.events.hiddenReached();
    area.select();
  }

  private keyPressed(event: KeyboardEvent): void {
    const { area } = this;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.events.runWanted();
    } else if (isTabModeKey(event)) {
      event.preventDefault();
      this.events.tabModeWanted();
    } else if (isFormatKey(event)) {
      event.preventDefault();
      this.events.formatWanted();
    } else if (event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !this.tabLeaves) {
      event.preventDefault();
      this.insert(indent);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      const before = area.value.slice(0, area.selectionStart);
      const margin = /(?:^|\n)([ \t]*)[^\n]*$/.exec(before)?.[1] ?? '';
      if (margin === '') return;
      event.preventDefault();
      this.insert(`\n${margin}`);
    }
  }

  /** Through the browser's own editing, so that its undo covers it. */
  private insert(text: string): void {
    const { area } = this;
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input'));
    }
  }

  private paint(): void {
    const spans = highlight(this.area.value).map(({ kind, text }) => {
      const span = document.createElement('span');
      if (kind !== 'plain') span.className = `token-${kind}`;
      span.textContent = text;
      return span;
    });
    this.colours.replaceChildren(...spans, '\n');
    const count = this.area.value.split('\n').length;
    if (count !== this.lineCount) {
      this.lineCount = count;
      this.paintMarkers();
    }
    this.follow();
  }

  private paintMarkers(): void {
    const worst = new Map<number, Marker['severity']>();
    for (const { line, severity } of this.markers) {
      if (severity === 'note' || worst.get(line) === 'error' || line <= this.headCount) continue;
      worst.set(line, severity);
    }
    const numbers: HTMLElement[] = [];
    // The empty line after the last newline has no number: it is not part of the program.
    const numbered = this.area.value.endsWith('\n') ? this.lineCount - 1 : this.lineCount;
    for (let line = this.headCount + 1; line <= this.headCount + numbered; ++line) {
      const number = document.createElement('span');
      number.textContent = String(line);
      const severity = worst.get(line);
      if (severity) number.className = `plain-number-${severity}`;
      numbers.push(number);
    }
    const lit: HTMLElement[] = [];
    for (const { line, names, texts, isCurrent } of lineMarksByLine(this.lineMarks)) {
      const number = numbers[line - this.headCount - 1];
      if (!number) continue;
      number.classList.add(...names.split(' '));
      number.title = texts;
      if (isCurrent) lit.push(this.lineLayer(line, 'line-lit'));
    }
    this.numbers.replaceChildren(...numbers);
    this.marks.replaceChildren(...lit, ...[...worst].map(([line, severity]) =>
      this.lineLayer(line, `plain-mark-${severity}`)));
    this.follow();
  }

  private lineLayer(line: number, name: string): HTMLElement {
    const layer = document.createElement('div');
    layer.className = `plain-mark ${name}`;
    layer.style.top = `${(line - this.headCount - 1) * this.lineHeight}px`;
    return layer;
  }

  private follow(): void {
    const { scrollTop, scrollLeft } = this.area;
    this.numbers.style.transform = `translateY(${-scrollTop}px)`;
    this.marks.style.transform = `translateY(${-scrollTop}px)`;
    this.colours.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }

  private offsetOf(line: number, column: number): number {
    const lines = this.area.value.split('\n');
    const index = Math.max(0, line - this.headCount - 1);
    const before = lines.slice(0, index).reduce((sum, text) => sum + text.length + 1, 0);
    return before + Math.min(column - 1, lines[index]?.length ?? 0);
  }
}
