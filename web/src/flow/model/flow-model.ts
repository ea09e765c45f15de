// flow-model.ts — a run as threads, channels, messages and waits.
// Idea: only events that a reader would tell of are steps; the others (an operation begun, a name
//       given) complete them. All places in time are steps: indices that only grow.
// Invariants: what was said about a step stays true when more events arrive; only open ends (a
//             wait, a message on its way) are completed, and names may become clearer.
// Not here: how it is built (model-builder.ts), words (words.ts), positions (picture/).

import { Contents } from './contents.ts';
import type { FlowEvent, Place } from './events.ts';

/** An operation that did not finish at once, or a wait outside of channels. Its end is the first
 *  step after it: Infinity while it lasts. */
export interface Wait {
  readonly thread: FlowThread;
  readonly what: string;
  /** The channel of a send or a receive; several for a select. */
  readonly channels: readonly FlowChannel[];
  /** What would be sent. */
  readonly value: string;
  readonly place: number;
  /** The thread that is joined; -1: none, or unknown. */
  readonly joined: number;
  readonly from: number;
  readonly fromTime: number;
  to: number;
  toTime: number;
}

export interface Message {
  readonly id: number;
  readonly channel: FlowChannel;
  value: string;
  sender: FlowThread | undefined;
  receiver: FlowThread | undefined;
  /** Steps; -1: it did not happen, or is unknown. */
  sent: number;
  received: number;
  displaced: number;
}

/** An operation that ended without a message. */
export interface VainAttempt {
  readonly what: string;
  readonly channels: readonly FlowChannel[];
  /** The thread slept meanwhile. */
  readonly waited: boolean;
}

export class FlowThread {
  /** Given by the program. */
  name = '';
  /** Of its first operation. */
  function = '';
  parent: FlowThread | undefined;
  began = 0;
  ended = Infinity;
  /** Its steps, and where it was in the source at each. */
  readonly steps: number[] = [];
  readonly places: number[] = [];
  readonly waits: Wait[] = [];
  readonly id: number;
  /** Its lane, from 0. */
  readonly lane: number;

  constructor(id: number, lane: number, step: number) {
    this.id = id;
    this.lane = lane;
    this.began = step;
  }
}

export class FlowChannel {
  name = '';
  kind = '';
  type = '';
  /** Undefined: unbounded, or unknown. */
  capacity: number | undefined;
  place = 0;
  made: number;
  closed = Infinity;
  /** The steps at which its fill level changed, and the level after each. */
  readonly fillSteps: number[] = [];
  readonly fills: number[] = [];
  /** The steps after which a handle was made or dropped, and how many there were then. */
  readonly handleSteps: number[] = [];
  readonly handles: { senders: number; receivers: number }[] = [];
  readonly contents = new Contents<Message>();
  highest = 0;
  readonly id: number;
  readonly index: number;

  constructor(id: number, index: number, step: number) {
    this.id = id;
    this.index = index;
    this.made = step;
  }
}

export class FlowModel {
  /** What a reader would tell of, in order. */
  readonly steps: FlowEvent[] = [];
  readonly threads: FlowThread[] = [];
  readonly channels: FlowChannel[] = [];
  readonly messages: Message[] = [];
  /** What the steps tried that ended without a message. */
  readonly vain = new Map<number, VainAttempt>();
  /** The step at which each line of output began. */
  readonly outputSteps = new Map<number, number>();
  readonly threadsById = new Map<number, FlowThread>();
  readonly channelsById = new Map<number, FlowChannel>();
  readonly messagesById = new Map<number, Message>();
  /** May grow while the model is used. */
  readonly places: readonly Place[];
  /** Events that are not known: from before the first step, or in between. */
  lost = 0;

  constructor(places: readonly Place[]) {
    this.places = places;
  }
}
