// documents.mjs — writes the figures into the documents: the tables into bench/README.md, the
// summary into README.md, the chart and the rows beside the tables.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFigures } from '../../.ci/documents.mjs';
import { ensureNpmPackages } from '../../.ci/setup/npm.mjs';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { say, step } from '../../.ci/setup/run.mjs';
import { report, summary } from './report.mjs';

const published = path.join(root, 'bench/published');

/** The files of a run, but for `wasm`: arrays of rows, and what they were measured on. */
export const files = ['results', 'latency', 'memory', 'machine'];

/** What lies in a folder; `wasm` may be missing. */
export async function readRun(folder) {
  const read = async (name) =>
    [name, JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'))];
  const names = existsSync(path.join(folder, 'wasm.json')) ? [...files, 'wasm'] : files;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/**
 * What stands in README.md.
 * @param {Record<string, any>} run
 */
export const short = ({ results, machine }) =>
  `${summary(results)} Measured on ${machine.date} on ${machine.processors} processors ` +
  `(${machine.processor}).\n\n![Nanoseconds per message of each system](bench/published/chart.svg)`;

/** What stands in bench/README.md. */
export const long = (run) => `![Nanoseconds per message](published/chart.svg)\n\n${report(run)}`;

/**
 * Publishes these files of build/bench, and writes the figures of all that are published.
 * @param {string[]} names
 */
export async function writeDocuments(names) {
  await ensureNpmPackages(path.join(root, 'bench'));
  const { chart } = await import('./chart.mjs');
  await step('Documents', async () => {
    await mkdir(published, { recursive: true });
    for (const name of names) {
      await copyFile(path.join(buildFolder, 'bench', `${name}.json`),
        path.join(published, `${name}.json`));
    }
    const run = await readRun(published);
    await writeFile(path.join(published, 'chart.svg'), await chart(run.results));
    for (const [name, figures] of [['README.md', short(run)], ['bench/README.md', long(run)]]) {
      const file = path.join(root, name);
      await writeFile(file, withFigures(await readFile(file, 'utf8'), figures));
      say(`  ${name}`);
    }
  });
}
