// figures.ts — what the page shows of the measured rows: a table, a scale, a sentence.

import { channels, matrix } from '../../../bench/harness/matrix.mjs';
import { comparisons, geometricMean, ours } from '../../../bench/harness/statistics.mjs';
import { groupedDigits } from '../logic/words.ts';
import type { Row } from './benchmark.ts';

export const rival = 'mutex';

export interface Line {
  pattern: string;
  own: Row | undefined;
  rival: Row | undefined;
  /** Below 1: strait is faster. */
  ratio: number | undefined;
}

/** All cells by their channels, measured or not. */
export function tableOf(rows: readonly Row[]): { channel: string; lines: Line[] }[] {
  const find = (channel: string, pattern: string, system: string): Row | undefined =>
    rows.find((row) => row.channel === channel && row.pattern === pattern && row.system === system);
  return channels.map((channel) => ({ channel, lines: matrix
    .filter((cell) => cell.channel === channel).map(({ pattern }) => {
      const own = find(channel, pattern, ours);
      const other = find(channel, pattern, rival);
      return { pattern, own, rival: other,
        ratio: own && other && own.ns_per_message.median / other.ns_per_message.median };
    }) }));
}

/** Three digits: 0.12, 12.3, 41,600. */
export function figure(nanoseconds: number): string {
  const rounded = Number(nanoseconds.toPrecision(3));
  return rounded >= 1000 ? groupedDigits(rounded) : String(rounded);
}

export interface Scale {
  ticks: number[];
  /** Where a time lies, in percent. */
  at(nanoseconds: number): number;
}

/** Logarithmic: whole powers of ten, from 10 ns to 10 µs at least. */
export function scaleOf(rows: readonly Row[]): Scale {
  const power = Math.log10;
  const values = rows.map(({ ns_per_message: ns }) => ns);
  const low = Math.floor(Math.min(1, ...values.map(({ min }) => power(min))));
  const high = Math.ceil(Math.max(4, ...values.map(({ max }) => power(max))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    at: (nanoseconds) => 100 * (power(nanoseconds) - low) / (high - low),
  };
}

/** `10 ns`, `1 µs`, `100 ms`. */
export function describeTime(nanoseconds: number): string {
  const unit = Math.min(2, Math.floor(Math.log10(nanoseconds) / 3 + 1e-9));
  return `${Number((nanoseconds / 1000 ** unit).toPrecision(3))} ${['ns', 'µs', 'ms'][unit]}`;
}

/** One sentence for everything; undefined where nothing can be compared. */
export function summaryOf(rows: readonly Row[]): string | undefined {
  const ratios = comparisons([...rows]).map(({ toFastest }) => toFastest)
    .filter((ratio) => ratio !== undefined);
  const mean = geometricMean(ratios);
  if (mean === undefined) return undefined;
  const faster = ratios.filter((ratio) => ratio < 1).length;
  return `strait is faster in ${faster} of the ${ratios.length} cells that both have; ` +
    `geometric mean of the ratios ${mean.toFixed(2)} (below 1: strait is faster).`;
}

/** The file of rows: as the benchmark's results.json. */
export function toLines(rows: readonly Row[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
