// scenarios.mjs — core/scenarios as prebuilt modules, made by the pipeline that the page uses too.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../.ci/setup/paths.mjs';
import { shortHash } from './pack/build.mjs';

const scenarioFolder = path.join(root, 'core/scenarios');

/** `[{ id, title, group, blurb, try, source }]` in order of id. */
export async function readScenarios() {
  const scenarios = [];
  for (const id of (await readdir(scenarioFolder)).sort()) {
    const file = path.join(scenarioFolder, id, 'scenario.json');
    if (!existsSync(file)) continue;
    const { title, group, blurb, try: ideas } = JSON.parse(await readFile(file, 'utf8'));
    const source = await readFile(path.join(scenarioFolder, id, 'main.cpp'), 'utf8');
    scenarios.push({ id, title, group, blurb, try: ideas, source });
  }
  return scenarios;
}

/** Compiles them all; a scenario that does not compile stops the build with clang's words. */
export async function writeScenarios(folder, pipeline, report) {
  await mkdir(path.join(folder, 'modules'), { recursive: true });
  const entries = [];
  for (const scenario of await readScenarios()) {
    const compiled = await pipeline.compile(scenario.source);
    if (!compiled.ok) {
      const messages = compiled.text || compiled.diagnostics.map((entry) => entry.message).join('\n');
      throw new Error(`core/scenarios/${scenario.id} does not compile:\n${messages}`);
    }
    const module = `modules/${scenario.id}.${shortHash(compiled.wasm)}.wasm`;
    await writeFile(path.join(folder, module), compiled.wasm);
    report(`  ${scenario.id}: ${Math.round(compiled.wasm.length / 1024)} KiB`);
    entries.push({ ...scenario, module });
  }
  const list = { version: 1, scenarios: entries };
  await writeFile(path.join(folder, 'scenarios.json'), `${JSON.stringify(list, null, 2)}\n`);
}
