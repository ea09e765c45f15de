// flow-picture.ts — <flow-picture>: lanes, arrows and fill levels, with the cursor in them.
// Idea: labels are HTML, the rest is drawn on a canvas: as much as is in sight, once per frame.
//       The focusable element is a slider over the steps, whose value is the step's sentence.
// Events: `view-moved` (detail: zoom and offset) if it has a span; else none, it acts on the state.

import { html, type PropertyValues, type TemplateResult } from 'lit';
import { FlowThread, type FlowChannel } from '../model/flow-model.ts';
import { channelState, threadState } from '../model/moment.ts';
import { summary } from '../model/words.ts';
import { CanvasPainter } from '../picture/canvas-painter.ts';
import { laneColour, Lanes, type Band } from '../picture/lanes.ts';
import { drawRuler } from '../picture/ruler.ts';
import { alongOf, drawScene, type View } from '../picture/scene.ts';
import type { Colour, Shape } from '../picture/shapes.ts';
import { FlowElement } from './flow-element.ts';
import { endPixels, Gestures, type GestureHost } from './flow-gestures.ts';

/** Narrower pictures run down. */
const uprightBelow = 620;
const sizes = { labels: 148, labelsNarrow: 88, head: 46, ruler: { along: 24, upright: 44 } };
const stepZoom = { along: 40, upright: 22 };
/** Longer names do not fit beside the picture. */
const nameLimit = 26;
/** Of the labels in files, about. */
const letterWidth = 6;
const zoomMost = { steps: 160, time: 100 };

export class FlowPicture extends FlowElement implements GestureHost {
  static override properties = {
    ...FlowElement.properties,
    deadlock: { type: Boolean },
    span: { type: Number },
    led: { type: Boolean },
    size: { state: true },
  };

  declare deadlock: boolean;
  /** Positions in sight at least: several pictures with the same span have one scale, and none of
   *  them runs down. 0: its own. */
  declare span: number;
  /** Another picture moves it: it does not follow its cursor. */
  declare led: boolean;
  declare private size: [width: number, height: number];
  private lanes: Lanes | undefined;
  private view: View = { zoom: stepZoom.along, offset: endPixels, length: 0, upright: false };
  private gestures: Gestures | undefined;
  private frame = 0;
  /** What the view was made for: another scale or model is shown anew. */
  private shown = '';
  private shownLength = 0;
  private cursorShown = -1;
  private readonly observer = new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    if (width > 0 && height > 0) this.size = [width, height];
  });

  /** The canvas has the theme's colours. */
  private readonly themeObserver = new MutationObserver(() => this.draw());

  constructor() {
    super();
    this.deadlock = false;
    this.span = 0;
    this.led = false;
    this.size = [0, 0];
  }

  get upright(): boolean {
    return this.isNarrow && this.span === 0;
  }

  private get isNarrow(): boolean {
    return this.size[0] < uprightBelow;
  }

  private get labels(): number {
    return this.isNarrow ? sizes.labelsNarrow : sizes.labels;
  }

  get visible(): number {
    const [width, height] = this.size;
    return Math.max(50, this.upright ? height - sizes.head : width - this.labels);
  }

  get length(): number {
    return Math.max(1, this.span, this.state.axis.length);
  }

  get zooms(): [number, number] {
    const { scale } = this.state;
    const most = zoomMost[scale];
    // A run that is followed begins with few steps: they need not fill the picture.
    return [Math.min(this.fitZoom, scale === 'steps' ? this.usualZoom : most), most];
  }

  private get usualZoom(): number {
    return this.upright ? stepZoom.upright : stepZoom.along;
  }

  private get fitZoom(): number {
    return (this.visible - 2 * endPixels) / this.length;
  }

  moved(zoom: number, offset: number, byReader: boolean, across: number): void {
    this.view = { zoom, offset, length: this.visible, upright: this.upright };
    const scroller = this.querySelector('.flow-scroll');
    if (across !== 0 && scroller) {
      if (this.upright) scroller.scrollLeft -= across;
      else scroller.scrollTop -= across;
    }
    if (byReader && this.state.follows && this.alongCursor() > this.visible) {
      this.state.follows = false;
    }
    if (this.span > 0) this.emit('view-moved', { zoom, offset });
    this.draw();
  }

  /** Shows the same part of the scale as another picture. */
  look({ zoom, offset }: Pick<View, 'zoom' | 'offset'>): void {
    if (zoom !== this.view.zoom || offset !== this.view.offset) this.gestures?.set(zoom, offset);
  }

  fit(): void {
    this.gestures?.set(this.fitZoom, endPixels);
  }

  zoomBy(factor: number): void {
    const { zoom } = this.view;
    const [least, most] = this.zooms;
    const next = Math.min(Math.max(zoom * factor, least), most);
    const center = Math.min(Math.max(this.alongCursor(), 0), this.visible);
    this.gestures?.set(next, center - (center - this.view.offset) * next / zoom);
  }

  /** For files: what is in sight, with its names. */
  snapshot(): { shapes: Shape[]; width: number; height: number } {
    const lanes = this.lanes as Lanes;
    const { upright } = this;
    const ruler = upright ? sizes.ruler.upright : sizes.ruler.along;
    const lead = upright ? sizes.head : this.labels;
    const [left, top] = upright ? [ruler, lead] : [lead, ruler];
    const shapes = [
      ...moved(drawRuler(this.state.axis, this.view, ruler, this.state.cursor),
        upright ? 0 : left, upright ? top : 0),
      ...moved(drawScene(this.scene(lanes)), left, top),
      // What has been scrolled out of sight ends where the names begin.
      { kind: 'box', x: 0, y: 0, colour: 'surface', width: upright ? left + lanes.total : left,
        height: upright ? top : top + lanes.total } satisfies Shape,
    ];
    for (const owner of [...lanes.threads, ...lanes.channels]) {
      const band = this.band(owner);
      const colour = owner instanceof FlowThread ? laneColour(owner) : 'text';
      const [x, y] = upright ? [left + band.start + band.size / 2, 12]
        : [8, top + band.start + band.size / 2 + 4];
      const lines = upright ? inLines(this.nameOf(owner), band.size / letterWidth)
        : [cut(this.nameOf(owner), 22)];
      lines.forEach((text, line) => shapes.push({ kind: 'text', x, y: y + line * 12, text, colour,
        anchor: upright ? 'middle' : 'start' }));
    }
    const across = Math.max(lanes.total, 60);
    return upright ? { shapes, width: left + across, height: top + this.visible }
      : { shapes, width: left + this.visible, height: top + across };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.themeObserver.disconnect();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  protected override firstUpdated(): void {
    const scroller = this.querySelector('.flow-scroll');
    const plane = this.querySelector<HTMLElement>('.flow-plane');
    if (scroller) this.observer.observe(scroller);
    this.themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    if (plane) this.gestures = new Gestures(plane, this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('state')) this.shown = '';
    if (this.size[0] === 0) return;
    const { axis, cursor, follows } = this.state;
    const shown = `${axis.scale} ${this.upright} ${axis.shown.length > 0} ${this.span}`;
    const hasGrown = follows && axis.scale === 'time' && axis.length > this.shownLength;
    this.shownLength = axis.length;
    if (shown !== this.shown || hasGrown) {
      this.shown = shown;
      this.showAnew();
    } else if (!this.led) {
      const along = this.alongCursor();
      const isOut = along < endPixels || along > this.visible - endPixels;
      const wanted = isOut && cursor >= 0 ? (follows ? this.visible - endPixels
        : this.visible / 2) - axis.position(cursor) * this.view.zoom : this.view.offset;
      this.gestures?.set(this.view.zoom, wanted);
    }
    this.showLane();
    this.draw();
  }

  /** The cursor's thread, if its lane is out of sight because there are many. */
  private showLane(): void {
    const { model, cursor, follows } = this.state;
    if (cursor === this.cursorShown || follows) return;
    this.cursorShown = cursor;
    const scroller = this.querySelector('.flow-scroll');
    const band = this.lanes?.thread(model.threadsById.get(model.steps[cursor]?.thread ?? -1));
    if (!scroller || !band) return;
    const [at, room] = this.upright ? [scroller.scrollLeft, scroller.clientWidth]
      : [scroller.scrollTop, scroller.clientHeight];
    const wanted = Math.min(band.start, Math.max(at, band.start + band.size - room));
    if (wanted === at) return;
    if (this.upright) scroller.scrollLeft = wanted;
    else scroller.scrollTop = wanted;
  }

  /** All of it if that is readable, else the part around the cursor. */
  private showAnew(): void {
    const { state } = this;
    const { axis, cursor, scale } = state;
    const usual = this.usualZoom;
    if (this.span > 0) return this.fit();
    if (scale === 'time' || this.fitZoom >= usual / 2) {
      this.gestures?.set(scale === 'time' ? this.fitZoom : Math.min(this.fitZoom, usual),
        endPixels);
    } else {
      const at = state.follows ? this.visible - endPixels : this.visible / 2;
      this.gestures?.set(usual, at - axis.position(cursor) * usual);
    }
  }

  override render(): TemplateResult {
    const { upright, state } = this;
    const [width, height] = this.size;
    const { model, names, axis, cursor } = state;
    const room = upright ? width : height;
    const lanes = new Lanes(model, state.filter, upright, room);
    this.lanes = lanes;
    const across = `${Math.max(lanes.total, room)}px`;
    const at = axis.position(cursor) + 1;
    const { thread: selected } = state.selection;
    const stop = selected && lanes.threads.includes(selected) ? selected : lanes.threads[0];
    return html`<div class="flow-picture" ?data-upright=${upright}
      style="--labels: ${this.labels}px">
      <canvas class="flow-ruler" aria-hidden="true" @pointerdown=${this.scrub}
        @pointermove=${this.scrub}></canvas>
      <div class="flow-scroll">
        <div class="flow-inner" style=${upright ? `width: ${across}` : `height: ${across}`}>
          <div class="flow-labels" @keydown=${this.labelKey}>
            ${lanes.threads.map((thread) => this.threadLabel(thread, thread === stop))}
            ${lanes.channels.map((channel) => this.channelLabel(channel))}
          </div>
          <div class="flow-plane" tabindex="0" role="slider" data-testid="flow-picture"
            aria-label="Flow: ${summary(model, this.deadlock)}" aria-valuemin="1"
            aria-valuemax=${Math.max(1, axis.shown.length)} aria-valuenow=${Math.max(1, at)}
            aria-valuetext=${cursor < 0 ? 'No steps' : names.sentence(cursor)}
            aria-orientation=${upright ? 'vertical' : 'horizontal'}
            @click=${this.chosen} @keydown=${this.key}><canvas></canvas></div>
        </div>
      </div>
    </div>`;
  }

  private threadLabel(thread: FlowThread, isStop: boolean): TemplateResult {
    const { names, cursor, selection } = this.state;
    const state = threadState(thread, cursor);
    const name = names.thread(thread);
    // Names that differ in their numbers only: there is little room for them. What is read aloud is
    // what is seen, in the same order.
    const [, shown = name, number = ''] = this.upright
      ? /^(.*?)(?: (#\d+))?$/.exec(name.replace(/^lambda in /, 'λ ')) ?? [] : [];
    return html`<button class="flow-label" style=${this.place(thread)} data-state=${state.kind}
      tabindex=${isStop ? 0 : -1} aria-pressed=${selection.thread === thread}
      aria-label=${`${shown} ${number}`.trim()} title="${name}: ${names.state(state)}"
      @click=${() => this.state.selectThread(thread)}><span class="flow-name">${
        words(shown)}</span> <span class="flow-sign"><span class="flow-dot"
        style="background: var(--${laneColour(thread)})"></span>${number}</span></button>`;
  }

  private channelLabel(channel: FlowChannel): TemplateResult {
    const { names, cursor } = this.state;
    const { level, isClosed } = channelState(channel, cursor);
    const name = names.channel(channel);
    const about = names.describeChannel(channel);
    const fill = isClosed ? (this.isNarrow ? '✕' : 'closed') : channel.capacity === 0 ? '' :
      channel.capacity === undefined ? String(level) : `${level}/${channel.capacity}`;
    return html`<div class="flow-label flow-label-channel" style=${this.place(channel)}
      title="${name}: ${about}"><span class="flow-name">${words(
        this.isNarrow || name.length > nameLimit ? names.briefChannel(channel) : name)}</span><span
        class="flow-fill">${fill}</span></div>`;
  }

  private place(owner: FlowThread | FlowChannel): string {
    const { start, size } = this.band(owner);
    return this.upright ? `left: ${start}px; width: ${size}px`
      : `top: ${start}px; height: ${size}px`;
  }

  private band(owner: FlowThread | FlowChannel): Band {
    const band = owner instanceof FlowThread ? this.lanes?.thread(owner)
      : this.lanes?.channel(owner);
    return band ?? { start: 0, size: 0 };
  }

  private nameOf(owner: FlowThread | FlowChannel): string {
    const { names } = this.state;
    if (owner instanceof FlowThread) return names.thread(owner);
    return this.upright ? names.briefChannel(owner) : names.channel(owner);
  }

  private alongCursor(): number {
    return alongOf(this.state.axis, this.view, this.state.cursor);
  }

  private readonly chosen = (event: MouseEvent): void => {
    const plane = event.currentTarget as HTMLElement;
    const { left, top } = plane.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const step = this.stepNear(this.upright ? y : x, this.upright ? x : y);
    const isSame = step === this.state.cursor;
    this.state.setCursor(step);
    if (isSame) this.state.selectMessage();
    else if (this.state.selection.message) this.state.select({});
  };

  /** Of the thread whose lane was hit, if it has a step close by. */
  private stepNear(along: number, across: number): number {
    const { axis, model } = this.state;
    const { zoom, offset } = this.view;
    const near = axis.stepAt((along - offset) / zoom);
    const owner = this.lanes?.at(across);
    const id = owner instanceof FlowThread ? owner.id : -1;
    for (let away = 0; away < 12; ++away) {
      for (const by of [away, -away]) {
        const step = axis.neighbour(near, by);
        const distance = Math.abs(alongOf(axis, this.view, step) - along);
        if (distance < 18 && model.steps[step]?.thread === id) return step;
      }
    }
    return near;
  }

  private readonly scrub = (event: PointerEvent): void => {
    if (event.buttons !== 1) return;
    const ruler = event.currentTarget as HTMLElement;
    ruler.setPointerCapture(event.pointerId);
    const { left, top } = ruler.getBoundingClientRect();
    const along = this.upright ? event.clientY - top : event.clientX - left;
    this.state.setCursor(this.state.axis.stepAt((along - this.view.offset) / this.view.zoom));
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { state } = this;
    const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
    const actions: Record<string, () => void> = {
      Home: () => state.setCursor(state.axis.shown[0] ?? -1),
      End: () => state.follow(true),
      PageUp: () => state.move(-20),
      PageDown: () => state.move(20),
      Enter: () => state.selectMessage(),
      Escape: () => state.select({}),
      '+': () => this.zoomBy(1.4),
      '=': () => this.zoomBy(1.4),
      '-': () => this.zoomBy(1 / 1.4),
      '0': () => this.fit(),
    };
    const action = /^Arrow/.test(event.key)
      ? () => event.shiftKey ? state.moveInThread(forward ? 1 : -1) : state.move(forward ? 1 : -1)
      : actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  /** The threads' names are one stop of Tab: arrow keys go from one to the next. */
  private readonly labelKey = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const labels = [...this.querySelectorAll<HTMLElement>('button.flow-label')];
    labels[labels.indexOf(event.target as HTMLElement) + by]?.focus();
  };

  private draw(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.paint();
      });
    }
  }

  private scene(lanes: Lanes): Parameters<typeof drawScene>[0] {
    const { model, names, axis, cursor, selection } = this.state;
    return { model, names, axis, lanes, view: { ...this.view, length: this.visible,
      upright: this.upright }, cursor, selection };
  }

  private paint(): void {
    const [plane, ruler] = ['.flow-plane canvas', '.flow-ruler'].map((selector) =>
      this.querySelector<HTMLCanvasElement>(selector));
    const { lanes, upright, state } = this;
    if (!plane || !ruler || !lanes || this.size[0] === 0) return;
    const across = Math.max(lanes.total, upright ? this.size[0] : this.size[1]);
    const size = upright ? sizes.ruler.upright : sizes.ruler.along;
    const view = { ...this.view, length: this.visible, upright };
    const pair = (along: number, wide: number): [number, number] =>
      upright ? [wide, along] : [along, wide];
    this.paintOn(plane, pair(this.visible, across), drawScene(this.scene(lanes)));
    this.paintOn(ruler, pair(this.visible, size), drawRuler(state.axis, view, size, state.cursor));
  }

  private paintOn(canvas: HTMLCanvasElement, [width, height]: [number, number],
                  shapes: Shape[]): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    // Browsers refuse canvases of more than 16,384 pixels a side.
    const ratio = Math.min(devicePixelRatio, 16_000 / Math.max(width, height));
    const [x, y] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== x || canvas.height !== y) Object.assign(canvas, { width: x, height: y });
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(this);
    const colours = new Map<Colour, string>();
    const colour = (name: Colour): string => {
      const known = colours.get(name) ?? style.getPropertyValue(`--${name}`).trim();
      colours.set(name, known);
      return known;
    };
    new CanvasPainter(context, colour, { text: style.getPropertyValue('--font-text'),
      code: style.getPropertyValue('--font-code') }).paint(shapes);
  }
}

/** At most three lines of so many letters; longer words are cut, and the last line is always the
 *  last word: equal names differ in it. */
function inLines(name: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const joined = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (joined.length <= letters) lines[Math.max(0, lines.length - 1)] = joined;
    else lines.push(cut(word, letters));
  }
  return lines.length > 3 ? [...lines.slice(0, 2), ...lines.slice(-1)] : lines;
}

function cut(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(1, Math.floor(letters) - 1))}…` : text;
}

/** A word that is too long for its lane is cut, and the next one has a line of its own. */
function words(name: string): TemplateResult[] {
  return name.split(' ').map((word, index) => html`${index > 0 ? ' ' : ''}${
    word.split(/(?<=_)/).map((part) => html`<span class="flow-word">${part}</span>`)}`);
}

function moved(shapes: Shape[], x: number, y: number): Shape[] {
  return shapes.map((shape) => 'x1' in shape
    ? { ...shape, x1: shape.x1 + x, x2: shape.x2 + x, y1: shape.y1 + y, y2: shape.y2 + y }
    : { ...shape, x: shape.x + x, y: shape.y + y });
}

customElements.define('flow-picture', FlowPicture);

declare global {
  interface HTMLElementTagNameMap {
    'flow-picture': FlowPicture;
  }
}
