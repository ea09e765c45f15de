// scenarios.mjs — core/scenarios as prebuilt modules, made by the pipeline that the page uses too.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../.ci/setup/paths.mjs';
import { kept } from '../.ci/setup/kept.mjs';
import { shortHash } from './pack/build.mjs';

const scenarioFolder = path.join(root, 'core/scenarios');

/** `[{ id, title, group, blurb, text, try, tags, source }]` in order of id. */
export async function readScenarios() {
  const scenarios = [];
  for (const id of (await readdir(scenarioFolder)).sort()) {
    const file = path.join(scenarioFolder, id, 'scenario.json');
    if (!existsSync(file)) continue;
    const told = JSON.parse(await readFile(file, 'utf8'));
    const { title, group, blurb, text, try: ideas, tags } = told;
    const source = await readFile(path.join(scenarioFolder, id, 'main.cpp'), 'utf8');
    scenarios.push({ id, title, group, blurb, text, try: ideas, tags, source });
  }
  return scenarios;
}

/** The module of a scenario. */
async function compiled(scenario, pipeline) {
  const result = await pipeline.compile(scenario.source);
  if (result.ok) return result.wasm;
  const listed = result.diagnostics.map((entry) => entry.message).join('\n');
  throw new Error(
    `core/scenarios/${scenario.id} does not compile:\n${result.text || listed}`);
}

/**
 * Compiles them all; a scenario that does not compile stops the build with clang's words.
 * `tools`: what compiles them; a module made by the same tools before is taken again.
 */
export async function writeScenarios(folder, pipeline, tools, report) {
  await mkdir(path.join(folder, 'modules'), { recursive: true });
  const entries = [];
  for (const scenario of await readScenarios()) {
    const wasm = await kept('scenario', [scenario.source, ...tools], () =>
      compiled(scenario, pipeline));
    const module = `modules/${scenario.id}.${shortHash(wasm)}.wasm`;
    await writeFile(path.join(folder, module), wasm);
    report(`  ${scenario.id}: ${Math.round(wasm.length / 1024)} KiB`);
    entries.push({ ...scenario, module });
  }
  const list = { version: 1, scenarios: entries };
  await writeFile(path.join(folder, 'scenarios.json'), `${JSON.stringify(list, null, 2)}\n`);
}
