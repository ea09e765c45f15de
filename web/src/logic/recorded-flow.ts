// recorded-flow.ts — the flow of a run that is over: as it stands in links and in the recordings
// that the site was built with.
// Invariants: it is validated before it is used; what it unpacks to, a decoder checks.

import * as v from 'valibot';
import { packedCharactersLimit, unpackTrace } from '../../../wasm/trace/packed.mjs';
import { deadlockReport, type DeadlockReport } from './deadlock-report.ts';

/** Of its JSON: the trace, a report of deadlocked threads, and a little for the keys. */
export const flowJsonLimit = 64 * 1024;
/** A longer report is left out. */
const reportJsonLimit = 32 * 1024;

export const recordedFlow = v.strictObject({
  /** wasm/trace/packed.mjs */
  trace: v.pipe(v.string(), v.maxLength(packedCharactersLimit)),
  deadlock: v.exactOptional(deadlockReport),
});

export type RecordedFlow = v.InferOutput<typeof recordedFlow>;

/** A run to look at: nothing has been run here. */
export interface RecordedRun {
  trace: Uint8Array;
  deadlock: DeadlockReport | undefined;
  /** Who recorded it, as a sentence. */
  origin: string;
}

export function makeRecordedFlow(trace: string, deadlock: DeadlockReport | undefined):
  RecordedFlow {
  const report = deadlock && { ...deadlock, text: '' };
  const isShort = report && JSON.stringify(report).length <= reportJsonLimit;
  return { trace, ...(isShort ? { deadlock: report } : {}) };
}

/** Throws an Error if the trace is damaged. */
export async function openRecordedFlow({ trace, deadlock }: RecordedFlow, origin: string):
  Promise<RecordedRun> {
  return { trace: await unpackTrace(trace), deadlock, origin };
}
