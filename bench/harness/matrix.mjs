// matrix.mjs — the cells in which every system is measured, natively and in the playground's page,
// which imports this file and statistics.mjs: both are pure and need nothing of Node.js.

/**
 * @typedef {{ group: string, channel: string, pattern: string, run: string, messages: number,
 *   condition?: 'pinned' | 'loaded' }} Cell `run`: the pattern by its name in the programs
 */

export const channels = ['bounded0', 'bounded1', 'bounded', 'unbounded'];
const patterns = ['seq', 'spsc', 'mpsc', 'mpmc', 'select_rx', 'select_both'];

/** At capacity 0 and 1 every message may wait for its receiver. */
export const meets = (channel) => channel === 'bounded0' || channel === 'bounded1';

/** How many messages move. */
export const many = (channel) => (meets(channel) ? 100_000 : 1_000_000);

/**
 * One cell for each channel and pattern; `of` gives the rest.
 * @param {string} group
 * @param {string[]} channelNames
 * @param {string[]} patternNames
 * @param {(channel: string, pattern: string) => { messages: number }} of
 * @returns {Cell[]}
 */
export function grid(group, channelNames, patternNames, of) {
  return channelNames.flatMap((channel) =>
    patternNames.map((pattern) => ({ group, channel, pattern, run: pattern,
      ...of(channel, pattern) })));
}

/** 22 cells: crossbeam's own benchmark programme. No seq where one message fills the channel. */
export const matrix = grid('matrix', channels, patterns, (channel) => ({ messages: many(channel) }))
  .filter(({ channel, pattern }) => !(pattern === 'seq' && meets(channel)));

/**
 * Another one is first in each round.
 * @template Each
 * @param {Each[]} list
 * @param {number} round from 0
 */
export function rotated(list, round) {
  const from = round % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
}
