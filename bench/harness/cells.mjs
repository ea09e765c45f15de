// cells.mjs — what is measured. A cell is a channel and a pattern, with the number of messages that
// move; each system that has such a run is measured in it. Groups become tables.
import { channels, grid, many, matrix, meets } from './matrix.mjs';
import { isWanted } from './options.mjs';

/** @typedef {import('./matrix.mjs').Cell} Cell */

const some = (channel) => (meets(channel) ? 20_000 : 500_000);

const threads = grid('threads', channels, ['1x8', '8x8', '16x16'],
  (channel) => ({ messages: many(channel) }));

const conditions = ['pinned', 'loaded'].flatMap((condition) =>
  grid(condition, channels, ['spsc', 'mpmc'], (channel, pattern) =>
    ({ messages: some(channel), pattern: `${pattern}-${condition}`, condition })));

const messages = grid('messages', ['bounded1024', 'unbounded'],
  ['64b', '4kib', 'string', 'pointer'].flatMap((kind) => [`spsc-${kind}`, `mpmc-${kind}`]),
  (_, pattern) => ({ messages: pattern.endsWith('4kib') ? 50_000 : 500_000 }));

const batches = grid('messages', ['bounded1024', 'unbounded'], ['batch'],
  () => ({ messages: 1_000_000 }));

const life = [
  ...grid('life', ['bounded0', 'bounded1', 'bounded1024', 'unbounded'], ['create'],
    () => ({ messages: 100_000 })),
  ...grid('life', ['oneshot'], ['use_once'], () => ({ messages: 200_000 })),
];

/** Fewer messages for many cases: some systems look at every case for each message. */
const selectors = [4, 100, 1000, 10_000].map((width) => ({ group: 'selector', channel: 'bounded1',
  pattern: `selector-${width}`, run: `selector-${width}`,
  messages: Math.max(500, Math.min(100_000, 2_000_000 / width)) }));

const latency = grid('latency', ['bounded1', 'bounded1024', 'unbounded'], ['paced'],
  () => ({ messages: 20_000 }));

const memory = [
  ...grid('memory', ['bounded1', 'bounded1024', 'unbounded'], ['memory-idle'],
    () => ({ messages: 10_000 })),
  ...grid('memory', ['unbounded'], ['memory-queued', 'memory-after'],
    () => ({ messages: 1_000_000 })),
];

/** @type {Cell[]} */
export const cells = [...matrix, ...threads, ...conditions, ...messages, ...batches, ...life,
  ...selectors, ...latency, ...memory];

/** The cells that the options ask for. @returns {Cell[]} */
export function selectCells({ quick, only }) {
  return cells.filter((cell) => (!quick || cell.group === 'matrix') && isWanted(only, cell));
}
