// figures.ts — a run in a few numbers, to compare it with another one.

import type { FlowModel, Wait } from './flow-model.ts';

export interface FlowFigures {
  threads: number;
  /** Messages that were sent or received. */
  messages: number;
  /** From the run's beginning to its last step, in nanoseconds. */
  time: number;
  /** How long all threads together waited for channels, in nanoseconds. */
  waited: number;
  /** The most messages that a channel held at once. */
  highest: number;
}

export function figuresOf({ steps, threads, channels, messages }: FlowModel): FlowFigures {
  const time = steps.reduce((latest, step) => Math.max(latest, step.time), 0);
  const lasted = ({ channels: { length }, to, toTime, fromTime }: Wait): number =>
    length === 0 ? 0 : Math.max(0, (to < Infinity ? toTime : time) - fromTime);
  return {
    threads: threads.length,
    messages: messages.length,
    time,
    waited: threads.reduce((sum, { waits }) =>
      waits.reduce((inner, wait) => inner + lasted(wait), sum), 0),
    highest: channels.reduce((most, { highest }) => Math.max(most, highest), 0),
  };
}
