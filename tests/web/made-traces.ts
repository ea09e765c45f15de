// made-traces.ts — events of runs that never happened, written by hand for tests of the flow.

import type { EventKind, FlowEvent, Place } from '../../web/src/flow/model/events.ts';

const place = (line: number, signature: string): Place =>
  ({ file: 'main.cpp', line, column: 3, function: signature });

/** 1: make, 2: produce, 3: consume, 4: main's end. */
export const places: Place[] = [
  place(0, ''),
  place(22, 'int main()'),
  place(8, 'void produce(strait::sender<int>, int)'),
  place(15, 'void consume(strait::receiver<int>)'),
  place(30, 'int main()'),
];

export class TraceWriter {
  readonly events: FlowEvent[] = [];
  private time = 0;

  write(thread: number, kind: EventKind, rest: Partial<FlowEvent> = {}): void {
    this.time += 1000;
    this.events.push({ sequence: this.events.length + 1, time: this.time, thread, kind, channel: 0,
      message: 0, place: 0, number: -1, text: '', ...rest });
  }
}

/** Producers send numbers to one consumer by a channel of this capacity, in a fixed order. */
export function pipeline({ producers = 2, messages = 5, capacity = 2 } = {}): FlowEvent[] {
  const trace = new TraceWriter();
  const consumer = producers + 1;
  trace.write(0, 'channel-made', { channel: 1, number: capacity, text: 'bounded int', place: 1 });
  trace.write(0, 'channel-named', { channel: 1, text: 'jobs' });
  for (let thread = 1; thread <= consumer; ++thread) {
    trace.write(thread, 'thread-began', { number: 0, place: 1 });
  }
  const queue: { message: number; text: string }[] = [];
  const receive = (): void => {
    const { message, text } = queue.shift()!;
    trace.write(consumer, 'receive-begun', { channel: 1, place: 3 });
    trace.write(consumer, 'received',
      { channel: 1, message, number: queue.length, text, place: 3 });
  };
  for (let message = 1; message <= producers * messages; ++message) {
    const thread = 1 + message % producers;
    trace.write(thread, 'send-begun', { channel: 1, text: String(message), place: 2 });
    if (queue.length === capacity) {
      trace.write(thread, 'blocked', { channel: 1, place: 2 });
      receive();
      trace.write(thread, 'resumed', { channel: 1 });
    }
    queue.push({ message, text: String(message) });
    trace.write(thread, 'sent', { channel: 1, message, number: queue.length, text: String(message),
      place: 2 });
  }
  while (queue.length > 0) receive();
  for (let thread = 1; thread <= consumer; ++thread) trace.write(thread, 'thread-ended');
  trace.write(0, 'output', { number: 0, place: 4 });
  trace.write(0, 'thread-ended', { place: 4 });
  return trace.events;
}

/** Two threads send to each other without room: neither receives. */
export function deadlock(): FlowEvent[] {
  const trace = new TraceWriter();
  for (const channel of [1, 2]) {
    trace.write(0, 'channel-made', { channel, number: 0, text: 'rendezvous int', place: 1 });
  }
  for (const [thread, text] of [[1, 'Ann'], [2, 'Bob']] as const) {
    trace.write(thread, 'thread-began', { number: 0, place: 1 });
    trace.write(thread, 'thread-named', { text });
  }
  trace.write(0, 'wait-began', { number: 1, text: 'join', place: 4 });
  for (const thread of [1, 2]) {
    trace.write(thread, 'send-begun', { channel: thread, text: '1', place: 2 });
    trace.write(thread, 'blocked', { channel: thread, place: 2 });
  }
  return trace.events;
}
