// share-link.ts — a program as the fragment of an address, and back. Specified in share-link.md.
// Idea: a fragment never leaves the browser, so no server sees the program.
// Invariants: 1. A link is untrusted until decoded: its length is checked before it is inflated,
//                inflation stops at a hard limit, the text must be UTF-8, the keys exactly these.
//             2. v1 is frozen: the golden links in tests/web must open forever.
// Not here: the address bar (ports/), running anything (opening a link never runs it).

import * as v from 'valibot';
import { areDefault, compileOptions, stdinBytesLimit, stdinText } from './program-settings.ts';
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
/** Room for a source and an input whose every character JSON writes as \u0000, and for the keys. */
export const inflatedBytesLimit = 6 * (sourceBytesLimit + stdinBytesLimit) + 1024;

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
  const packed = await collect(pump(json, new CompressionStream('deflate-raw')), Infinity);
  const fragment = `#v1.deflate.${toBase64Url(packed)}`;
  if (fragment.length > linkCharactersLimit) {
    throw new LinkError('too-long', `The link would have ` +
      `${describeCount(fragment.length, 'character')}; the limit is ` +
      `${groupedDigits(linkCharactersLimit)}.`);
  }
  return fragment;
}

/** Defaults are omitted: links stay short, and the same as before there were options. */
function leanProgram({ source, scenario, options, stdin }: SharedProgram): SharedProgram {
  return { source, ...(scenario === undefined ? {} : { scenario }),
    ...(options === undefined || areDefault(options) ? {} : { options }),
    ...(stdin ? { stdin } : {}) };
}

/** Throws nothing but a LinkError. */
export async function decodeShareLink(fragment: string): Promise<SharedProgram> {
  return parseSharedProgram(await inflate(packedBytes(fragment)));
}

/** The outer layer: version, codec, base64url. */
function packedBytes(fragment: string): Uint8Array<ArrayBuffer> {
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
  return fromBase64Url(payload);
}

function damagedUnless(known: boolean, problem: LinkProblem, message: string): LinkError {
  return known ? new LinkError(problem, message) : damaged();
}

function damaged(): LinkError {
  return new LinkError('damaged',
    'The link is damaged: part of it was cut off or changed. Ask for it again.');
}

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    return await collect(pump(packed, new DecompressionStream('deflate-raw')), inflatedBytesLimit);
  } catch (error) {
    throw error instanceof LinkError ? error : damaged();
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

function pump(bytes: Uint8Array<ArrayBuffer>,
              through: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  const writer = through.writable.getWriter();
  // Errors also reach the reader of the stream; unhandled here, they would be reported twice.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return through.readable;
}

async function collect(stream: ReadableStream<Uint8Array>,
                       bytesLimit: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > bytesLimit) {
      reader.cancel().catch(() => {});
      throw tooLarge();
    }
    chunks.push(value);
  }
  const joined = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += 8192) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + 8192));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) throw damaged();
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; ++index) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
