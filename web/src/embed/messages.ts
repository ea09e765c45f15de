// messages.ts — what a page and the playground embedded in it say to each other. Specified in
// messages.md.
// Invariants: 1. Every message has the version, a kind of this list and exactly that kind's keys.
//             2. What does not parse is ignored: a page may get messages from anybody.
// Not here: who may say it (parent-port.ts, embed-element.ts).

import type { Outcome, OutputLine } from '../logic/outcome.ts';
import { parseOptions, stdinRefusal, type CompileOptions } from '../logic/program-settings.ts';
import { sourceBytesMost, utf8Length } from '../logic/source-limit.ts';

export const messageVersion = 1;

/** From the page around it to the playground. */
export type ToPlayground =
  | { strait: 1; kind: 'load'; source?: string; scenario?: string; stdin?: string;
      options?: CompileOptions }
  | { strait: 1; kind: 'run'; id: number }
  | { strait: 1; kind: 'stop' };

/** From the playground to the page around it. */
export type ToEmbedder =
  | { strait: 1; kind: 'ready'; runs: boolean }
  | { strait: 1; kind: 'output'; lines: OutputLine[]; cut: boolean }
  /** `id` of the `run` that it answers; none: the reader pressed Run. */
  | { strait: 1; kind: 'outcome'; id?: number; outcome: Outcome }
  | { strait: 1; kind: 'source'; source: string }
  | { strait: 1; kind: 'height'; pixels: number };

type Entry = Record<string, unknown>;

const playgroundKeys: Record<string, readonly string[]> = {
  load: ['source', 'scenario', 'stdin', 'options'], run: ['id'], stop: [] };
const embedderKeys: Record<string, readonly string[]> = { ready: ['runs'], output: ['lines', 'cut'],
  outcome: ['id', 'outcome'], source: ['source'], height: ['pixels'] };
const outcomeKinds = ['exited', 'crashed', 'stopped', 'timed-out', 'compile-error'];

export function parseToPlayground(value: unknown): ToPlayground | undefined {
  const entry = entryOf(value, playgroundKeys);
  switch (entry?.['kind']) {
    case 'run':
      return isId(entry['id']) ? { strait: 1, kind: 'run', id: entry['id'] } : undefined;
    case 'stop':
      return { strait: 1, kind: 'stop' };
    case 'load':
      return parseLoad(entry);
    default:
      return undefined;
  }
}

export function parseToEmbedder(value: unknown): ToEmbedder | undefined {
  const entry = entryOf(value, embedderKeys);
  switch (entry?.['kind']) {
    case 'ready':
      return typeof entry['runs'] === 'boolean'
        ? { strait: 1, kind: 'ready', runs: entry['runs'] } : undefined;
    case 'output':
      return Array.isArray(entry['lines']) && entry['lines'].every(isLine) &&
        typeof entry['cut'] === 'boolean'
        ? { strait: 1, kind: 'output', lines: entry['lines'] as OutputLine[], cut: entry['cut'] }
        : undefined;
    case 'outcome':
      return parseOutcome(entry);
    case 'source':
      return isSource(entry['source'])
        ? { strait: 1, kind: 'source', source: entry['source'] } : undefined;
    case 'height':
      return parseHeight(entry['pixels']);
    default:
      return undefined;
  }
}

/** A plain object with the version, a known kind and no key that the kind does not have. */
function entryOf(value: unknown, keys: Record<string, readonly string[]>): Entry | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entry: Entry = Object.assign(Object.create(null), value);
  const kind = entry['kind'];
  if (entry['strait'] !== messageVersion || typeof kind !== 'string') return undefined;
  if (!Object.hasOwn(keys, kind)) return undefined;
  const known = Object.keys(entry).every((key) =>
    key === 'strait' || key === 'kind' || keys[kind]?.includes(key));
  return known ? entry : undefined;
}

function parseLoad(entry: Entry): ToPlayground | undefined {
  const { source, scenario, stdin, options } = entry as
    { source?: unknown; scenario?: unknown; stdin?: unknown; options?: unknown };
  if (source === undefined && scenario === undefined) return undefined;
  if (source !== undefined && !isSource(source)) return undefined;
  if (scenario !== undefined && !(typeof scenario === 'string' &&
    /^[a-z0-9][a-z0-9-]{0,63}$/.test(scenario))) return undefined;
  if (stdin !== undefined && (typeof stdin !== 'string' || stdinRefusal(stdin))) return undefined;
  const known = options === undefined ? undefined : parseOptions(options);
  if (options !== undefined && !known) return undefined;
  return { strait: 1, kind: 'load', ...(source === undefined ? {} : { source }),
    ...(scenario === undefined ? {} : { scenario }), ...(stdin === undefined ? {} : { stdin }),
    ...(known ? { options: known } : {}) };
}

function parseOutcome({ id, outcome }: Entry): ToEmbedder | undefined {
  if (id !== undefined && !isId(id)) return undefined;
  if (typeof outcome !== 'object' || outcome === null) return undefined;
  if (!outcomeKinds.includes((outcome as { kind?: unknown }).kind as string)) return undefined;
  return { strait: 1, kind: 'outcome', ...(id === undefined ? {} : { id }),
    outcome: outcome as Outcome };
}

function parseHeight(pixels: unknown): ToEmbedder | undefined {
  return typeof pixels === 'number' && pixels >= 0 && pixels <= 10_000
    ? { strait: 1, kind: 'height', pixels } : undefined;
}

function isLine(value: unknown): value is OutputLine {
  if (typeof value !== 'object' || value === null) return false;
  const { stream, text, at } = value as Partial<OutputLine>;
  return (stream === 'out' || stream === 'err') && typeof text === 'string' &&
    typeof at === 'number';
}

function isSource(value: unknown): value is string {
  return typeof value === 'string' && utf8Length(value) <= sourceBytesMost;
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
