// text-files.ts — the flow as text that other tools read: a table (CSV), a sequence diagram
// (Mermaid), a timeline (the JSON of Chrome's tracing, which Perfetto opens).
// Invariants: what programs have written (names, values) cannot break out of its place.

import type { FlowModel, Message } from '../model/flow-model.ts';
import { messageOf, placeOf } from '../model/moment.ts';
import type { Names } from '../model/words.ts';

export function csvFile(model: FlowModel, names: Names): string {
  const rows = model.steps.map((event, step) => {
    const channel = model.channelsById.get(event.channel);
    const { line = 0 } = model.places[placeOf(model, step)] ?? {};
    return [step + 1, event.time, names.thread(model.threadsById.get(event.thread)), event.kind,
      names.what(step), channel ? names.channel(channel) : '',
      messageOf(model, step)?.value ?? '', line || ''];
  });
  return [['step', 'nanoseconds', 'thread', 'kind', 'what', 'channel', 'value', 'line'], ...rows]
    .map((row) => row.map(csvField).join(',')).join('\r\n') + '\r\n';
}

/** Spreadsheets run what begins like a formula: an apostrophe makes it text. */
function csvField(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) &&
    !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const mermaidMessages = 100;

export function mermaidFile(model: FlowModel, names: Names): string {
  const passed = model.messages.filter(({ sender, receiver }) => sender && receiver)
    .sort((a, b) => a.received - b.received);
  const shown = passed.slice(0, mermaidMessages);
  const threads = model.threads.filter((thread) =>
    shown.some(({ sender, receiver }) => sender === thread || receiver === thread));
  const lines = ['sequenceDiagram'];
  for (const thread of threads) {
    lines.push(`  participant t${thread.lane} as ${mermaidText(names.thread(thread))}`);
  }
  for (const message of shown) {
    lines.push(`  t${message.sender?.lane}->>t${message.receiver?.lane}: ${
      mermaidText(`${message.value || 'message'} (${names.channel(message.channel)})`)}`);
  }
  const left = passed.length - shown.length;
  const first = threads[0];
  if (left > 0 && first) {
    lines.push(`  Note over t${first.lane}: ${left} more messages are left out`);
  }
  return `${lines.join('\n')}\n`;
}

/** Characters that mean something to Mermaid are written as its entities. */
function mermaidText(text: string): string {
  return text.replace(/[\u0000-\u001f]/g, ' ')
    .replace(/[#;:<>&"`{}[\]()\\|%]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** One process, a row per thread; waits are slices, messages are flows, levels are counters. */
export function chromeTraceFile(model: FlowModel, names: Names): string {
  const shared = { pid: 1, cat: 'strait' };
  const timeAt = (step: number): number => (model.steps[step]?.time ?? 0) / 1000;
  const end = timeAt(model.steps.length - 1);
  const events: object[] = [{ ph: 'M', pid: 1, tid: 0, name: 'process_name',
    args: { name: 'strait' } }];
  for (const thread of model.threads) {
    const tid = thread.lane + 1;
    events.push({ ph: 'M', pid: 1, tid, name: 'thread_name',
      args: { name: names.thread(thread) } });
    for (const wait of thread.waits) {
      const ts = wait.fromTime / 1000;
      const to = wait.toTime < Infinity ? wait.toTime / 1000 : end;
      events.push({ ...shared, ph: 'X', tid, ts, dur: Math.max(0, to - ts),
        name: names.wait(wait), args: { line: model.places[wait.place]?.line ?? 0 } });
    }
  }
  model.steps.forEach((event, step) => {
    const thread = model.threadsById.get(event.thread);
    if (!thread || event.kind === 'blocked' || event.kind === 'wait-began') return;
    const args = { line: model.places[placeOf(model, step)]?.line ?? 0,
      value: messageOf(model, step)?.value ?? '' };
    // Flows are bound to slices: the shortest there are.
    events.push({ ...shared, ph: 'X', tid: thread.lane + 1, ts: event.time / 1000, dur: 0.001,
      name: names.what(step), args });
  });
  for (const message of model.messages) events.push(...flowEvents(message, shared, timeAt));
  for (const channel of model.channels) {
    channel.fillSteps.forEach((step, index) => events.push({ ...shared, ph: 'C',
      ts: timeAt(step), tid: 0, name: names.channel(channel),
      args: { messages: channel.fills[index] } }));
  }
  return JSON.stringify({ displayTimeUnit: 'ns', traceEvents: events });
}

function flowEvents({ id, sender, receiver, sent, received }: Message,
                    shared: { pid: number; cat: string },
                    timeAt: (step: number) => number): object[] {
  if (!sender || !receiver || sent < 0 || received < 0) return [];
  const flow = { ...shared, id, name: 'message' };
  const from = Math.min(timeAt(sent), timeAt(received));
  return [{ ...flow, ph: 's', tid: sender.lane + 1, ts: from },
    { ...flow, ph: 'f', bp: 'e', tid: receiver.lane + 1, ts: timeAt(received) }];
}
