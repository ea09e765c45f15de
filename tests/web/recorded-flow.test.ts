// recorded-flow.test.ts — a recorded flow travels in a link: the same events come out, of a long
// one the newest; and whatever a link holds, it is a flow, or the link is refused.

import { expect, test } from '@playwright/test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeTrace } from '../../wasm/trace/decoder.mjs';
import { packedBytesLimit, packedCharactersLimit, packTrace, unpackTrace }
  from '../../wasm/trace/packed.mjs';
import { FlowRecording } from '../../web/src/flow/model/recording.ts';
import { parseDeadlockReport } from '../../web/src/logic/deadlock-report.ts';
import { openRecordedFlow } from '../../web/src/logic/recorded-flow.ts';
import { decodeShareLink, encodeShareLink } from '../../web/src/logic/share-link.ts';
import { deadlock, pipeline, places } from './made-traces.ts';
import { chooseSeed, seededChance } from './support.ts';

const traceOf = (events = pipeline()) => ({ events, places, lost: 0 });
const link = (source: string, flow: unknown) =>
  `#v1.deflate.${deflateRawSync(JSON.stringify({ source, flow })).toString('base64url')}`;

test('what is packed is unpacked, with its places; times to the microsecond', async () => {
  for (const events of [pipeline({ producers: 3, messages: 40 }), deadlock()]) {
    const { packed, omitted } = await packTrace(traceOf(events));
    expect(omitted).toBe(0);
    const trace = decodeTrace(await unpackTrace(packed));
    expect(trace.events).toEqual(events);
    const used = new Set(events.map(({ place }) => place).filter((place) => place > 0));
    for (const place of used) expect(trace.places[place]).toEqual(places[place]);
  }
});

test('of a long run the newest events are kept, and who is who', async () => {
  const events = pipeline({ producers: 4, messages: 8000 });
  const { packed, omitted } = await packTrace(traceOf(events));
  expect(packed.length).toBeLessThanOrEqual(packedCharactersLimit);
  expect(omitted).toBeGreaterThan(0);
  const recording = new FlowRecording();
  recording.take(await unpackTrace(packed));
  recording.end();
  const { model } = recording;
  expect(model.lost).toBe(omitted);
  expect(model.channels.map(({ name, kind }) => [name, kind])).toEqual([['jobs', 'bounded']]);
  expect(model.threads.length).toBe(6);
  expect(model.steps.at(-1)).toMatchObject({ kind: 'thread-ended', thread: 0 });
  const kept = events.length - omitted;
  console.log(`${kept} events in ${packedBytesLimit} bytes`);
  expect(kept).toBeGreaterThan(1000);
});

test('a program that makes threads and channels without end still fits', async () => {
  const events = Array.from({ length: 30_000 }, (_, index) => ({ sequence: index + 1,
    time: index * 1000, thread: index, kind: 'thread-named' as const, channel: 0, message: 0,
    place: 0, number: -1, text: `worker ${Math.sin(index)}` }));
  const { packed, omitted } = await packTrace(traceOf(events));
  expect(packed.length).toBeLessThanOrEqual(packedCharactersLimit);
  expect(decodeTrace(await unpackTrace(packed)).events.length).toBe(events.length - omitted);
});

test('a link carries a flow with its deadlock', async () => {
  const { packed } = await packTrace(traceOf(deadlock()));
  const report = { kind: 'certain' as const, cycle: [1, 2], text: '', cure: 'Receive first.',
    threads: [{ thread: 1, name: 'Ann', waits: 'send', what: 'waits to send 1', channel: 1,
      channelName: '', place: 2, since: 5e6, value: '1' }] };
  const shared = { source: 'int main() {}', flow: { trace: packed, deadlock: report } };
  const opened = await decodeShareLink(await encodeShareLink(shared));
  expect(opened).toEqual(shared);
  const { trace, deadlock: found } = await openRecordedFlow(opened.flow!, 'from a link');
  expect(decodeTrace(trace).events.length).toBe(deadlock().length);
  expect(found).toEqual(report);

  const threads = report.threads.map(({ what: _, ...before }) => before);
  expect(parseDeadlockReport({ ...report, threads }), 'of an older link')
    .toEqual({ ...report, threads: [{ ...threads[0], what: '' }] });
});

test('a link whose flow is none is refused', async () => {
  for (const flow of [null, 1, '', [], {}, { trace: 1 }, { trace: 'A', more: 1 },
    { trace: 'A'.repeat(packedCharactersLimit + 1) }, { trace: 'A', deadlock: {} },
    { trace: 'A', deadlock: { kind: 'certain' } }]) {
    await expect(decodeShareLink(link('int main() {}', flow)), JSON.stringify(flow)?.slice(0, 60))
      .rejects.toThrow('The link does not contain a playground program.');
  }
  const bomb = deflateRawSync(Buffer.alloc(8 * 1024 * 1024), { level: 9 }).toString('base64url');
  expect(bomb.length).toBeLessThan(packedCharactersLimit);
  for (const trace of ['', 'A', '!', 'AAAA', bomb]) {
    const { flow } = await decodeShareLink(link('int main() {}', { trace }));
    await expect(openRecordedFlow(flow!, ''), trace.slice(0, 20)).rejects.toThrow();
  }
});

test('hostile flows: a model or an error', async () => {
  const seed = chooseSeed('recorded-flow');
  const chance = seededChance(seed);
  const { packed } = await packTrace(traceOf(pipeline({ messages: 20 })));
  const sound = inflateRawSync(Buffer.from(packed, 'base64url'));
  const counts = { opened: 0, refused: 0 };
  for (let round = 0; round < 1000; ++round) {
    const bytes = Buffer.from(sound);
    for (let change = 0; change <= chance() * 8; ++change) {
      bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256);
    }
    const cut = chance() < 0.2 ? bytes.subarray(0, Math.floor(chance() * bytes.length)) : bytes;
    let records;
    try {
      records = await unpackTrace(deflateRawSync(cut).toString('base64url'));
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      counts.refused += 1;
      continue;
    }
    const recording = new FlowRecording();
    recording.take(records);
    recording.end();
    expect(recording.model.steps.length).toBeLessThanOrEqual(200_000);
    counts.opened += 1;
  }
  console.log(`seed ${seed}: ${counts.opened} opened, ${counts.refused} refused`);
  expect(Math.min(counts.opened, counts.refused)).toBeGreaterThan(100);
});
