// The flow's picture as shapes, and as files of other formats.

import { expect, test } from '@playwright/test';
import { svgFile } from '../../web/src/flow/export/svg.ts';
import { chromeTraceFile, csvFile, mermaidFile } from '../../web/src/flow/export/text-files.ts';
import type { FlowEvent } from '../../web/src/flow/model/events.ts';
import { FlowRecording } from '../../web/src/flow/model/recording.ts';
import { Names } from '../../web/src/flow/model/words.ts';
import { Axis, noFilter, type Scale } from '../../web/src/flow/picture/axis.ts';
import { Lanes } from '../../web/src/flow/picture/lanes.ts';
import { doOverlap, type TextShape } from '../../web/src/flow/picture/labels.ts';
import { arrowsLimit, drawScene } from '../../web/src/flow/picture/scene.ts';
import type { Shape } from '../../web/src/flow/picture/shapes.ts';
import { encodeTrace } from '../../wasm/trace/encoder.mjs';
import { deadlock, pipeline, places, TraceWriter } from './made-traces.ts';

function read(events: FlowEvent[]) {
  const recording = new FlowRecording();
  recording.take(encodeTrace({ events, places, lost: 0 }));
  recording.end();
  return { model: recording.model, names: new Names(recording.model) };
}

function picture(events: FlowEvent[], { zoom = 20, upright = false, scale = 'steps' as Scale,
  filter = noFilter } = {}): Shape[] {
  const { model, names } = read(events);
  return drawScene({ model, names, axis: new Axis(model, scale, filter),
    lanes: new Lanes(model, filter, upright, 400), cursor: 0, selection: {},
    view: { zoom, offset: 20, length: 800, upright } });
}

const ofKind = <Kind extends Shape['kind']>(shapes: Shape[], kind: Kind) =>
  shapes.filter((shape): shape is Shape & { kind: Kind } => shape.kind === kind);

test('each message is an arrow from its sender to its receiver, with its value', () => {
  for (const upright of [false, true]) {
    const shapes = picture(pipeline({ messages: 3 }), { upright });
    expect(ofKind(shapes, 'arrow').length).toBe(6);
    const texts = ofKind(shapes, 'text').map(({ text }) => text);
    for (const value of ['1', '2', '3', '4', '5', '6']) expect(texts).toContain(value);
    for (const arrow of ofKind(shapes, 'arrow')) {
      const forward = upright ? arrow.y2 - arrow.y1 : arrow.x2 - arrow.x1;
      expect(forward).toBeGreaterThanOrEqual(0);
    }
  }
});

test('a wait is labelled with what it waits for', () => {
  const texts = ofKind(picture(deadlock(), { zoom: 100 }), 'text').map(({ text }) => text);
  expect(texts).toContain('join Ann');
  expect(texts.filter((text) => text.startsWith('→'))).toEqual(['→ L22 #1', '→ L22 #2']);
});

test('no line and no arrow is drawn over a label', () => {
  const many = pipeline({ messages: 40 });
  for (const [events, zoom] of [[deadlock(), 100], [many, 20], [many, 2]] as const) {
    for (const upright of [false, true]) {
      const shapes = picture(events, { upright, zoom });
      const first = shapes.findIndex(({ kind }) => kind === 'text');
      expect(first).toBeGreaterThan(0);
      const after = shapes.slice(first);
      expect([...ofKind(after, 'line'), ...ofKind(after, 'arrow')]).toEqual([]);
    }
  }
});

test('values beside a lane do not overlap; one that a thread sends to itself is there, too', () => {
  for (const upright of [false, true]) {
    const texts = ofKind(picture(pipeline({ messages: 40 }), { upright, zoom: 8 }), 'text')
      .filter(({ isCode }) => isCode);
    expect(texts.length).toBeGreaterThan(5);
    for (const [at, text] of texts.entries()) {
      for (const other of texts.slice(0, at)) {
        const isBeside = upright ? other.x === text.x && other.anchor === text.anchor
          : other.y === text.y;
        const gap = upright ? text.y - other.y : text.x - other.x;
        if (isBeside) expect(gap).toBeGreaterThan(10);
      }
    }
  }
  const trace = new TraceWriter();
  trace.write(0, 'channel-made', { channel: 1, number: 1, text: 'bounded int', place: 1 });
  trace.write(0, 'sent', { channel: 1, message: 1, number: 1, text: '77' });
  trace.write(0, 'received', { channel: 1, message: 1, number: 0, text: '77' });
  const shapes = picture(trace.events, { upright: true });
  const [value] = ofKind(shapes, 'text').filter(({ text }) => text === '77');
  const [lane] = ofKind(shapes, 'mark');
  expect(value?.anchor).toBe('end');
  expect(value!.x).toBeLessThan(lane!.x - 5);
});

test('what is filtered out is not drawn, and the rest closes up', () => {
  const events = pipeline({ messages: 3 });
  const all = picture(events);
  const without = picture(events, { filter: { ...noFilter, threads: new Set([1]) } });
  expect(ofKind(without, 'arrow').length).toBe(3);
  expect(ofKind(without, 'mark').length).toBeLessThan(ofKind(all, 'mark').length);
});

test('a long run has no more shapes in sight than a short one; arrows carry their number', () => {
  const shapes = picture(pipeline({ producers: 4, messages: 5000 }), { zoom: 0.01 });
  expect(shapes.length).toBeLessThan(5000);
  const counts = ofKind(shapes, 'text').filter(({ text }) => /^×\d+$/.test(text));
  const counted = counts.reduce((sum, { text }) => sum + Number(text.slice(1)), 0);
  expect(counted).toBeGreaterThan(arrowsLimit);
  expect(counted + ofKind(shapes, 'arrow').length - counts.length).toBe(20_000);
});

test('ten thousand events are drawn within a frame', () => {
  const { model, names } = read(pipeline({ producers: 4, messages: 900 }));
  const axis = new Axis(model, 'steps', noFilter);
  const lanes = new Lanes(model, noFilter, false, 400);
  const figures = [0.07, 1, 8, 40].map((zoom) => {
    const begun = performance.now();
    const shapes = drawScene({ model, names, axis, lanes, cursor: 0, selection: {},
      view: { zoom, offset: -2000 * zoom, length: 800, upright: false } });
    return `${shapes.length} shapes in ${(performance.now() - begun).toFixed(1)} ms`;
  });
  console.log(figures.join(', '));
});

test('CSV: a row per step; nothing a program wrote breaks its field or is run', () => {
  const events = pipeline({ producers: 1, messages: 2, capacity: 1 }).map((event) =>
    event.text === '1' ? { ...event, text: '=cmd("x")\n,1' } : event);
  const { model, names } = read(events);
  const file = csvFile(model, names);
  expect(file).toContain(`"'=cmd(""x"")\n,1"`);
  expect(file.split('\r\n').length).toBe(model.steps.length + 2);
});

test('Mermaid: the first hundred messages, and how many are left out', () => {
  const { model, names } = read(pipeline({ producers: 2, messages: 60 }));
  const lines = mermaidFile(model, names).trim().split('\n');
  expect(lines[0]).toBe('sequenceDiagram');
  expect(lines.filter((line) => line.includes('->>')).length).toBe(100);
  expect(lines.at(-1)).toContain('20 more messages are left out');
  expect(lines[4]).toBe('  t2->>t3: 1 #40;jobs#41;');
});

test('Chrome trace: valid events; each flow begins and ends within a slice of its thread', () => {
  const { model, names } = read(pipeline({ messages: 10 }));
  interface TraceEvent { ph: string; ts: number; dur?: number; tid: number; id?: number }
  const { traceEvents } = JSON.parse(chromeTraceFile(model, names)) as
    { traceEvents: TraceEvent[] };
  const slices = traceEvents.filter(({ ph }) => ph === 'X');
  for (const [begin, end] of [['s', 'f']] as const) {
    const begun = traceEvents.filter(({ ph }) => ph === begin);
    const ended = traceEvents.filter(({ ph }) => ph === end);
    expect(begun.length).toBe(20);
    expect(ended.map(({ id }) => id).sort()).toEqual(begun.map(({ id }) => id).sort());
    for (const { ts, tid } of [...begun, ...ended]) {
      expect(slices.some((slice) => slice.tid === tid && slice.ts <= ts &&
        ts <= slice.ts + (slice.dur ?? 0))).toBe(true);
    }
  }
  expect(traceEvents.filter(({ ph }) => ph === 'C').length).toBe(40);
  expect(traceEvents.every(({ ts, ph }) => ph === 'M' || Number.isFinite(ts))).toBe(true);
});

test('SVG: well-formed whatever a program wrote', () => {
  const events = pipeline({ producers: 1, messages: 2 }).map((event) =>
    event.text === '1' ? { ...event, text: '</text><script>\u0001&"' } : event);
  const file = svgFile(picture(events, { zoom: 400 }), 800, 400, 'a <b> & "c" 😀\ud83d',
    { colour: (name) => name, textFace: 'sans-serif', codeFace: '"Mono", monospace' });
  expect(file).not.toContain('<script');
  expect(file).not.toMatch(/[\u0000-\u0008]/);
  expect(file.match(/<(\w+)[^>]*[^/]>/g)?.length).toBeGreaterThan(0);
  const open = file.match(/<(svg|g|text|title)[ >]/g)?.length;
  expect(file.match(/<\/(svg|g|text|title)>/g)?.length).toBe(open);
  expect(file).toContain('a &lt;b&gt; &amp; &quot;c&quot; 😀�');
});

test('no text of the picture hides another one', () => {
  for (const upright of [false, true]) {
    for (const zoom of [12, 20, 40]) {
      const run = pipeline({ producers: 3, messages: 12, capacity: 1 });
      const texts: TextShape[] = ofKind(picture(run, { upright, zoom }), 'text');
      expect(texts.length).toBeGreaterThan(10);
      const hidden = texts.filter((text, index) =>
        texts.slice(index + 1).some((other) => doOverlap(text, other)));
      expect(hidden.map(({ text }) => text), `${upright} ${zoom}`).toEqual([]);
    }
  }
});
