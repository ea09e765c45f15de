// chart.mjs — the matrix as a picture: a row for each cell, a dot for each system, on a logarithmic
// scale. Vega-Lite describes it, Vega draws it as SVG without a browser.
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { channels } from './matrix.mjs';
import { ours } from './statistics.mjs';

/** The description of the picture. @returns {import('vega-lite').TopLevelSpec} */
export function specification(rows) {
  const values = rows.filter(({ group }) => group === 'matrix').map((row) =>
    ({ channel: row.channel, pattern: row.pattern, system: row.system,
      ns: row.ns_per_message.median }));
  const rivals = [...new Set(values.map(({ system }) => system))].filter((name) => name !== ours);
  const domain = [ours, ...rivals];
  return {
    data: { values },
    background: 'white',
    facet: { row: { field: 'channel', title: null, sort: channels,
      header: { labelAngle: 0, labelAlign: 'left', labelFontWeight: 'bold', labelFontSize: 12 } } },
    resolve: { scale: { y: 'independent' } },
    spec: {
      width: 620,
      height: { step: 20 },
      mark: { type: 'point', filled: true, opacity: 0.85 },
      encoding: {
        x: { field: 'ns', type: 'quantitative', scale: { type: 'log' },
          title: 'nanoseconds per message, median (less is better)' },
        y: { field: 'pattern', type: 'nominal', title: null, sort: null,
          axis: { grid: true, ticks: false, domain: false } },
        color: { field: 'system', type: 'nominal', title: null,
          scale: { domain, range: ['#d62728', ...colours(rivals.length)] } },
        shape: { field: 'system', type: 'nominal', title: null, scale: { domain } },
        size: { condition: { test: `datum.system === '${ours}'`, value: 160 }, value: 55 },
      },
    },
    config: { aria: false, font: 'sans-serif', view: { stroke: null } },
  };
}

/** Calm colours, apart from each other; strait's own is the only red. */
const colours = (count) => Array.from({ length: count }, (_, index) =>
  `hsl(${Math.round(60 + (270 * index) / count)}, 55%, ${index % 2 ? 35 : 52}%)`);

/** The picture as SVG. */
export function chart(rows) {
  const { spec } = compile(specification(rows));
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
