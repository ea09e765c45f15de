// moment.ts — the state of a run right after one of its steps.

import { firstAbove } from './contents.ts';
import type { FlowChannel, FlowModel, FlowThread, Message, Wait } from './flow-model.ts';

export type ThreadState =
  | { kind: 'not begun' | 'runs' | 'ended'; place: number }
  /** `after`: the last place before a wait whose own place is not known. */
  | { kind: 'waits'; place: number; after: number; wait: Wait };

export function threadState(thread: FlowThread, step: number): ThreadState {
  const place = thread.places[firstAbove(thread.steps, step) - 1] ?? 0;
  if (step < thread.began) return { kind: 'not begun', place };
  if (step >= thread.ended) return { kind: 'ended', place };
  const wait = lastWait(thread, step);
  if (wait && step < wait.to) {
    // Where a thread sleeps or joins is known only if its event says so.
    const isOutside = wait.channels.length === 0;
    const known = wait.place || (isOutside ? 0 : place);
    return { kind: 'waits', place: known, after: known ? 0 : placeBefore(thread, wait.from), wait };
  }
  return { kind: 'runs', place };
}

/** Where the thread was last before this step, as far as is known. */
function placeBefore({ steps, places }: FlowThread, step: number): number {
  for (let at = firstAbove(steps, step - 1) - 1; at >= 0; --at) {
    const place = places[at] as number;
    if (place > 0) return place;
  }
  return 0;
}

/** The last wait that began at this step or before. */
function lastWait({ waits }: FlowThread, step: number): Wait | undefined {
  let low = 0;
  let high = waits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waits[middle] as Wait).from <= step) low = middle + 1;
    else high = middle;
  }
  return waits[low - 1];
}

export interface ChannelState {
  exists: boolean;
  isClosed: boolean;
  level: number;
  /** The oldest message first; incomplete if the trace is. */
  messages: readonly Message[];
  /** Undefined: not known. */
  handles: { senders: number; receivers: number } | undefined;
}

export function channelState(channel: FlowChannel, step: number): ChannelState {
  const level = channel.fills[firstAbove(channel.fillSteps, step) - 1] ?? 0;
  // A message that is handed over directly is never in a channel without capacity.
  const messages = channel.capacity === 0 ? [] : channel.contents.at(step);
  const handles = channel.handles[firstAbove(channel.handleSteps, step) - 1];
  return { exists: step >= channel.made, isClosed: step >= channel.closed, level, messages,
    handles };
}

/** The threads that wait for this channel, in their lanes' order. */
export function waitingFor(model: FlowModel, channel: FlowChannel, step: number): Wait[] {
  return model.threads.flatMap((thread) => {
    const state = threadState(thread, step);
    return state.kind === 'waits' && state.wait.channels.includes(channel) ? [state.wait] : [];
  });
}

/** The message that this step sent, received or displaced. */
export function messageOf(model: FlowModel, step: number): Message | undefined {
  return model.messagesById.get(model.steps[step]?.message ?? 0);
}

/** Where the thread of this step was in the source; 0: unknown. */
export function placeOf(model: FlowModel, step: number): number {
  const event = model.steps[step];
  const thread = event && model.threadsById.get(event.thread);
  return thread?.places[firstAbove(thread.steps, step) - 1] ?? 0;
}
