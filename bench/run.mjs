// run.mjs — `npm run bench`: measures strait beside other channel libraries, in one run.
//
// Builds the programs of all systems (harness/systems.mjs), starts one process per measurement
// (harness/measure.mjs), and writes build/bench/*.json. With --write it also writes the figures
// into the documents. `npm run bench -- --help` lists the options.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { main, say } from '../.ci/setup/run.mjs';
import { buildFolder } from '../.ci/setup/paths.mjs';
import { selectCells } from './harness/cells.mjs';
import { files, readRun, writeDocuments } from './harness/documents.mjs';
import { describeMachine, requireIdle } from './harness/machine.mjs';
import { measure } from './harness/measure.mjs';
import { parseOptions, usage } from './harness/options.mjs';
import { matrixTable, summary, wasmTable } from './harness/report.mjs';
import { ours, resultsOf } from './harness/statistics.mjs';
import { buildSystems } from './harness/systems.mjs';

const folder = path.join(buildFolder, 'bench');

/** `work`: what measures; gives what failed, too. */
async function onMachine(options, work) {
  const machine = { ...describeMachine(), date: new Date().toISOString().slice(0, 10) };
  machine.busyBefore = await requireIdle(options); // again: building took its time
  const measured = await work();
  for (const failure of measured.failures) say(`failed: ${failure}`);
  machine.failures = measured.failures;
  machine.busyAfter = await requireIdle({ busy: true });
  return { ...measured, machine };
}

async function measureAll(systems, options) {
  const { samples, machine } = await onMachine(options, () =>
    measure(selectCells(options), systems, options));
  const results = { ...resultsOf(samples, systems), machine };
  for (const name of files) {
    await writeFile(path.join(folder, `${name}.json`), toLines(results[name]));
  }
  return results;
}

/** The matrix in WebAssembly. */
async function inWasm(options) {
  const { buildForWasm, measureWasm } = await import('./harness/wasm.mjs');
  const systems = await buildForWasm();
  const { rows, machine } = await onMachine(options, () => measureWasm(systems, options));
  await writeFile(path.join(folder, 'wasm.json'),
    `{ "machine": ${JSON.stringify(machine)},\n"rows": ${toLines(rows)}}\n`);
  say(`\n${wasmTable(rows)}`);
  say(`\nrows: ${path.relative('.', folder)}/wasm.json`);
  if (options.write) await writeDocuments(['wasm']);
  return machine.failures.some((each) => each.includes(`/${ours},`)) ? 1 : 0;
}

/** JSON with a line for each row. */
function toLines(value) {
  if (!Array.isArray(value)) return `${JSON.stringify(value, null, 2)}\n`;
  return `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

/** Every run of every system once, with few messages: that they work, not how fast. */
async function check(systems) {
  let code = 0;
  for (const { name, version, check } of systems) {
    const said = await check(512).catch((error) => {
      if (name === ours) code = 1;
      return `${error.output ?? ''}${error.message}`;
    });
    say(`${name} ${version}: ${said}`);
  }
  return code;
}

await main(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return say(usage);
  await mkdir(folder, { recursive: true });
  if (options.wasm && !options.last) return inWasm(options);
  let results;
  if (options.last) {
    results = await readRun(folder);
  } else {
    if (!options.check) await requireIdle(options);
    const { systems, missing } = await buildSystems();
    for (const { name, reason } of missing) say(`without ${name}: ${reason}`);
    if (options.check) return check(systems);
    results = await measureAll(systems, options);
  }
  say(`\n${matrixTable(results.results)}\n\n${summary(results.results)}`);
  say(`\nrows: ${path.relative('.', folder)}/results.json`);
  if (options.write) await writeDocuments(files);
  // A rival that fails is reported, and no fault of this project.
  return results.machine.failures.some((each) => each.includes(`/${ours}:`)) ? 1 : 0;
});
