// statistics.mjs — from samples to rows, and from rows to ratios. Pure functions.

export const ours = 'strait';
export const reference = 'crossbeam-channel';

/** @typedef {{ min: number, median: number, max: number }} Spread */

/** @returns {Spread} of at least one value */
export function spread(values) {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { min: rounded(sorted[0]), median: rounded(median), max: rounded(sorted.at(-1)) };
}

/** More than four digits would claim more than was measured. */
const rounded = (value) => Number(value.toPrecision(4));

export function geometricMean(values) {
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * The rows of each file: `results` has a time per message, `latency` delays, `memory` bytes.
 * @param {import('./measure.mjs').Sample[]} samples
 * @param {{ name: string, version: string }[]} systems
 */
export function resultsOf(samples, systems) {
  const versions = Object.fromEntries(systems.map(({ name, version }) => [name, version]));
  /** @type {Record<'results' | 'latency' | 'memory', any[]>} */
  const files = { results: [], latency: [], memory: [] };
  for (const list of grouped(samples, keyOf).values()) {
    const [{ cell, system }] = list;
    const outputs = list.map(({ output }) => output);
    const { group, channel, pattern } = cell;
    const row = { group, channel, pattern, system, version: versions[system],
      rounds: outputs.length };
    if (outputs[0].ns !== undefined) files.results.push({ ...row, ...timesOf(outputs) });
    if (outputs[0].latency_ns) files.latency.push({ ...row, latency_ns: delaysOf(outputs) });
    if (outputs[0].bytes !== undefined) {
      files.memory.push({ ...row, bytes: spread(outputs.map(({ bytes }) => bytes)) });
    }
  }
  return files;
}

/** Lists of the values that have the same key, in the order of their first. */
function grouped(values, key) {
  const groups = new Map();
  for (const value of values) {
    if (!groups.has(key(value))) groups.set(key(value), []);
    groups.get(key(value)).push(value);
  }
  return groups;
}

const keyOf = ({ cell, system }) => `${cell.channel}/${cell.pattern}/${system}`;

function timesOf(outputs) {
  const each = (field) => spread(outputs.map((output) => output[field] / output.messages));
  const times = { messages: outputs[0].messages, ns_per_message: each('ns') };
  // In WebAssembly there is no clock of processor time.
  return outputs[0].cpu_ns === undefined ? times
    : { ...times, cpu_ns_per_message: each('cpu_ns') };
}

function delaysOf(outputs) {
  return Object.fromEntries(Object.keys(outputs[0].latency_ns).map((name) =>
    [name, spread(outputs.map(({ latency_ns: all }) => all[name]))]));
}

/**
 * What strait's median is in each cell, beside the fastest rival's and crossbeam's.
 * @param {(row: any) => number} [figure] what is compared; less is better
 */
export function comparisons(rows, figure = ({ ns_per_message: { median } }) => median) {
  const cells = grouped(rows, ({ channel, pattern }) => `${channel}/${pattern}`);
  return [...cells].map(([cell, all]) => {
    const rivals = all.filter(({ system }) => system !== ours)
      .sort((a, b) => figure(a) - figure(b));
    const [own, fastest] = [all.find(({ system }) => system === ours), rivals[0]];
    const against = rivals.find(({ system }) => system === reference);
    const ratio = (other) => (own && other ? figure(own) / figure(other) : undefined);
    return { cell, rows: all, own, fastest,
      toFastest: ratio(fastest), toReference: ratio(against) };
  });
}
