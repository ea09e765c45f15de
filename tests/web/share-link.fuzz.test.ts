// share-link.fuzz.test.ts — a million hostile links by night, a fifth of them by day: whatever they
// hold, the decoder gives a program within its limits or its own error. Nothing else is thrown,
// nothing is inflated beyond the cap.
//
// Three kinds, because inflating costs a hundred times the rest:
//   outer   the text of the fragment changed: what is no base64 is refused, the rest is inflated
//   packed  the packed bytes changed, cut, or bombs: all of them are inflated
//   inner   the bytes after inflating: UTF-8, JSON, keys and types, without the way through deflate

import { expect, test } from '@playwright/test';
import { deflateRawSync } from 'node:zlib';
import { is } from 'valibot';
import { optionChoices } from '../../web/src/logic/program-settings.ts';
import { scenarioId } from '../../web/src/logic/schemas.ts';
import { decodeShareLink, encodeShareLink, inflatedBytesLimit, LinkError, parseSharedProgram,
  type SharedProgram } from '../../web/src/logic/share-link.ts';
import { sourceBytesLimit, utf8Length } from '../../web/src/logic/source-limit.ts';
import { chooseSeed, seededChance } from './support.ts';

// Half a minute of processor time in all; a busy machine may take its time for it.
test.describe.configure({ timeout: 600_000 });

type Chance = () => number;
// A million errors with their stacks would cost more than all that is tested.
const stackTraceLimit = Error.stackTraceLimit;
test.beforeAll(() => { Error.stackTraceLimit = 0; });
test.afterAll(() => { Error.stackTraceLimit = stackTraceLimit; });

const below = (chance: Chance, limit: number): number => Math.floor(chance() * limit);
const pick = <Item>(chance: Chance, items: ArrayLike<Item>): Item =>
  items[below(chance, items.length)]!;

/** What came out, by kind: shows that the inputs reach deep, and not only the first check. */
class Tally {
  readonly counts = new Map<string, number>();

  add(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  of(kind: string): number {
    return this.counts.get(kind) ?? 0;
  }

  toString(): string {
    return [...this.counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
  }
}

function checkProgram(program: SharedProgram): string {
  const { source, scenario = 'a', options = {}, stdin = '', ...rest } = program;
  const sound = typeof source === 'string' && typeof stdin === 'string' &&
    utf8Length(source) <= sourceBytesLimit && utf8Length(stdin) <= sourceBytesLimit &&
    is(scenarioId, scenario) && Object.keys(rest).length === 0 &&
    Object.getPrototypeOf(program) === Object.prototype &&
    Object.entries(options).every(([name, choice]) =>
      (optionChoices[name as keyof typeof optionChoices] as readonly unknown[]).includes(choice));
  if (!sound) throw new Error(`not a program within the limits: ${JSON.stringify(program)}`);
  return 'opened';
}

function problemOf(error: unknown): string {
  if (error instanceof LinkError) return error.problem;
  throw error;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const strangers = '.#%=+/ é\u0000🧵v1';

/** Changes, cuts, doubles or replaces parts of a fragment. */
function bend(chance: Chance, fragment: string): string {
  let text = fragment;
  for (let change = 1 + below(chance, 3); change > 0; --change) {
    const place = below(chance, text.length + 1);
    const letter = pick(chance, (chance() < 0.1 ? letters : strangers).split(''));
    switch (below(chance, 6)) {
      case 0: text = text.slice(0, place) + letter + text.slice(place + 1); break;
      case 1: text = text.slice(0, place) + letter + text.slice(place); break;
      case 2: text = text.slice(0, place) + text.slice(place + below(chance, 30)); break;
      case 3: text = text.slice(0, place); break;
      case 4: text = text.slice(0, place) + text.slice(below(chance, text.length + 1)); break;
      case 5: text = text.replace(/^#v1\.deflate\./, pick(chance, heads)); break;
    }
  }
  return text;
}

const heads = ['', '#', '#v1', '#v1.', '#v1.deflate', '#v2.deflate.', '#v1.brotli.',
  '#v01.deflate.', '#v1.DEFLATE.', '#v-1.deflate.', '#v1.__proto__.', '#v1..',
  '#v999999999999.deflate.', 'v1.deflate.', '#v1.constructor.', '##v1.deflate.',
  '#v1.deflate.'.repeat(2)];

/** Bits flipped, cut off, or put in between. */
function bendBytes(chance: Chance, bytes: Uint8Array): Uint8Array {
  const bent = Uint8Array.from(bytes.subarray(0, chance() < 0.2 ? below(chance, bytes.length + 1)
    : bytes.length));
  for (let change = below(chance, 4); change > 0 && bent.length > 0; --change) {
    const place = below(chance, bent.length);
    bent[place] = chance() < 0.5 ? below(chance, 256) : bent[place]! ^ (1 << below(chance, 8));
  }
  return bent;
}

const keys = ['source', 'scenario', 'options', 'stdin', '__proto__', 'constructor', 'prototype',
  'toString', 'hasOwnProperty', 'Source', '', 'standard', 'optimize', '\u0000', 'toJSON', 'then'];
const values = ['""', '"int main() {}"', '"10-many-producers"', '"../x"', 'null', 'true', '0',
  '-1e999', '[]', '{}', '"\\ud83e"', '"\\u0000"', '{"standard":"c++23"}',
  '{"optimize":"2","warnings":"error"}',
  '{"__proto__":null}', '{"length":1e9}', '["source"]', '{"toString":1}', '"c++20"', '1e400'];

function jsonText(chance: Chance, depth = 0): string {
  if (depth < 3 && chance() < 0.1) {
    return chance() < 0.5 ? `[${jsonText(chance, depth + 1)}]` : jsonObject(chance, depth + 1);
  }
  return pick(chance, values);
}

function jsonObject(chance: Chance, depth = 0): string {
  const entries: string[] = [];
  if (chance() < 0.9) entries.push(`"source":${chance() < 0.8 ? '"x"' : jsonText(chance, depth)}`);
  for (let count = below(chance, 4); count > 0; --count) {
    entries.push(`${JSON.stringify(pick(chance, keys))}:${jsonText(chance, depth)}`);
  }
  return `{${entries.join(',')}}`;
}

for (const { rounds, tag } of [
  { rounds: { outer: 30_000, packed: 4000, inner: 166_000 }, tag: [] },
  { rounds: { outer: 150_000, packed: 20_000, inner: 830_000 }, tag: ['@long'] },
]) test.describe('hostile links', { tag }, () => {
  test(`${rounds.outer} fragments that were changed on the way`, async () => {
    const chance = seededChance(chooseSeed('share-link fuzz, outer'));
    const tally = new Tally();
    const good = await Promise.all(['int main() {}\n', 'x'.repeat(400), '']
      .map((source) => encodeShareLink({ source, scenario: '10-many-producers', stdin: source })));
    for (let round = 0; round < rounds.outer; ++round) {
      const fragment = bend(chance, pick(chance, good));
      tally.add(await decodeShareLink(fragment).then(checkProgram, problemOf));
    }
    console.log(`outer: ${tally}`);
    for (const kind of ['damaged', 'not-a-link', 'unknown-version', 'unknown-codec']) {
      expect(tally.of(kind), kind).toBeGreaterThan(rounds.outer / 1500);
    }
  });

  test(`${rounds.packed} payloads, bombs among them, all of them inflated`, async () => {
    const chance = seededChance(chooseSeed('share-link fuzz, packed'));
    const tally = new Tally();
    const link = (packed: Uint8Array): string =>
      `#v1.deflate.${Buffer.from(packed).toString('base64url')}`;
    const zeros = String.fromCharCode(0).repeat(2000);
    const sources = ['int main() {}\n', 'for (;;) {}\n'.repeat(200), zeros];
    const sound = sources.map((source) =>
      deflateRawSync(JSON.stringify({ source, stdin: source })));
    // Two kilobytes that unfold to twice the cap: blanks, control characters, a very deep list.
    const bombs = [' ', '\u0000', '['].map((filler) =>
      deflateRawSync(Buffer.alloc(2 * inflatedBytesLimit, filler), { level: 9 }));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let round = 0; round < rounds.packed; ++round) {
      const base = chance() < 0.02 ? pick(chance, bombs) : pick(chance, sound);
      const packed = chance() < 0.2 ? base : bendBytes(chance, base);
      tally.add(await decodeShareLink(link(packed)).then(checkProgram, problemOf));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    console.log(`packed: ${tally}; buffers at most ${(most / 2 ** 20).toFixed(0)} MiB`);
    for (const kind of ['opened', 'damaged', 'too-large']) {
      expect(tally.of(kind), kind).toBeGreaterThan(rounds.packed / 400);
    }
    expect(most).toBeLessThan(256 * 2 ** 20);
  });

  test(`${rounds.inner} texts that are no program, or nearly one`, () => {
    const chance = seededChance(chooseSeed('share-link fuzz, inner'));
    const tally = new Tally();
    const encoder = new TextEncoder();
    for (let round = 0; round < rounds.inner; ++round) {
      const text = chance() < 0.8 ? jsonObject(chance) : jsonText(chance);
      let bytes: Uint8Array = encoder.encode(text);
      if (chance() < 0.3) bytes = bendBytes(chance, bytes);
      try {
        tally.add(checkProgram(parseSharedProgram(bytes)));
      } catch (error) {
        tally.add(problemOf(error));
      }
    }
    console.log(`inner: ${tally}`);
    for (const kind of ['opened', 'damaged', 'wrong-shape']) {
      expect(tally.of(kind), kind).toBeGreaterThan(rounds.inner / 830);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('texts as large and as deep as a link can hold', () => {
  const most = inflatedBytesLimit;
  const monsters = ['['.repeat(most), '{"a":'.repeat(most / 5), `${'['.repeat(most / 2)}${
    ']'.repeat(most / 2)}`, `{"source":"${'x'.repeat(most - 20)}"}`, '"'.padEnd(most, '\\'),
  `{${'"source":"",'.repeat(most / 12 - 4)}"stdin":""}`, `{"source":${'9'.repeat(most - 20)}}`,
  `{"source":{${'"a":{'.repeat(most / 6)}`, `{"source":"${'\\u0000'.repeat(65_536)}"}`];
  for (const monster of monsters) {
    const bytes = new TextEncoder().encode(monster);
    let seen: string;
    try {
      seen = checkProgram(parseSharedProgram(bytes));
    } catch (error) {
      seen = problemOf(error);
    }
    expect(['opened', 'damaged', 'wrong-shape', 'too-large'], monster.slice(0, 20)).toContain(seen);
  }
});
