// share-link.test.ts — a program survives the way through a link, and a hostile link does no harm.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { packedCharactersLimit } from '../../wasm/trace/packed.mjs';
import { defaultOptions, optionChoices, stdinBytesLimit }
  from '../../web/src/logic/program-settings.ts';
import { scenarioId } from '../../web/src/logic/schemas.ts';
import { decodeShareLink, encodeShareLink, inflatedBytesLimit, isShareFragment, LinkError,
  linkCharactersLimit } from '../../web/src/logic/share-link.ts';
import { sourceBytesLimit } from '../../web/src/logic/source-limit.ts';
import { groupedDigits } from '../../web/src/logic/words.ts';
import { chooseSeed, seededChance } from './support.ts';

/** Given out once, so they must open for ever: never change them. */
const goldenLinks: [fragment: string, source: string, scenario?: string][] = [
  ['#v1.deflate.q1Yqzi8tSk5VslLKzCtRyE3MzNPQVKiujclTqgUA', 'int main() {}\n'],
  ['#v1.deflate.BcGxCsIwEADQXznOpYUWdI3il9wSkogH6aVckkFKv8NRcCkdHN3c_Bad_QTfmzCnqi6gwQ2Li9UHO' +
    'LhcPKcjCQlLgcGyNC1MkIs3ZlSWcmoIz-81xtTB93X_PK7wuy1PIiFs9zCTYIfZBbHKCQ3utv1g5dKPmnx1QTPOfw',
    '#include <cstdio>\n\nint main() { std::printf("héllo, 漢字 🧵\\n"); }\n', '10-many-producers'],
  ['#v1.deflate.q1Yqzi8tSk5VslJSqgUA', ''],
  ['#v1.deflate.7cQ7CsJAFADAq4RXKRiMhU3O8pogW2yRVfKxCbm75xBmijlife_Lq8QY93s3ZbNt27Zt27Zt27Zt' +
    '27Zt27Zt27Zt27Zt27Zt__u1bd081Xa5dseZS7bcMjJzH4bhkRG3WF-lTUt9xxjPR_9Z6lz6tZZvifMH',
    `${'// a\n'.repeat(3000)}int main() {}\r\n\t"\\\u0001"`, '51-prime-sieve'],
  ['#v1.deflate.q1Yqzi8tSk5VslJ6v3t_Zl6JQm5iZp6GpkJ1TFFMXkxJUWpJaVGegoG1gr6-QnJRTpqOgpO_r0JiXopC' +
    'jFJhaX5JanGMkkJMjMKjhhUgHbUgQqkWAA',
    '\ufeffint main() {\r\n\treturn 0; // crlf, BOM and "quotes" \\ \u2028\r\n}\r\n'],
  ['#v1.deflate.q1Yqzi8tSk5VslLKzCtRyE3MzNPQVKiuVdJRKk5OzUssysxXslJKVKoFAA', 'int main() {}', 'a'],
  ['#v1.deflate.BcFBCoMwEAXQq3xmrWDppuQsbobkF4V0RhJDKeIl3PcUXswj-N4m1VuJlCDmMH7zbISuWCeCljpc_-OE' +
    'WoIiuxGT5jfGsaXXk9JJjTQts0uQx9B_1H79Ujy1yFJlvwE',
    'no newline at the end, 𝒳 and a lone half \\ud83e', '10-many-producers'],
];

const problemOf = async (fragment: string): Promise<string> => {
  try {
    await decodeShareLink(fragment);
    return 'opened';
  } catch (error) {
    if (error instanceof LinkError) return error.problem;
    throw error;
  }
};

const linkOf = (bytes: string | Uint8Array): string =>
  `#v1.deflate.${deflateRawSync(bytes).toString('base64url')}`;

test('a program comes back as it was, with its scenario', async () => {
  for (const source of ['', 'int main() {}\n',
    'ümlaut 漢字 🧵 \u0000 \ufeff "\\ \r\n', 'half a pair \ud83e', 'x'.repeat(65_536)]) {
    const program = { source, scenario: '30-ticker-and-timeout' };
    expect(await decodeShareLink(await encodeShareLink(program))).toEqual(program);
    expect(await decodeShareLink(await encodeShareLink({ source }))).toEqual({ source });
  }
});

const strict = { standard: 'c++20', optimize: '2', warnings: 'error' } as const;

test('options and input travel along; what is default is left out', async () => {
  const program = { source: 'int main() {}', options: strict, stdin: '1 2 3\n' };
  expect(await decodeShareLink(await encodeShareLink(program))).toEqual(program);
  const plain = { source: 'int main() {}', scenario: 'a' };
  const link = await encodeShareLink({ ...plain, options: defaultOptions, stdin: '' });
  expect(link).toBe(await encodeShareLink(plain));
  expect(await decodeShareLink(linkOf('{"source":"","options":{"optimize":"1"}}')))
    .toEqual({ source: '', options: { ...defaultOptions, optimize: '1' } });
  const tooLong = { source: '', stdin: 'x'.repeat(65_537) };
  await expect(encodeShareLink(tooLong)).rejects.toThrow(/64 KiB/);
});

test('64 KiB that do not shrink fit into a link, one byte more is refused', async () => {
  const chance = seededChance(chooseSeed('incompressible'));
  const source = Array.from({ length: 65_536 },
    () => String.fromCharCode(1 + Math.floor(chance() * 127))).join('');
  expect((await decodeShareLink(await encodeShareLink({ source }))).source).toBe(source);
  await expect(encodeShareLink({ source: `${source}x` })).rejects.toThrow(/64 KiB/);
});

test('links that were given out once open for ever', async () => {
  expect(goldenLinks.length).toBeGreaterThan(2);
  for (const [fragment, source, scenario] of goldenLinks) {
    expect(await decodeShareLink(fragment))
      .toEqual(scenario === undefined ? { source } : { source, scenario });
  }
});

test('a truncated link is told to be damaged, wherever it was cut', async () => {
  const chance = seededChance(chooseSeed('truncated'));
  const source = Array.from({ length: 400 }, () => chance().toString(36)).join('\n');
  const fragment = await encodeShareLink({ source });
  for (let length = '#v1.'.length; length < fragment.length; length += 7) {
    expect(await problemOf(fragment.slice(0, length)), `cut at ${length}`).toBe('damaged');
  }
});

test('what is no link, of another version or codec, is told apart', async () => {
  expect(isShareFragment('#v1.deflate.abc')).toBe(true);
  expect(isShareFragment('#30-ticker')).toBe(false);
  expect(await problemOf('')).toBe('not-a-link');
  expect(await problemOf('#output')).toBe('not-a-link');
  expect(await problemOf('#v2.deflate.abcd')).toBe('unknown-version');
  expect(await problemOf('#v0.deflate.abcd')).toBe('unknown-version');
  expect(await problemOf('#v1.brotli.abcd')).toBe('unknown-codec');
  expect(await problemOf('#v1.__proto__.abcd')).toBe('damaged');
});

test('a bomb is refused before it unfolds', async () => {
  const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
  expect(await problemOf(`#v1.deflate.${bomb.toString('base64url')}`)).toBe('too-large');
  const before = process.memoryUsage().arrayBuffers;
  expect(await problemOf(linkOf(Buffer.alloc(2_000_000, 0x20)))).toBe('too-large');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  for (const key of ['source', 'stdin']) {
    const large = JSON.stringify({ source: '', [key]: 'x'.repeat(65_537) });
    expect(await problemOf(linkOf(large)), key).toBe('too-large');
  }
  expect(await problemOf(`#v1.deflate.${'A'.repeat(linkCharactersLimit)}`)).toBe('too-long');
});

test('what is not UTF-8, not JSON or not a program is refused', async () => {
  expect(await problemOf(linkOf(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)))).toBe('damaged');
  expect(await problemOf(linkOf('{"source": '))).toBe('damaged');
  const shapes = ['null', '[]', '"int main(){}"', '1', '{}', '{"source":1}', '{"source":null}',
    '{"source":"","extra":1}', '{"source":"","scenario":7}', '{"source":"","scenario":"../x"}',
    '{"source":"","__proto__":{"polluted":1}}', '{"__proto__":{"source":"x"}}',
    '{"source":"","constructor":{"prototype":{"polluted":1}}}', '{"source":"","scenario":null}',
    '{"source":"","options":null}', '{"source":"","options":[]}', '{"source":"","stdin":1}',
    '{"source":"","options":{"standard":"c++17"}}', '{"source":"","options":{"optimize":2}}',
    '{"source":"","options":{"__proto__":{"optimize":"2"}}}',
    '{"source":"","options":{"constructor":"2"}}', '{"source":"","stdin":{"toString":""}}'];
  for (const shape of shapes) expect(await problemOf(linkOf(shape)), shape).toBe('wrong-shape');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('the specification names the limits, options and ids that the code has', () => {
  const text = readFileSync(new URL('../../web/src/logic/share-link.md', import.meta.url), 'utf8');
  const row = (key: string): string => text.split('\n').find((line) =>
    line.startsWith(`| \`${key}\``)) ?? '';
  expect(row('source')).toContain(`${sourceBytesLimit / 1024} KiB`);
  expect(row('stdin')).toContain(`${stdinBytesLimit / 1024} KiB`);
  const [, pattern] = scenarioId.pipe;
  expect(row('scenario')).toContain(`\`${pattern.requirement.source.slice(1, -1)}\``);
  for (const [name, choices] of Object.entries(optionChoices)) {
    expect(row('options')).toContain(
      `\`${name}\` (${choices.map((choice) => `\`${choice}\``).join(', ')})`);
  }
  for (const number of [linkCharactersLimit, inflatedBytesLimit, packedCharactersLimit]) {
    expect(text).toContain(groupedDigits(number));
  }
});
