// The model of a run: threads, channels, messages, waits, and the state at any step.

import { expect, test } from '@playwright/test';
import { encodeTrace } from '../../wasm/trace/encoder.mjs';
import type { FlowEvent } from '../../web/src/flow/model/events.ts';
import type { FlowModel } from '../../web/src/flow/model/flow-model.ts';
import { channelState, placeOf, threadState, waitingFor } from '../../web/src/flow/model/moment.ts';
import { functionName } from '../../web/src/flow/model/names.ts';
import { eventsLimit, FlowRecording } from '../../web/src/flow/model/recording.ts';
import { Names, summary } from '../../web/src/flow/model/words.ts';
import { deadlock, pipeline, places, TraceWriter } from './made-traces.ts';
import { chooseSeed, seededChance } from './support.ts';

function modelOf(...batches: readonly FlowEvent[][]): FlowModel {
  const recording = new FlowRecording();
  recording.take(encodeTrace({ events: [], places, lost: 0 }));
  for (const batch of batches) recording.add(batch);
  recording.end();
  return recording.model;
}

const sentences = (model: FlowModel): string[] => {
  const names = new Names(model);
  return model.steps.map((_, step) => names.sentence(step));
};

test('a run is told in sentences', () => {
  const model = modelOf(pipeline({ producers: 1, messages: 2, capacity: 1 }));
  expect(sentences(model)).toEqual([
    'main made jobs',
    'produce began, started by main',
    'consume began, started by main',
    'produce sent 1 to jobs',
    'produce waits to send 2 to jobs',
    'consume received 1 from jobs',
    'produce sent 2 to jobs',
    'consume received 2 from jobs',
    'produce ended',
    'consume ended',
    'main printed a line',
    'main ended',
  ]);
  expect(summary(model, false)).toBe('3 threads, 1 channel, 2 messages');
});

test('threads of one function are numbered, channels are called by their line', () => {
  const events = pipeline({ producers: 2 }).filter(({ kind }) => kind !== 'channel-named');
  const model = modelOf(events);
  const names = new Names(model);
  expect(model.threads.map((thread) => names.thread(thread)))
    .toEqual(['main', 'produce #1', 'produce #2', 'consume']);
  expect(names.channel(model.channels[0])).toBe('int channel, line 22');
  expect(names.describeChannel(model.channels[0]!)).toBe('bounded, capacity 2, int');
});

test('a timer is described without the whole of its type', () => {
  const trace = new TraceWriter();
  trace.write(0, 'channel-made', { channel: 1, number: 1, place: 1, text:
    'tick timer std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>' });
  const model = modelOf(trace.events);
  expect(new Names(model).describeChannel(model.channels[0]!))
    .toBe('tick, capacity 1, std::chrono::time_point<…>');
});

test('a thread that nothing names has a number, even if it is the only one', () => {
  const trace = new TraceWriter();
  trace.write(1, 'thread-began', { number: 0 });
  trace.write(0, 'wait-began', { number: 1, text: 'join' });
  expect(sentences(modelOf(trace.events)).at(-1)).toBe('main waits for thread #1 to end');
});

test('what each channel holds and each thread does is known at every step', () => {
  const model = modelOf(pipeline({ producers: 1, messages: 40, capacity: 3 }));
  const [channel] = model.channels;
  const queue: string[] = [];
  let waits = false;
  model.steps.forEach((event, step) => {
    if (event.thread === 1) waits = event.kind === 'blocked';
    if (event.kind === 'sent') queue.push(event.text);
    if (event.kind === 'received') queue.shift();
    const state = channelState(channel!, step);
    expect(state.messages.map(({ value }) => value)).toEqual(queue);
    expect(state.level).toBe(queue.length);
    const producer = threadState(model.threadsById.get(1)!, step);
    expect(producer.kind === 'waits').toBe(waits);
  });
});

test('a deadlock: who waits to send what, for whom main waits', () => {
  const model = modelOf(deadlock());
  const names = new Names(model);
  const last = model.steps.length - 1;
  expect(model.threads.map((thread) => names.state(threadState(thread, last)))).toEqual([
    'waits for Ann to end',
    'waits to send 1 to int channel, line 22 #1',
    'waits to send 1 to int channel, line 22 #2',
  ]);
  expect(waitingFor(model, model.channels[1]!, last).map(({ thread }) => names.thread(thread)))
    .toEqual(['Bob']);
  expect(model.places[placeOf(model, last)]?.line).toBe(8);
});

test('batches that arrive late or in another order give the same model', () => {
  const events = pipeline();
  const whole = sentences(modelOf(events));
  const even = events.filter(({ sequence }) => sequence % 2 === 0);
  const odd = events.filter(({ sequence }) => sequence % 2 === 1);
  expect(sentences(modelOf(even, odd))).toEqual(whole);
  expect(sentences(modelOf(...events.map((event) => [event])))).toEqual(whole);
  expect(sentences(modelOf([...events].reverse()))).toEqual(whole);
  expect(modelOf(even, odd).lost).toBe(0);
});

test('events that never come are counted, and the run goes on', () => {
  const events = pipeline();
  const model = modelOf(events.filter(({ sequence }) => sequence < 10 || sequence > 12));
  expect(model.lost).toBe(3);
  expect(sentences(model).at(-1)).toBe('main ended');
});

test('what follows a gap is told when batches come without news, not only at the end', () => {
  const recording = new FlowRecording();
  recording.add(pipeline().filter(({ sequence }) => sequence < 10 || sequence > 12));
  const before = recording.model.steps.length;
  for (let empty = 0; empty < 3; ++empty) recording.take(new Uint8Array());
  expect(recording.model.steps.length).toBeGreaterThan(before);
  expect(recording.model.lost).toBe(3);
});

test('of more events than the page keeps, the newest ones remain, with their names', () => {
  const events = pipeline({ producers: 3, messages: 40_000, capacity: 4 });
  expect(events.length).toBeGreaterThan(eventsLimit);
  const model = modelOf(events);
  const names = new Names(model);
  expect(model.lost).toBeGreaterThan(0);
  expect(model.threads.map((thread) => names.thread(thread)))
    .toEqual(['main', 'produce #1', 'produce #2', 'produce #3', 'consume']);
  expect(names.sentence(model.steps.length - 8)).toContain('received 119999 from jobs');
});

test('ten thousand events are built quickly', () => {
  const events = pipeline({ producers: 4, messages: 900 });
  expect(events.length).toBeGreaterThan(10_000);
  const begun = performance.now();
  const model = modelOf(events);
  console.log(`a model of ${events.length} events: ${(performance.now() - begun).toFixed(1)} ms`);
  expect(model.messages.length).toBe(3600);
});

test('any events give a model', () => {
  const random = seededChance(chooseSeed('events of any kind'));
  const kinds = [...new Set([...pipeline(), ...deadlock()].map(({ kind }) => kind)),
    'select-begun', 'select-case', 'select-chose', 'ended', 'displaced', 'abandoned', 'closed',
    'side-gone', 'handles', 'timer', 'wait-ended', 'nonsense'] as FlowEvent['kind'][];
  const odd = [0, -1, 1, 2, NaN, Infinity, -Infinity, 2 ** 53, 1.5, 7];
  const number = (): number => random() < 0.2 ? odd[Math.floor(random() * odd.length)]!
    : Math.floor(random() * 6);
  for (let round = 0; round < 300; ++round) {
    const events = Array.from({ length: 100 }, (_, index): FlowEvent => ({
      sequence: random() < 0.1 ? number() : index, time: number(), thread: number(),
      kind: kinds[Math.floor(random() * kinds.length)]!, channel: number(), message: number(),
      place: number(), number: number(), text: random() < 0.5 ? '' : '\u0000<b>',
    }));
    const model = modelOf(events.slice(0, 50), events.slice(50));
    const names = new Names(model);
    for (let step = 0; step < model.steps.length; ++step) {
      if (names.sentence(step) === '') throw new Error(`nothing is said about step ${step}`);
      for (const thread of model.threads) names.state(threadState(thread, step));
      for (const channel of model.channels) {
        channelState(channel, step);
        waitingFor(model, channel, step);
      }
    }
  }
});

test('functions are called by their own name', () => {
  for (const [signature, name] of [
    ['void swap_gifts(const char *, strait::sender<int>, strait::receiver<int>)', 'swap_gifts'],
    ['int main()', 'main'],
    ['auto main()::(anonymous class)::operator()() const', 'lambda in main'],
    ['main()::<lambda(int)>', 'lambda in main'],
    ['void worker::run()', 'run'],
    ['std::vector<int> (anonymous namespace)::primes(int)', 'primes'],
    ['T twice(T) [T = int]', 'twice'],
    ['', ''],
    ['('.repeat(100_000), ''],
  ] as const) expect(functionName(signature), signature.slice(0, 50)).toBe(name);
});

test('batches of bytes give what their events give, whatever the bytes', () => {
  const events = pipeline({ messages: 20 });
  const recording = new FlowRecording();
  recording.take(encodeTrace({ events: [], places, lost: 0 }));
  for (let at = 0; at < events.length; at += 7) {
    recording.take(encodeTrace({ events: events.slice(at, at + 7), places: [], lost: 0 }));
  }
  recording.end();
  expect(sentences(recording.model)).toEqual(sentences(modelOf(events)));

  const chance = seededChance(chooseSeed('bytes of any kind'));
  const bytes = encodeTrace({ events, places, lost: 0 });
  for (let round = 0; round < 200; ++round) {
    const broken = Uint8Array.from(bytes, (byte) => chance() < 0.01 ? chance() * 256 : byte);
    const hostile = new FlowRecording();
    hostile.take(broken);
    hostile.end();
    sentences(hostile.model);
  }
});

test('a try that finds nothing did not wait; what waited did so in vain', () => {
  const trace = new TraceWriter();
  trace.write(0, 'channel-made', { channel: 1, number: 1, text: 'bounded int', place: 1 });
  trace.write(0, 'channel-named', { channel: 1, text: 'jobs' });
  trace.write(0, 'receive-begun', { channel: 1, place: 1 });
  trace.write(0, 'ended', { text: 'timeout', place: 1 });
  trace.write(0, 'send-begun', { channel: 1, place: 1, text: '7' });
  trace.write(0, 'ended', { text: 'timeout', place: 1 });
  trace.write(0, 'receive-begun', { channel: 1, place: 1 });
  trace.write(0, 'blocked', { channel: 1, place: 1 });
  trace.write(0, 'resumed', { channel: 1 });
  trace.write(0, 'ended', { text: 'timeout', place: 1 });
  expect(sentences(modelOf(trace.events))).toEqual(['main made jobs',
    'main found no message in jobs', 'main found no room in jobs',
    'main waits to receive from jobs', 'main waited in vain: jobs']);
});

test('when the last receiver goes, what nobody received is gone', () => {
  const trace = new TraceWriter();
  trace.write(0, 'channel-made', { channel: 1, number: 4, text: 'bounded int', place: 1 });
  trace.write(0, 'handles', { channel: 1, number: 2, message: 1 });
  for (const message of [1, 2]) {
    trace.write(0, 'sent', { channel: 1, message, number: message, text: String(message) });
  }
  trace.write(0, 'handles', { channel: 1, number: 2, message: 0 });
  trace.write(0, 'side-gone', { channel: 1, number: 1 });
  const [channel] = modelOf(trace.events).channels;
  expect(channelState(channel!, 2)).toMatchObject(
    { level: 2, handles: { senders: 2, receivers: 0 } });
  expect(channelState(channel!, 1).handles).toEqual({ senders: 2, receivers: 1 });
  expect(channelState(channel!, 3)).toMatchObject({ level: 0, messages: [] });
});

test('brief names tell channels of one line apart; the library’s own channels have names', () => {
  const trace = new TraceWriter();
  for (const channel of [1, 2]) {
    trace.write(0, 'channel-made', { channel, number: 1, text: 'bounded int', place: 1 });
  }
  trace.write(0, 'channel-made',
    { channel: 3, number: 1, text: 'bounded strait::detail::turn', place: 1 });
  trace.write(0, 'sent', { channel: 3, message: 1, number: 1, text: 'strait::detail::turn' });
  const model = modelOf(trace.events);
  const names = new Names(model);
  expect(model.channels.map((channel) => names.briefChannel(channel)))
    .toEqual(['L22 #1', 'L22 #2', 'broadcast']);
  expect(model.channels.map((channel) => names.channel(channel)))
    .toEqual(['int channel, line 22 #1', 'int channel, line 22 #2', 'broadcast']);
  expect(names.sentence(3)).toBe('main sent turn to broadcast');
});
