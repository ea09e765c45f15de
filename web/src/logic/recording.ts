// recording.ts — runs recorded when the site was built, for pages where programs cannot run.
// Invariants: recordings.json is validated before it is used.

import * as v from 'valibot';
import { outputLine } from './outcome.ts';
import { openRecordedFlow, recordedFlow, type RecordedRun } from './recorded-flow.ts';
import { parseUntrusted } from './schemas.ts';

const recording = v.object({
  lines: v.array(outputLine),
  /** How it ended, in words. */
  ending: v.string(),
  flow: recordedFlow,
});

export type Recording = v.InferOutput<typeof recording>;

const recordings = v.object({ version: v.literal(1), runs: v.record(v.string(), v.unknown()) });

/** The recorded run of an unedited scenario; undefined if there is none, or none that is valid. */
export function findRecording(value: unknown, scenario: string): Recording | undefined {
  const runs = parseUntrusted(recordings, value)?.runs ?? {};
  return Object.hasOwn(runs, scenario) ? parseUntrusted(recording, runs[scenario]) : undefined;
}

export function openRecording({ flow, ending }: Recording): Promise<RecordedRun> {
  return openRecordedFlow(flow, `It was recorded when this page was built; ${ending}.`);
}
