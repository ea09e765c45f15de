// scene.ts — the picture of a run, as shapes: lanes, waits, arrows, fill levels, the cursor.
// Idea: only what is in sight is drawn; many arrows become bands with a count (bundles.ts).
// Invariants: the number of shapes is bounded by the picture's size, not by the run's length.

import { firstAbove } from '../model/contents.ts';
import type { FlowEvent } from '../model/events.ts';
import type { FlowChannel, FlowModel, FlowThread, Message, Wait } from '../model/flow-model.ts';
import type { Names } from '../model/words.ts';
import type { Axis } from './axis.ts';
import { bundled, type Arrow, type Bundle } from './bundles.ts';
import { placed, type TextShape } from './labels.ts';
import { laneColour, middle, type Band, type Lanes } from './lanes.ts';
import { fitted, textSize, textWidth, type MarkForm, type Shape } from './shapes.ts';
import { Sketch } from './sketch.ts';

export interface View {
  /** Pixels per position, and where position 0 lies. */
  zoom: number;
  offset: number;
  /** What is in sight along the picture, in pixels. */
  length: number;
  upright: boolean;
}

export interface Selection {
  message?: Message | undefined;
  thread?: FlowThread | undefined;
}

export interface SceneParts {
  model: FlowModel;
  names: Names;
  axis: Axis;
  lanes: Lanes;
  view: View;
  cursor: number;
  selection: Selection;
}

/** More arrows than these are bundled, more steps than these have no marks; fewer where they would
 *  be closer to each other than this many pixels. */
export const arrowsLimit = 200;
const marksLimit = 1500;
const crowdedPixels = 3;
const ownRoom = 60;
const fadedOpacity = 0.18;
/** Beyond the edges, so that lines do not end in sight. */
const margin = 40;

export function drawScene(parts: SceneParts): Shape[] {
  return new Scene(parts).draw();
}

/** Where a step lies, in pixels along the picture. */
export function alongOf(axis: Axis, { zoom, offset }: View, step: number): number {
  return axis.position(step) * zoom + offset;
}

class Scene {
  private readonly parts: SceneParts;
  private readonly sketch: Sketch;
  private readonly from: number;
  private readonly to: number;
  private readonly end: number;
  /** The steps in sight, roughly. */
  private readonly firstStep: number;
  private readonly lastStep: number;
  /** Where the last value beside each lane ends: values do not overlap. */
  private readonly valueEnds = new Map<number, number>();
  /** Of waits: where each may lie, the best place first. Values go before them. */
  private readonly waitLabels: TextShape[][] = [];

  constructor(parts: SceneParts) {
    this.parts = parts;
    const { axis, view } = parts;
    this.sketch = new Sketch(view.upright);
    this.end = axis.length * view.zoom + view.offset;
    this.from = -margin;
    this.to = view.length + margin;
    this.firstStep = axis.stepAt((this.from - view.offset) / view.zoom) - 1;
    this.lastStep = axis.stepAt((this.to - view.offset) / view.zoom) + 1;
  }

  draw(): Shape[] {
    const { lanes } = this.parts;
    for (const channel of lanes.channels) this.drawChannel(channel);
    for (const thread of lanes.threads) this.drawThread(thread);
    this.drawCursor(); // Under all labels.
    this.drawMessages();
    this.drawWaitLabels();
    this.drawMarks();
    return this.sketch.shapes;
  }

  private along(step: number): number {
    return alongOf(this.parts.axis, this.parts.view, step);
  }

  /** How many things of this size the picture has room for along it. */
  private roomFor(pixels: number): number {
    return this.parts.view.length / pixels;
  }

  private opacity(...threads: (FlowThread | undefined)[]): number {
    const { selection: { thread, message } } = this.parts;
    if (message) return fadedOpacity;
    return thread && !threads.includes(thread) ? fadedOpacity : 1;
  }

  private drawThread(thread: FlowThread): void {
    const band = this.parts.lanes.thread(thread);
    if (!band) return;
    const from = Math.max(this.along(thread.began), this.from);
    const to = Math.min(thread.ended < Infinity ? this.along(thread.ended) : this.end, this.to);
    if (to <= from) return;
    const opacity = this.opacity(thread);
    const across = middle(band);
    this.sketch.line([from, to], [across, across],
      { colour: laneColour(thread), width: 2, opacity });
    this.drawBirth(thread, across, opacity);
    this.drawWaits(thread, band, opacity);
  }

  private drawBirth(thread: FlowThread, across: number, opacity: number): void {
    const parent = this.parts.lanes.thread(thread.parent);
    const along = this.along(thread.began);
    if (!parent || along < this.from || along > this.to) return;
    this.sketch.line([along, along], [middle(parent), across],
      { colour: laneColour(thread), width: 1, dashed: true, opacity: opacity * 0.7 });
  }

  /** Waits closer than two pixels are one. */
  private drawWaits({ waits }: FlowThread, band: Band, opacity: number): void {
    const lane = middle(band);
    const across: [number, number] = [lane - 5, lane + 5];
    let open: { from: number; to: number; wait: Wait | undefined } | undefined;
    const finish = (): void => {
      if (!open) return;
      const along: [number, number] = [Math.max(open.from, this.from), Math.min(open.to, this.to)];
      const colour = open.wait?.what === 'sleep' ? 'text-quiet' : 'waiting';
      this.sketch.box(along, across, { colour: 'surface' });
      this.sketch.box(along, across, { colour, opacity: opacity * 0.28 });
      this.sketch.box(along, across, { colour, outlined: true, opacity });
      if (open.wait) this.labelWait(open.wait, along, band, opacity);
    };
    for (let index = firstWait(waits, this.parts.axis, this.parts.view, this.from);
      index < waits.length; ++index) {
      const wait = waits[index] as Wait;
      const from = this.along(wait.from);
      const to = wait.to < Infinity ? this.along(wait.to) : this.end;
      if (from > this.to) break;
      if (to < this.from || to <= from) continue;
      if (open && from - open.to < 2) open = { ...open, to, wait: undefined };
      else {
        finish();
        open = { from, to, wait };
      }
    }
    finish();
  }

  private labelWait(wait: Wait, [from, to]: [number, number], band: Band,
                    opacity: number): void {
    const { names, view } = this.parts;
    const words = names.briefWait(wait);
    const style = { colour: 'waiting', opacity } as const;
    const places = new Sketch(view.upright);
    if (view.upright) {
      const text = fitted(words, band.size - 14);
      for (const away of [0, -textSize, textSize, -2 * textSize, 2 * textSize]) {
        if (Math.abs(away) + textSize / 2 > (to - from) / 2) continue;
        places.text((from + to) / 2 + away, middle(band), text, { ...style, shift: [9, 4] });
      }
    } else {
      const text = fitted(words, to - from - 4);
      for (const shift of [16, -8]) {
        places.text(from + 3, middle(band), text, { ...style, shift: [0, shift] });
      }
    }
    if (places.shapes.length > 0) this.waitLabels.push(places.texts);
  }

  private drawWaitLabels(): void {
    this.sketch.shapes.push(...placed(this.waitLabels, this.sketch.texts));
  }

  private drawChannel(channel: FlowChannel): void {
    const band = this.parts.lanes.channel(channel);
    if (!band) return;
    const opacity = this.opacity();
    const from = Math.max(this.along(channel.made), this.from);
    const to = Math.min(channel.closed < Infinity ? this.along(channel.closed) : this.end, this.to);
    const base = band.start + band.size - 6;
    const height = band.size - 12;
    if (to > from) this.sketch.line([from, to], [base, base], { colour: 'text-quiet', width: 1 });
    const most = Math.max(channel.highest,
      channel.capacity !== undefined && channel.capacity <= 64 ? channel.capacity : 1, 1);
    if (channel.capacity === undefined || channel.capacity > 0) {
      this.drawLevels(channel, (level) => base - height * Math.min(1, level / most), base, opacity);
    }
    if (channel.closed < Infinity) {
      const along = this.along(channel.closed);
      if (along >= this.from && along <= this.to) {
        this.sketch.mark(along, base, 'cross', { colour: 'text', opacity });
      }
    }
  }

  /** Levels of the same pixel are one: the highest of them. */
  private drawLevels({ fillSteps, fills }: FlowChannel, acrossOf: (level: number) => number,
                     base: number, opacity: number): void {
    let index = Math.max(0, firstAbove(fillSteps, this.firstStep) - 1);
    while (index < fillSteps.length) {
      const from = this.along(fillSteps[index] as number);
      if (from > this.to) return;
      let level = fills[index] as number;
      let next = index + 1;
      let to = next < fillSteps.length ? this.along(fillSteps[next] as number) : this.end;
      while (next < fillSteps.length && to - from < 1) {
        level = Math.max(level, fills[next] as number);
        ++next;
        to = next < fillSteps.length ? this.along(fillSteps[next] as number) : this.end;
      }
      if (level > 0 && to > this.from) {
        const along: [number, number] = [Math.max(from, this.from), Math.min(to, this.to)];
        this.sketch.box(along, [acrossOf(level), base],
          { colour: 'accent', opacity: 0.45 * opacity });
      }
      index = next;
    }
  }

  private drawMessages(): void {
    const { lanes, selection, model } = this.parts;
    const seen = model.messages.flatMap((message) => {
      const arrow = this.arrowOf(message);
      return arrow && lanes.channel(message.channel) ? [arrow] : [];
    });
    // First the lines, then the labels, so that no line hides one.
    if (seen.length > Math.min(arrowsLimit, this.roomFor(crowdedPixels))) {
      const bundles = bundled(seen);
      for (const bundle of bundles) this.drawBundle(bundle);
      for (const bundle of bundles) this.drawCount(bundle);
    } else {
      const others = seen.filter(({ message }) => message !== selection.message);
      for (const arrow of others) this.drawArrow(arrow);
      for (const arrow of others) this.drawValue(arrow);
    }
    const chosen = seen.find(({ message }) => message === selection.message);
    if (chosen) {
      this.valueEnds.clear();
      this.drawArrow(chosen);
      this.drawValue(chosen);
    }
  }

  private opacityOf({ message }: Arrow): number {
    return message === this.parts.selection.message
      ? 1 : this.opacity(message.sender, message.receiver);
  }

  /** Undefined if it is out of sight, or has not been received. */
  private arrowOf(message: Message): Arrow | undefined {
    const { lanes } = this.parts;
    if (message.received < this.firstStep || message.sent > this.lastStep) return undefined;
    const receiver = lanes.thread(message.receiver);
    const sender = lanes.thread(message.sender) ??
      (message.sender ? undefined : lanes.channel(message.channel));
    if (!receiver || !sender || message.received < 0) return undefined;
    // A direct hand-over: the sender learns of it after the receiver.
    const sent = message.sent < 0 ? message.received : Math.min(message.sent, message.received);
    const [from, to] = [this.along(sent), this.along(message.received)];
    if (to < this.from || from > this.to) return undefined;
    const colour = message.sender ? laneColour(message.sender) : 'text-quiet';
    return { message, from, to, sender: middle(sender), receiver: middle(receiver), colour };
  }

  private drawArrow(arrow: Arrow): void {
    const { from, to, sender, receiver, colour } = arrow;
    const gap = Math.sign(receiver - sender) * 5;
    this.sketch.arrow([from, to], [sender + gap, receiver - gap],
      { colour, width: 1.5, opacity: this.opacityOf(arrow) });
  }

  private drawValue(arrow: Arrow): void {
    const { message, from, sender, receiver, colour } = arrow;
    const { view } = this.parts;
    // To itself: beside the lane.
    const apart = Math.abs(receiver - sender) || ownRoom;
    const room = view.upright ? apart - 16 : view.zoom - 6;
    const towards = Math.sign(receiver - sender) || -1;
    const isRight = towards > 0;
    const text = fitted(message.value, Math.max(room, 14));
    // Values to the left and to the right of a lane, above and below it, are apart.
    const side = sender * 2 + (isRight ? 1 : 0);
    if (from < (this.valueEnds.get(side) ?? -Infinity)) return;
    this.valueEnds.set(side, from + (view.upright ? textSize : textWidth(text)));
    const style = { colour, isCode: true, opacity: this.opacityOf(arrow) } as const;
    if (view.upright) {
      this.sketch.text(from, sender, text,
        { ...style, anchor: isRight ? 'start' : 'end', shift: [towards * 9, -4] });
    } else {
      this.sketch.text(from, sender, text,
        { ...style, anchor: 'start', shift: [5, isRight ? 14 : -7] });
    }
  }

  private drawBundle({ from, to, sender, receiver, colour, count }: Bundle): void {
    const gap = Math.sign(receiver - sender) * 5;
    this.sketch.arrow([from, to], [sender + gap, receiver - gap],
      { colour, width: Math.min(2 + Math.log2(count) * 1.5, 12), opacity: this.opacity() * 0.55 });
  }

  private drawCount({ from, to, sender, receiver, count }: Bundle): void {
    if (count === 1) return;
    // Close to the sender: there the labels of several senders are apart.
    const across = Math.sign(receiver - sender) * Math.min(20, Math.abs(receiver - sender) / 2);
    const part = across / ((receiver - sender) || 1);
    this.sketch.text(from + (to - from) * part, sender + across, `×${count}`,
      { colour: 'text', anchor: 'middle', shift: [0, 4] });
  }

  private drawMarks(): void {
    const { axis, lanes, model, selection } = this.parts;
    const [first, last] = [this.firstStep, this.lastStep].map((step) =>
      firstAbove(axis.shown, step - 1)) as [number, number];
    if (last - first > Math.min(marksLimit, this.roomFor(crowdedPixels))) return;
    for (let index = first; index <= last && index < axis.shown.length; ++index) {
      const step = axis.shown[index] as number;
      const event = model.steps[step] as FlowEvent;
      const thread = model.threadsById.get(event.thread);
      const band = lanes.thread(thread);
      const form = markForms[event.kind];
      if (!thread || !band || !form) continue;
      const isChosen = selection.message !== undefined && event.message === selection.message.id;
      const opacity = isChosen ? 1 : this.opacity(thread);
      this.sketch.mark(this.along(step), middle(band), form,
        { colour: laneColour(thread), opacity });
    }
  }

  private drawCursor(): void {
    const { cursor, lanes, axis } = this.parts;
    if (cursor < 0 || axis.shown.length === 0) return;
    const along = this.along(cursor);
    if (along < this.from || along > this.to) return;
    this.sketch.line([along, along], [0, Math.max(lanes.total, 40)],
      { colour: 'accent', width: 2, opacity: 0.75 });
  }
}

const markForms: { [Kind in FlowEvent['kind']]?: MarkForm } = {
  'sent': 'disc',
  'received': 'ring',
  'displaced': 'cross',
  'closed': 'cross',
  'side-gone': 'half',
  'ended': 'diamond',
  'channel-made': 'square',
  'output': 'square',
  'thread-began': 'bar',
  'thread-ended': 'bar',
};

/** The first wait that may be in sight: the one before the first that begins there. */
function firstWait(waits: readonly Wait[], axis: Axis, view: View, from: number): number {
  let low = 0;
  let high = waits.length;
  while (low < high) {
    const center = (low + high) >> 1;
    if (alongOf(axis, view, (waits[center] as Wait).from) < from) low = center + 1;
    else high = center;
  }
  return Math.max(0, low - 1);
}
