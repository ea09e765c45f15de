// scenarios.mjs — core/scenarios as prebuilt modules, made by the pipeline that the page uses too.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../.ci/setup/paths.mjs';
import { cacheFolder, shortHash } from './pack/build.mjs';

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

/** The module of a scenario: as it is kept from an earlier build, or compiled and then kept. */
async function moduleOf(scenario, pipeline, tools) {
  const key = shortHash(JSON.stringify([scenario.source, tools]));
  const kept = path.join(cacheFolder, `${key}.wasm`);
  if (existsSync(kept)) return readFile(kept);
  const compiled = await pipeline.compile(scenario.source);
  if (!compiled.ok) {
    const listed = compiled.diagnostics.map((entry) => entry.message).join('\n');
    const messages = compiled.text || listed;
    throw new Error(`core/scenarios/${scenario.id} does not compile:\n${messages}`);
  }
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(kept, compiled.wasm);
  return compiled.wasm;
}

/**
 * Compiles them all; a scenario that does not compile stops the build with clang's words.
 * `tools`: hashes of what compiles them.
 */
export async function writeScenarios(folder, pipeline, tools, report) {
  await mkdir(path.join(folder, 'modules'), { recursive: true });
  const entries = [];
  for (const scenario of await readScenarios()) {
    const wasm = await moduleOf(scenario, pipeline, tools);
    const module = `modules/${scenario.id}.${shortHash(wasm)}.wasm`;
    await writeFile(path.join(folder, module), wasm);
    report(`  ${scenario.id}: ${Math.round(wasm.length / 1024)} KiB`);
    entries.push({ ...scenario, module });
  }
  const list = { version: 1, scenarios: entries };
  await writeFile(path.join(folder, 'scenarios.json'), `${JSON.stringify(list, null, 2)}\n`);
}
