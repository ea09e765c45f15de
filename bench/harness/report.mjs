// report.mjs — the figures as Markdown. Pure functions of the rows.
import { comparisons, geometricMean, ours, reference } from './statistics.mjs';

/** Three digits: 0.123, 1.23, 12.3, 123, 12 300. */
export function figure(value) {
  if (value === undefined) return '–';
  if (value >= 1000) {
    const text = `${Number(value.toPrecision(3))}`;
    return text.replace(/\B(?=(\d{3})+$)/g, ' ');
  }
  return `${Number(value.toPrecision(3))}`;
}

const ratio = (value) => (value === undefined ? '–' : value.toFixed(2));

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'--:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

const ofGroup = (rows, group) => rows.filter((row) => row.group === group);

/** strait beside the fastest rival and crossbeam, in each cell of the matrix. */
export function matrixTable(rows) {
  const cells = comparisons(ofGroup(rows, 'matrix'));
  const spread = (row) => row
    ? `${figure(row.ns_per_message.median)} (${figure(row.ns_per_message.min)} to ` +
      `${figure(row.ns_per_message.max)})`
    : '–';
  return table(
    ['ns per message', 'strait', 'fastest rival', '', '÷ fastest', '÷ crossbeam'],
    cells.map(({ cell, own, fastest, toFastest, toReference }) =>
      [cell, spread(own), spread(fastest), fastest?.system ?? '–', ratio(toFastest),
        ratio(toReference)]),
  );
}

/** One sentence for the whole matrix. */
export function summary(rows) {
  const all = comparisons(ofGroup(rows, 'matrix'));
  const known = (field) => all.map((each) => each[field]).filter((value) => value !== undefined);
  const toFastest = known('toFastest');
  const toReference = known('toReference');
  if (toFastest.length === 0) return 'No cell of the matrix has strait and a rival.';
  const ahead = toFastest.filter((value) => value <= 1).length;
  const parts = [`strait is the fastest in ${ahead} of ${toFastest.length} cells`,
    `geometric mean against the fastest rival of each cell ${ratio(geometricMean(toFastest))}`];
  if (toReference.length > 0) {
    parts.push(`against ${reference} ${ratio(geometricMean(toReference))}`);
  }
  return `${parts.join('; ')} (below 1: strait is faster).`;
}

/** All systems side by side: the median of `of` in each cell of a group. */
export function groupTable(rows, group, unit, of) {
  const cells = comparisons(ofGroup(rows, group), of);
  const present = new Set(ofGroup(rows, group).map(({ system }) => system));
  const systems = [...present].sort((a, b) => (b === ours) - (a === ours));
  return table([unit, ...systems], cells.map(({ cell, rows: all, fastest, own }) => {
    const best = Math.min(...[own, fastest].filter(Boolean).map(of));
    return [cell, ...systems.map((name) => {
      const row = all.find(({ system }) => system === name);
      if (!row) return '–';
      return of(row) === best ? `**${figure(of(row))}**` : figure(of(row));
    })];
  }));
}

const time = ({ ns_per_message: { median } }) => median;
const processorTime = ({ cpu_ns_per_message: { median } }) => median;

/** Tables outside of the matrix: heading, what it says, group, figure. */
const sections = [
  ['All systems', 'The matrix again, each system’s median.', 'matrix', 'ns per message', time],
  ['Processor time', 'Of all threads together.', 'matrix', 'ns per message', processorTime],
  ['More threads', 'Senders × receivers.', 'threads', 'ns per message', time],
  ['On one processor', 'All threads pinned to one.', 'pinned', 'ns per message', time],
  ['Under load', 'With a busy loop for each processor.', 'loaded', 'ns per message', time],
  ['Other messages', '64 bytes, 4 KiB, strings of 32 characters, owning pointers; words sent and ' +
    'received 64 at a time.', 'messages', 'ns per message', time],
  ['Making channels', 'A channel made and destroyed unused; a channel for each message.', 'life',
    'ns per channel', time],
  ['Dynamic selector', 'One message in one of so many channels; the systems’ reusable selectors ' +
    'where they have them.', 'selector', 'ns per message', time],
];

/** strait in each engine: its median, and its ratios to the mutex there and to strait natively. */
export function wasmTable(rows) {
  const engines = [...new Set(rows.map(({ engine }) => engine))]
    .sort((a, b) => (b === 'native') - (a === 'native'));
  const cells = comparisons(rows.filter(({ system }) => system === ours));
  const lines = cells.map(({ cell }) => {
    const median = (engine, system) => rows.find((row) => row.engine === engine &&
      row.system === system && `${row.channel}/${row.pattern}` === cell)?.ns_per_message.median;
    const divided = (a, b) => (a === undefined || b === undefined ? undefined : a / b);
    const native = median('native', ours);
    return { cell, columns: engines.map((engine) => {
      const own = median(engine, ours);
      return { own, toMutex: divided(own, median(engine, 'mutex')),
        toNative: divided(own, native) };
    }) };
  });
  const mean = (index, field) => geometricMean(lines.map(({ columns }) => columns[index][field])
    .filter((value) => value !== undefined));
  const means = { cell: 'geometric mean', columns: engines.map((_, index) => ({ own: undefined,
    toMutex: mean(index, 'toMutex'), toNative: mean(index, 'toNative') })) };
  const isNative = (index) => engines[index] === 'native';
  return table(
    ['ns per message', ...engines.flatMap((engine, index) =>
      [engine, '÷ mutex', ...(isNative(index) ? [] : ['÷ native'])])],
    [...lines, means].map(({ cell, columns }) => [cell,
      ...columns.flatMap(({ own, toMutex, toNative }, index) =>
        [figure(own), ratio(toMutex), ...(isNative(index) ? [] : [ratio(toNative)])])]),
  );
}

/** What stands below the other figures. */
function wasmReport({ rows, machine }) {
  return ['### In WebAssembly', `${machineLine(machine)} strait’s median in each engine, and its ` +
    'ratios to the mutex with condition variables there and to strait natively (below 1: faster).',
  wasmTable(rows),
  ...(machine.failures.length > 0 ? [`Failed: ${machine.failures.join('; ')}.`] : [])];
}

/**
 * Everything, for bench/README.md. `wasm`: measured by a command of its own.
 * @param {Record<string, any>} run
 */
export function report({ results, latency, memory, machine, wasm }) {
  const parts = [machineLine(machine), summary(results), matrixTable(results)];
  for (const [title, text, group, unit, of] of sections) {
    if (ofGroup(results, group).length === 0) continue;
    parts.push(`### ${title}`, text, groupTable(results, group, unit, of));
  }
  if (latency.length > 0) {
    parts.push('### Latency', 'A message every 20 µs; from before its send to after its receive.');
    for (const [name, field] of [['p50', 'p50'], ['p99', 'p99'], ['p99.9', 'p99_9'],
      ['longest', 'max']]) {
      parts.push(groupTable(latency, 'latency', `${name}, ns`,
        ({ latency_ns: all }) => all[field].median));
    }
  }
  if (memory.length > 0) {
    parts.push('### Memory', 'Resident bytes of a channel that nobody uses, of a queued 4-byte ' +
      'message, and per message after a burst was received.',
    groupTable(memory, 'memory', 'bytes', ({ bytes: { median } }) => median));
  }
  if (machine.failures.length > 0) parts.push(`Failed: ${machine.failures.join('; ')}.`);
  parts.push(`Versions: ${versionsOf([...results, ...latency, ...memory])}.`);
  if (wasm) parts.push(...wasmReport(wasm));
  return parts.join('\n\n');
}

function machineLine({ date, processor, processors, system, memoryGigabytes, ...machine }) {
  const isIdle = Math.max(machine.busyBefore, machine.busyAfter) <= 0.1;
  return `Measured on ${date}: ${processors} × ${processor}, ${memoryGigabytes} GB, ${system}` +
    `${isIdle ? '' : '; **the machine was not idle**'}.`;
}

function versionsOf(rows) {
  const versions = new Map(rows.map(({ system, version }) => [system, version]));
  return [...versions].map(([system, version]) => `${system} ${version}`).join(', ');
}
