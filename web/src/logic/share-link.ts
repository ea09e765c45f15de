// share-link.ts — a program as the fragment of an address, and back. Specified in share-link.md.
// Idea: a fragment never leaves the browser, so no server sees the program.
// Invariants: 1. A link is untrusted until decoded: its length is checked before it is inflated,
//                inflation stops at a hard limit, the text must be UTF-8, the keys exactly these.
//             2. v1 is frozen: the golden links in tests/web must open forever.
// Not here: the address bar (ports/), running anything (opening a link never runs it).

import * as v from 'valibot';
import { deflate, fromBase64Url, inflate, toBase64Url } from '../../../wasm/trace/deflate.mjs';
import { areDefault, compileOptions, stdinBytesLimit, stdinText } from './program-settings.ts';
import { flowJsonLimit, recordedFlow } from './recorded-flow.ts';
import { scenarioId } from './schemas.ts';
import { sourceBytesLimit, sourceText, utf8Length } from './source-limit.ts';
import { describeBytes, describeCount, groupedDigits } from './words.ts';

/** Exactly these keys. A `check` that fails means that something is too large. */
const sharedProgram = v.strictObject({
  source: sourceText,
  /** The scenario that the program started from, if any. */
  scenario: v.exactOptional(scenarioId),
  options: v.exactOptional(compileOptions),
  stdin: v.exactOptional(stdinText),
  /** What a run of `source` recorded. */
  flow: v.exactOptional(recordedFlow),
});

export type SharedProgram = v.InferOutput<typeof sharedProgram>;

export type LinkProblem =
  | 'not-a-link'       // some other fragment, without a version
  | 'unknown-version'
  | 'unknown-codec'
  | 'too-long'         // the text of the link
  | 'damaged'          // truncated or altered on the way
  | 'too-large'        // what it unpacks to
  | 'wrong-shape';     // unpacks, but is not a shared program

export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly problem: LinkProblem;
  constructor(problem: LinkProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Room for 64 KiB that cannot be compressed, in base64. */
export const linkCharactersLimit = 120_000;
/** Room for a source and an input whose every character JSON writes as \u0000, and for the rest. */
export const inflatedBytesLimit = 6 * (sourceBytesLimit + stdinBytesLimit) + flowJsonLimit;

export function isShareFragment(fragment: string): boolean {
  return /^#?v\d+\./.test(fragment);
}

export async function encodeShareLink(program: SharedProgram): Promise<string> {
  const bytes = utf8Length(program.source);
  if (bytes > sourceBytesLimit) {
    throw new LinkError('too-large', `The program is ${describeBytes(bytes)}; ` +
      `a link holds at most ${describeBytes(sourceBytesLimit)}.`);
  }
  if (utf8Length(program.stdin ?? '') > stdinBytesLimit) {
    throw new LinkError('too-large', `The input is ` +
      `${describeBytes(utf8Length(program.stdin ?? ''))}; ` +
      `a link holds at most ${describeBytes(stdinBytesLimit)}.`);
  }
  const json = new TextEncoder().encode(JSON.stringify(leanProgram(program)));
  const fragment = `#v1.deflate.${toBase64Url(await deflate(json))}`;
  if (fragment.length > linkCharactersLimit) {
    throw new LinkError('too-long', `The link would have ` +
      `${describeCount(fragment.length, 'character')}; the limit is ` +
      `${groupedDigits(linkCharactersLimit)}.`);
  }
  return fragment;
}

/** Defaults are omitted: links stay short, and the same as before there were options. */
function leanProgram({ source, scenario, options, stdin, flow }: SharedProgram): SharedProgram {
  return { source, ...(scenario === undefined ? {} : { scenario }),
    ...(options === undefined || areDefault(options) ? {} : { options }),
    ...(stdin ? { stdin } : {}), ...(flow ? { flow } : {}) };
}

/** Throws nothing but a LinkError. */
export async function decodeShareLink(fragment: string): Promise<SharedProgram> {
  return parseSharedProgram(await unpacked(packedBytes(fragment)));
}

/** The outer layer: version, codec, base64url. */
function packedBytes(fragment: string): Uint8Array {
  if (fragment.length > linkCharactersLimit) {
    throw new LinkError('too-long', `The link has ` +
      `${describeCount(fragment.length, 'character')}; the limit is ` +
      `${groupedDigits(linkCharactersLimit)}.`);
  }
  const match = /^#?v(\d{1,9})\.([^.]*)\.?(.*)$/s.exec(fragment);
  if (!match) throw new LinkError('not-a-link', 'This is not a playground link.');
  const [, version, codec = '', payload = ''] = match;
  if (version !== '1') {
    throw new LinkError('unknown-version',
      `The link has version ${version}; this page opens version 1. Reload to get a newer page.`);
  }
  if (codec !== 'deflate') {
    throw damagedUnless(/^[a-z0-9]{1,16}$/.test(codec) && !'deflate'.startsWith(codec),
      'unknown-codec', 'The link uses an encoding that this page does not know.');
  }
  const packed = fromBase64Url(payload);
  if (!packed) throw damaged();
  return packed;
}

function damagedUnless(known: boolean, problem: LinkProblem, message: string): LinkError {
  return known ? new LinkError(problem, message) : damaged();
}

function damaged(): LinkError {
  return new LinkError('damaged',
    'The link is damaged: part of it was cut off or changed. Ask for it again.');
}

async function unpacked(packed: Uint8Array): Promise<Uint8Array> {
  try {
    return await inflate(packed, inflatedBytesLimit);
  } catch (error) {
    throw error instanceof RangeError ? tooLarge() : damaged();
  }
}

/** The inner layer: UTF-8, JSON, exactly these keys. Throws nothing but a LinkError. */
export function parseSharedProgram(bytes: Uint8Array): SharedProgram {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw damaged();
  }
  const result = v.safeParse(sharedProgram, value);
  if (result.success) return result.output;
  throw result.issues.every(({ type }) => type === 'check') ? tooLarge() : wrongShape();
}

function wrongShape(): LinkError {
  return new LinkError('wrong-shape', 'The link does not contain a playground program.');
}

function tooLarge(): LinkError {
  return new LinkError('too-large',
    `The link contains more than ${describeBytes(sourceBytesLimit)} and was not opened.`);
}
