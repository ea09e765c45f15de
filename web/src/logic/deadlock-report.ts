// deadlock-report.ts — why a program stands still, as its runner found out.
// Invariants: a report is validated before it is used: it comes from memory that programs write.

import * as v from 'valibot';
import { parseUntrusted } from './schemas.ts';

const textLimit = 4096;
const threadsLimit = 1000;
const shortText = v.pipe(v.string(), v.maxLength(textLimit));
const count = v.pipe(v.number(), v.integer());

const blockedThread = v.object({
  thread: count,
  name: shortText,
  /** send, receive, select, join, mutex … */
  waits: shortText,
  /** The same in words. Older reports have none. */
  what: v.optional(shortText, ''),
  /** 0: none. */
  channel: count,
  channelName: shortText,
  /** An index into the trace's places. */
  place: count,
  /** Nanoseconds since the run began. */
  since: v.number(),
  /** What it holds and would send. */
  value: shortText,
});

export const deadlockReport = v.object({
  /** partial: the threads listed can probably never go on, but others can. */
  kind: v.picklist(['certain', 'partial']),
  threads: v.pipe(v.array(blockedThread), v.maxLength(threadsLimit)),
  /** Threads, each of which waits for the next one, the last one for the first. */
  cycle: v.pipe(v.array(count), v.maxLength(threadsLimit)),
  cure: shortText,
  text: v.pipe(v.string(), v.maxLength(64 * 1024)),
});

export type BlockedThread = v.InferOutput<typeof blockedThread>;
export type DeadlockReport = v.InferOutput<typeof deadlockReport>;

/** Undefined if it is none. */
export function parseDeadlockReport(value: unknown): DeadlockReport | undefined {
  return parseUntrusted(deadlockReport, value);
}
