// trace-decoder.test.ts — records become events, whatever bytes come.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeTrace, TraceDecoder } from '../../wasm/trace/decoder.mjs';
import { concatenated } from '../../wasm/bytes.mjs';
import { encodeRecord, encodeTrace } from '../../wasm/trace/encoder.mjs';
import { kinds, limits, traceVersion } from '../../wasm/trace/format.mjs';
import { root } from './support/playground.mjs';
import { chooseSeed, seededChance } from '../web/support.ts';

const place = (line: number) =>
  ({ file: 'main.cpp', line, column: 3, function: 'int main()' });

const event = (sequence: number, more = {}) => ({
  sequence, time: sequence * 1000, thread: 1, kind: 'sent' as const, channel: 2,
  message: 3, place: 1, number: -1, text: '"naïve"', ...more,
});

const trace = {
  events: [event(1), event(2, { kind: 'received', thread: 0, text: '' })],
  places: [{ file: '', line: 0, column: 0, function: '' }, place(7)],
  lost: 0,
};

test('C++ and JavaScript know the same kinds of records and the same limits', () => {
  const text = readFileSync(path.join(root, 'core/include/strait/trace/record.hpp'), 'utf8');
  const [, inside = ''] = /enum class record_kind : std::uint8_t \{([^}]*)\}/.exec(text) ?? [];
  const names = [...inside.replace(/\/\/\/.*/g, '').matchAll(/\w+/g)].map(([name]) => name);
  expect(names.map((name) => name.replace('_', '-'))).toEqual([...kinds]);
  const constant = (name: string) => Number(new RegExp(`\\b${name} = (\\d+);`).exec(text)?.[1]);
  expect(constant('text_limit')).toBe(limits.textBytes);
  expect(constant('place_text_limit')).toBe(limits.placeTextBytes);
  expect(constant('place_limit')).toBe(limits.places);
  expect(constant('format_version')).toBe(traceVersion);
});

test('what is encoded is decoded', () => {
  expect(decodeTrace(encodeTrace(trace))).toEqual(trace);
});

test('batches of several threads come in any order; gaps are counted', () => {
  const decoder = new TraceDecoder();
  decoder.take(concatenated([encodeRecord(event(4)), encodeRecord(event(6))]));
  decoder.take(encodeRecord(event(1)));
  decoder.take(concatenated([encodeRecord(event(5)), encodeRecord(event(4))]));
  const { events, lost } = decoder.trace();
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 4, 5, 6]);
  expect(lost).toBe(2);
});

test('the oldest events go', () => {
  const decoder = new TraceDecoder({ eventsLimit: 100 });
  for (let sequence = 1; sequence <= 1000; ++sequence) decoder.take(encodeRecord(event(sequence)));
  const { events, lost } = decoder.trace();
  expect(events[0]?.sequence).toBe(901);
  expect(events.length).toBe(100);
  expect(lost).toBe(900);
});

test('a trace of another version is empty', () => {
  const other = encodeRecord({ kind: 'trace', number: 2 });
  expect(decodeTrace(concatenated([other, encodeTrace(trace)])).events).toEqual([]);
});

test('a text is cut between two characters', () => {
  const { events } = decodeTrace(encodeRecord(event(1, { text: 'x' + 'é'.repeat(80) })));
  expect(events[0]?.text).toBe('x' + 'é'.repeat(39));
});

test('any bytes give a trace', () => {
  const chance = seededChance(chooseSeed('bytes of a trace'));
  const whole = encodeTrace({ ...trace, events: [event(1), event(2), event(3), event(4)] });
  const any = () => Math.floor(chance() * 256);
  for (let round = 0; round < 20_000; ++round) {
    const bytes = chance() < 0.2
      ? Uint8Array.from({ length: Math.floor(chance() * 300) }, any)
      : whole.slice(0, Math.floor(chance() * (whole.length + 1)));
    for (let left = Math.floor(chance() * 4); left > 0 && bytes.length > 0; --left) {
      bytes[Math.floor(chance() * bytes.length)] = any();
    }
    const { events, places, lost } = decodeTrace(bytes);
    // One expectation a round: they are slow.
    const isSound = places.length <= limits.places && lost >= 0
      && events.every(({ sequence, text }, index) => text.length <= limits.textBytes
        && sequence > (events[index - 1]?.sequence ?? 0));
    if (!isSound) expect([...bytes]).toBe('bytes of a sound trace');
  }
});
