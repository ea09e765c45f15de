// lanes.ts — where threads and channels lie across the picture: threads first, then channels.

import type { FlowChannel, FlowModel, FlowThread } from '../model/flow-model.ts';
import type { Filter } from './axis.ts';
import type { Colour } from './shapes.ts';

export const laneColours = 8;

export interface Band {
  start: number;
  size: number;
}

export class Lanes {
  readonly threads: readonly FlowThread[];
  readonly channels: readonly FlowChannel[];
  readonly total: number;
  private readonly threadBands = new Map<FlowThread, Band>();
  private readonly channelBands = new Map<FlowChannel, Band>();

  /** `room`: what the lanes may take together; they take more if there are many. */
  constructor(model: FlowModel, filter: Filter, upright: boolean, room: number) {
    this.threads = model.threads.filter(({ id }) => !filter.threads.has(id));
    this.channels = model.channels.filter(({ id }) => !filter.channels.has(id));
    const [least, most, strip] = upright ? [52, 110, 34] : [38, 56, 34];
    const left = room - this.channels.length * strip;
    const lane = Math.min(most, Math.max(least, left / Math.max(1, this.threads.length)));
    let start = 0;
    for (const thread of this.threads) {
      this.threadBands.set(thread, { start, size: lane });
      start += lane;
    }
    for (const channel of this.channels) {
      this.channelBands.set(channel, { start, size: strip });
      start += strip;
    }
    this.total = start;
  }

  thread(thread: FlowThread | undefined): Band | undefined {
    return thread && this.threadBands.get(thread);
  }

  channel(channel: FlowChannel): Band | undefined {
    return this.channelBands.get(channel);
  }

  /** The thread or the channel at this place. */
  at(across: number): FlowThread | FlowChannel | undefined {
    const isThere = ({ start, size }: Band): boolean => across >= start && across < start + size;
    for (const bands of [this.threadBands, this.channelBands] as Map<FlowThread | FlowChannel,
      Band>[]) {
      for (const [owner, band] of bands) if (isThere(band)) return owner;
    }
    return undefined;
  }
}

export const middle = ({ start, size }: Band): number => start + size / 2;

/** Colours repeat after eight threads; names and places tell the threads apart. */
export function laneColour({ lane }: FlowThread): Colour {
  return `lane-${lane % laneColours + 1}`;
}
