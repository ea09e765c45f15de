// documents.mjs — writes the figures into the documents: the tables into bench/README.md, the
// summary into README.md, the chart and the rows beside the tables.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFigures } from '../../.ci/documents.mjs';
import { ensureNpmPackages } from '../../.ci/setup/npm.mjs';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { say, step } from '../../.ci/setup/run.mjs';
import { report, summary } from './report.mjs';

const published = path.join(root, 'bench/published');

/** What stands in README.md. */
export const short = ({ results, machine }) =>
  `${summary(results)} Measured on ${machine.date} on ${machine.processors} processors ` +
  `(${machine.processor}).\n\n![Nanoseconds per message of each system](bench/published/chart.svg)`;

/** What stands in bench/README.md. */
export const long = (run) => `![Nanoseconds per message](published/chart.svg)\n\n${report(run)}`;

export async function writeDocuments(run) {
  await ensureNpmPackages(path.join(root, 'bench'));
  const { chart } = await import('./chart.mjs');
  await step('Documents', async () => {
    await mkdir(published, { recursive: true });
    await writeFile(path.join(published, 'chart.svg'), await chart(run.results));
    for (const name of ['results', 'latency', 'memory', 'machine']) {
      await copyFile(path.join(buildFolder, 'bench', `${name}.json`),
        path.join(published, `${name}.json`));
    }
    for (const [name, figures] of [['README.md', short(run)], ['bench/README.md', long(run)]]) {
      const file = path.join(root, name);
      await writeFile(file, withFigures(await readFile(file, 'utf8'), figures));
      say(`  ${name}`);
    }
  });
}
