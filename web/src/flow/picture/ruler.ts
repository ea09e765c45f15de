// ruler.ts — the numbers beside the picture: steps, or the time since the run began.

import { scaleLinear } from 'd3-scale';
import type { Axis } from './axis.ts';
import type { View } from './scene.ts';
import type { Shape } from './shapes.ts';
import { Sketch } from './sketch.ts';

const tickPixels = { along: 84, upright: 56 };

export function drawRuler(axis: Axis, view: View, size: number, cursor: number): Shape[] {
  const { zoom, offset, length, upright } = view;
  const sketch = new Sketch(upright);
  const isSteps = axis.scale === 'steps';
  // Steps are counted from 1.
  const first = isSteps ? 1 : 0;
  const from = first - offset / zoom;
  const scale = scaleLinear().domain([from, from + length / zoom]).range([0, length]);
  const count = Math.max(2, length / (upright ? tickPixels.upright : tickPixels.along));
  const ticks = scale.ticks(count).filter((tick) =>
    tick >= first && tick <= axis.length && (!isSteps || Number.isInteger(tick)));
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const at = axis.position(cursor) * zoom + offset;
  const label = (along: number, words: string, strong: boolean): void =>
    sketch.text(along, size - 8, words, { colour: strong ? 'accent' : 'text-quiet', strong,
      anchor: upright ? 'end' : 'middle', shift: upright ? [2, 4] : [0, 0] });
  const room = upright ? 16 : 44;
  for (const tick of ticks) {
    const along = scale(tick);
    sketch.line([along, along], [size - 4, size], { colour: 'text-quiet', width: 1 });
    if (cursor >= 0 && Math.abs(along - at) < room) continue;
    label(along, isSteps ? String(tick) : timeWords(tick, step), false);
  }
  if (cursor >= 0 && at > -room && at < length + room) {
    label(at, isSteps ? String(axis.position(cursor) + 1) : timeWords(axis.position(cursor), step),
      true);
  }
  return sketch.shapes;
}

/** `1.25 s`, `50 ms`, `3 µs`, as precise as ticks that are `step` microseconds apart need it. */
export function timeWords(microseconds: number, step: number): string {
  const [unit, name] = step >= 100_000 ? [1e6, 's'] : step >= 100 ? [1e3, 'ms'] : [1, 'µs'];
  const places = Math.max(0, Math.ceil(-Math.log10(Math.max(step, 0.01) / unit) - 1e-9));
  return `${(microseconds / unit).toFixed(Math.min(places, 3))} ${name}`;
}
