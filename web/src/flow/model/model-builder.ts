// model-builder.ts — builds a model from a run's events, in their order.
// Invariants: any events give a model: what is missing is unknown, never an error; numbers of
//             threads and channels are limited, whatever the events say.
// Not here: the events' order and number (recording.ts).

import type { EventKind, FlowEvent, Place } from './events.ts';
import { FlowChannel, FlowModel, FlowThread, type Message, type Wait } from './flow-model.ts';
import { functionName } from './names.ts';

/** What a thread has begun. */
interface Operation {
  what: 'send' | 'receive' | 'select';
  channels: FlowChannel[];
  value: string;
  place: number;
  /** It went to sleep. */
  waited: boolean;
}

interface ThreadNow {
  operation: Operation | undefined;
  wait: Wait | undefined;
  place: number;
}

const threadsLimit = 1000;
const channelsLimit = 20_000;
const casesLimit = 64;
/** Of what the library itself sends. */
const ownNamespace = 'strait::detail::';

export class ModelBuilder {
  readonly model: FlowModel;
  private readonly now = new Map<FlowThread, ThreadNow>();

  constructor(places: readonly Place[]) {
    this.model = new FlowModel(places);
  }

  /** Takes over what an earlier model of the same run knows of threads and channels that live. */
  introduce(earlier: FlowModel): void {
    for (const { id, ended, name, function: first, parent, places } of earlier.threads) {
      if (ended < Infinity) continue;
      const thread = this.thread(id);
      const now = thread && this.now.get(thread);
      if (!now) continue;
      now.place = places.at(-1) ?? 0;
      Object.assign(thread, { name, function: first,
        parent: parent && this.model.threadsById.get(parent.id) });
    }
    for (const { id, closed, name, kind, type, capacity, place } of earlier.channels) {
      const channel = closed < Infinity ? undefined : this.channel(id);
      if (channel) Object.assign(channel, { name, kind, type, capacity, place });
    }
  }

  add(event: FlowEvent): void {
    const handler = handlers[event.kind];
    const thread = this.thread(event.thread);
    const now = thread && this.now.get(thread);
    if (!handler || !now) return;
    if (event.place > 0) {
      now.place = event.place;
      if (!thread.function && event.kind !== 'thread-began') {
        thread.function = functionName(this.model.places[event.place]?.function ?? '');
      }
    }
    handler(this, event, thread, now);
  }

  thread(id: number): FlowThread | undefined {
    const { threads, threadsById, steps } = this.model;
    let thread = threadsById.get(id);
    if (!thread && threads.length < threadsLimit) {
      thread = new FlowThread(id, threads.length, steps.length);
      threadsById.set(id, thread);
      threads.push(thread);
      this.now.set(thread, { operation: undefined, wait: undefined, place: 0 });
    }
    return thread;
  }

  channel(id: number): FlowChannel | undefined {
    const { channels, channelsById, steps } = this.model;
    let channel = channelsById.get(id);
    if (!channel && id > 0 && channels.length < channelsLimit) {
      channel = new FlowChannel(id, channels.length, steps.length);
      channelsById.set(id, channel);
      channels.push(channel);
    }
    return channel;
  }

  /** The event's message; undefined if it contradicts what is known of it. */
  message(event: FlowEvent): Message | undefined {
    const { messages, messagesById } = this.model;
    const channel = this.channel(event.channel);
    let message = messagesById.get(event.message);
    if (!message && channel && event.message > 0) {
      message = { id: event.message, channel, value: '', sender: undefined, receiver: undefined,
        sent: -1, received: -1, displaced: -1 };
      messagesById.set(event.message, message);
      messages.push(message);
    }
    return message?.channel === channel ? message : undefined;
  }

  step(event: FlowEvent, thread: FlowThread, now: ThreadNow): number {
    const step = this.model.steps.push(event) - 1;
    thread.steps.push(step);
    thread.places.push(event.kind === 'wait-began' ? event.place : now.place);
    return step;
  }

  endWait(now: ThreadNow, event: FlowEvent): void {
    if (!now.wait) return;
    now.wait.to = this.model.steps.length;
    now.wait.toTime = event.time;
    now.wait = undefined;
  }

  filled(event: FlowEvent, step: number): void {
    const channel = this.channel(event.channel);
    if (!channel) return;
    const isKnown = event.number >= 0 && Number.isFinite(event.number);
    const level = isKnown ? event.number : channel.contents.size;
    channel.fillSteps.push(step);
    channel.fills.push(level);
    channel.highest = Math.max(channel.highest, level);
  }
}

type Handler = (builder: ModelBuilder, event: FlowEvent, thread: FlowThread,
  now: ThreadNow) => void;

/** By kind; a kind without one is of no interest here. */
const handlers: { [Kind in EventKind]?: Handler } = {
  'channel-made': (builder, event, thread, now) => {
    const channel = builder.channel(event.channel);
    if (!channel) return;
    const [kind = '', ...type] = event.text.replace(/^(after|tick) timer/, '$1').split(' ');
    channel.kind = kind;
    channel.type = type.join(' ').replace(ownNamespace, '');
    // A broadcast's senders take turns, by a channel of its own.
    if (type.join(' ') === `${ownNamespace}turn`) channel.name ||= 'broadcast';
    channel.capacity = event.number >= 0 ? event.number : undefined;
    channel.place = event.place;
    channel.made = builder.step(event, thread, now);
  },
  'channel-named': (builder, event) => {
    const channel = builder.channel(event.channel);
    if (channel) channel.name = event.text;
  },
  'send-begun': (builder, event, _, now) => begin(builder, event, now, 'send'),
  'receive-begun': (builder, event, _, now) => begin(builder, event, now, 'receive'),
  'select-begun': (builder, event, _, now) => begin(builder, event, now, 'select'),
  'select-case': (builder, event, _, now) => {
    const channel = builder.channel(event.channel);
    const channels = now.operation?.channels;
    if (channel && channels && channels.length < casesLimit && !channels.includes(channel)) {
      channels.push(channel);
    }
  },
  'blocked': (builder, event, thread, now) => {
    const channel = builder.channel(event.channel);
    const { operation } = now;
    if (operation) operation.waited = true;
    wait(builder, event, thread, now, {
      what: operation?.what ?? 'channel', value: operation?.value ?? '', joined: -1,
      channels: operation?.channels ?? (channel ? [channel] : []),
      place: operation?.place || now.place,
    });
  },
  'resumed': (builder, event, _, now) => builder.endWait(now, event),
  'sent': (builder, event, thread, now) => {
    builder.endWait(now, event);
    now.operation = undefined;
    const step = builder.step(event, thread, now);
    const message = builder.message(event);
    if (message && message.sent < 0) {
      message.sender = thread;
      message.sent = step;
      message.value = event.text.replace(ownNamespace, '') || message.value;
      const isThere = message.received < 0 && message.displaced < 0;
      if (isThere) message.channel.contents.add(step, message);
    }
    builder.filled(event, step);
  },
  'received': (builder, event, thread, now) => {
    builder.endWait(now, event);
    now.operation = undefined;
    const step = builder.step(event, thread, now);
    const message = builder.message(event);
    if (message && message.received < 0) {
      message.receiver = thread;
      message.received = step;
      message.value ||= event.text;
      message.channel.contents.remove(step, message);
    }
    builder.filled(event, step);
  },
  'ended': (builder, event, thread, now) => {
    const { operation } = now;
    builder.endWait(now, event);
    now.operation = undefined;
    const step = builder.step(event, thread, now);
    if (operation) builder.model.vain.set(step, operation);
  },
  'displaced': (builder, event, thread, now) => {
    const step = builder.step(event, thread, now);
    const message = builder.message(event);
    if (!message || message.received >= 0) return;
    message.displaced = step;
    message.channel.contents.remove(step, message);
  },
  'abandoned': (builder, event, _, now) => {
    builder.endWait(now, event);
    now.operation = undefined;
  },
  'closed': (builder, event, thread, now) => {
    const channel = builder.channel(event.channel);
    const step = builder.step(event, thread, now);
    if (channel) channel.closed = Math.min(channel.closed, step);
  },
  'handles': (builder, event) => {
    const channel = builder.channel(event.channel);
    if (!channel) return;
    channel.handleSteps.push(builder.model.steps.length - 1);
    channel.handles.push({ senders: event.number, receivers: event.message });
  },
  'side-gone': (builder, event, thread, now) => {
    const step = builder.step(event, thread, now);
    const channel = builder.channel(event.channel);
    // Nobody will receive them: the library destroys them at once.
    if (channel && event.number === 1 && channel.contents.size > 0) {
      channel.contents.clear(step);
      builder.filled({ ...event, number: 0 }, step);
    }
  },
  'timer': (builder, event) => void builder.message(event),
  'thread-began': (builder, event, thread, now) => {
    const parent = event.number >= 0 && event.number !== event.thread
      ? builder.thread(event.number) : undefined;
    if (parent && thread.steps.length === 0) thread.parent = parent;
    thread.began = Math.min(thread.steps[0] ?? Infinity, builder.step(event, thread, now));
  },
  'thread-named': (_builder, event, thread) => {
    thread.name = event.text;
  },
  'thread-ended': (builder, event, thread, now) => {
    builder.endWait(now, event);
    thread.ended = Math.min(thread.ended, builder.step(event, thread, now));
  },
  'wait-began': (builder, event, thread, now) => wait(builder, event, thread, now, {
    what: event.text || 'sleep', channels: [], value: '', place: event.place,
    joined: event.text === 'join' ? event.number : -1,
  }),
  'wait-ended': (builder, event, _, now) => builder.endWait(now, event),
  'output': (builder, event, thread, now) => {
    const step = builder.step(event, thread, now);
    const { outputSteps } = builder.model;
    if (!outputSteps.has(event.number)) outputSteps.set(event.number, step);
  },
};

function begin(builder: ModelBuilder, event: FlowEvent, now: ThreadNow,
               what: Operation['what']): void {
  builder.endWait(now, event);
  const channel = builder.channel(event.channel);
  now.operation = { what, channels: channel ? [channel] : [], place: now.place,
    value: what === 'send' ? event.text : '', waited: false };
}

type WaitDescription = Pick<Wait, 'what' | 'channels' | 'value' | 'place' | 'joined'>;

function wait(builder: ModelBuilder, event: FlowEvent, thread: FlowThread, now: ThreadNow,
              about: WaitDescription): void {
  builder.endWait(now, event);
  const from = builder.step(event, thread, now);
  now.wait = { ...about, thread, from, fromTime: event.time, to: Infinity, toTime: Infinity };
  thread.waits.push(now.wait);
}
