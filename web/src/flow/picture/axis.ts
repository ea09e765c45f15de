// axis.ts — where steps lie along the picture: one after the other, or by their time.
// A position is a number of columns (steps) or of microseconds (time); the view turns it into
// pixels.

import { firstAbove } from '../model/contents.ts';
import type { FlowEvent } from '../model/events.ts';
import type { FlowModel } from '../model/flow-model.ts';

export type Scale = 'steps' | 'time';

/** What a reader can leave out, in words. */
export const stepGroups = {
  messages: ['sent', 'received', 'displaced'],
  waits: ['blocked', 'wait-began'],
  'vain attempts': ['ended'],
  'beginnings and ends': ['channel-made', 'closed', 'side-gone', 'thread-began', 'thread-ended'],
  output: ['output'],
} as const satisfies Record<string, readonly FlowEvent['kind'][]>;

export type StepGroup = keyof typeof stepGroups;

/** What is left out: ids of threads and channels, groups of steps. */
export interface Filter {
  threads: ReadonlySet<number>;
  channels: ReadonlySet<number>;
  groups: ReadonlySet<StepGroup>;
}

export const noFilter: Filter = { threads: new Set(), channels: new Set(), groups: new Set() };

export class Axis {
  readonly scale: Scale;
  /** The steps that are shown, ascending. */
  readonly shown: readonly number[];
  private readonly times: Float64Array;
  private readonly isWhole: boolean;

  constructor(model: FlowModel, scale: Scale, filter: Filter) {
    this.scale = scale;
    this.shown = shownSteps(model, filter);
    this.isWhole = this.shown.length === model.steps.length;
    this.times = new Float64Array(scale === 'time' ? model.steps.length : 0);
    // Clocks of different threads differ a little; the order of the steps is the truth.
    let latest = 0;
    for (let step = 0; step < this.times.length; ++step) {
      const time = (model.steps[step]?.time ?? 0) / 1000;
      if (time > latest) latest = time;
      this.times[step] = latest;
    }
  }

  /** Of a step; of those that are not shown, of the next one that is. Infinity: the end. */
  position(step: number): number {
    if (this.scale === 'time') return this.times[Math.min(step, this.times.length - 1)] ?? 0;
    if (this.isWhole) return Math.min(step, this.shown.length);
    return firstAbove(this.shown, step - 1);
  }

  get length(): number {
    if (this.scale === 'steps') return this.shown.length;
    return Math.max(1, this.times.at(-1) ?? 0);
  }

  /** The shown step that is nearest to a position; -1 if none is shown. */
  stepAt(position: number): number {
    const { shown } = this;
    if (this.scale === 'steps') {
      return shown[Math.min(Math.max(Math.round(position), 0), shown.length - 1)] ?? -1;
    }
    let low = 0;
    let high = shown.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.position(shown[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    const [before = -1, after = -1] = [shown[low - 1], shown[low]];
    if (before < 0) return after;
    return position - this.position(before) < this.position(after) - position ? before : after;
  }

  /** The step that is `by` shown steps further, within the ends. */
  neighbour(step: number, by: number): number {
    const index = firstAbove(this.shown, step) - 1;
    return this.shown[Math.min(Math.max(index + by, 0), this.shown.length - 1)] ?? -1;
  }
}

function shownSteps(model: FlowModel, { threads, channels, groups }: Filter): number[] {
  const kinds = new Set<FlowEvent['kind']>([...groups].flatMap((group) => stepGroups[group]));
  const shown: number[] = [];
  for (let step = 0; step < model.steps.length; ++step) {
    const { thread, channel, kind } = model.steps[step] as FlowEvent;
    if (!threads.has(thread) && !channels.has(channel) && !kinds.has(kind)) shown.push(step);
  }
  return shown;
}
