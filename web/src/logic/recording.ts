// recording.ts — runs that were recorded when the site was built, for where programs cannot run.
// Invariants: what recordings.json says is checked before it is trusted.

import * as v from 'valibot';
import { outputLine } from './outcome.ts';
import { parseUntrusted } from './schemas.ts';

const recording = v.object({
  lines: v.array(outputLine),
  /** How it ended, in words. */
  ending: v.string(),
});

export type Recording = v.InferOutput<typeof recording>;

const recordings = v.object({ version: v.literal(1), runs: v.record(v.string(), v.unknown()) });

/** The run of a scenario's own source; nothing when there is none, or nothing that can be read. */
export function findRecording(value: unknown, scenario: string): Recording | undefined {
  const runs = parseUntrusted(recordings, value)?.runs ?? {};
  return Object.hasOwn(runs, scenario) ? parseUntrusted(recording, runs[scenario]) : undefined;
}
