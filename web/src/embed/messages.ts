// messages.ts — the messages between an embedder and the playground embedded in it. Specified in
// messages.md.
// Invariants: 1. Every message has the version, a kind of this list and exactly that kind's keys.
//             2. Invalid messages are ignored: anybody may send messages to a page.
// Not here: which sender is accepted (parent-port.ts, embed-element.ts).

import * as v from 'valibot';
import { outcome, outputLine } from '../logic/outcome.ts';
import { compileOptions, stdinText } from '../logic/program-settings.ts';
import { parseUntrusted, scenarioId } from '../logic/schemas.ts';
import { sourceText } from '../logic/source-limit.ts';

const version = v.literal(1);
const runId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** From the embedder to the playground. */
const toPlayground = v.variant('kind', [
  v.pipe(
    v.strictObject({ strait: version, kind: v.literal('load'), source: v.optional(sourceText),
      scenario: v.optional(scenarioId), stdin: v.optional(stdinText),
      options: v.optional(compileOptions) }),
    v.check(({ source, scenario }) => source !== undefined || scenario !== undefined)),
  v.strictObject({ strait: version, kind: v.literal('run'), id: runId }),
  v.strictObject({ strait: version, kind: v.literal('stop') }),
]);

/** From the playground to the embedder. */
const toEmbedder = v.variant('kind', [
  v.strictObject({ strait: version, kind: v.literal('ready'), runs: v.boolean() }),
  v.strictObject({ strait: version, kind: v.literal('output'), lines: v.array(outputLine),
    cut: v.boolean() }),
  /** `id`: the `run` that it answers; absent if the reader pressed Run. */
  v.strictObject({ strait: version, kind: v.literal('outcome'), id: v.optional(runId), outcome }),
  v.strictObject({ strait: version, kind: v.literal('source'), source: sourceText }),
  v.strictObject({ strait: version, kind: v.literal('height'),
    pixels: v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)) }),
]);

export type ToPlayground = v.InferOutput<typeof toPlayground>;
export type ToEmbedder = v.InferOutput<typeof toEmbedder>;

export function parseToPlayground(value: unknown): ToPlayground | undefined {
  return parseUntrusted(toPlayground, value);
}

export function parseToEmbedder(value: unknown): ToEmbedder | undefined {
  return parseUntrusted(toEmbedder, value);
}
