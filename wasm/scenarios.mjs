// scenarios.mjs — core/scenarios as prebuilt modules, made by the pipeline that the page uses too.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../.ci/setup/paths.mjs';
import { kept } from '../.ci/setup/kept.mjs';
import { shortHash } from './pack/build.mjs';
import { constantForm, knobLimits, settingName, valueOf, withSetting }
  from './pipeline/knobs.mjs';

const scenarioFolder = path.join(root, 'core/scenarios');

/** `[{ id, title, group, blurb, text, try, tags, knobs, source }]` in order of id. */
export async function readScenarios() {
  const scenarios = [];
  for (const id of (await readdir(scenarioFolder)).sort()) {
    const file = path.join(scenarioFolder, id, 'scenario.json');
    if (!existsSync(file)) continue;
    const told = JSON.parse(await readFile(file, 'utf8'));
    const { title, group, blurb, text, try: ideas, tags, knobs = [] } = told;
    const source = await readFile(path.join(scenarioFolder, id, 'main.cpp'), 'utf8');
    checkKnobs(id, source, knobs);
    scenarios.push({ id, title, group, blurb, text, try: ideas, tags, knobs, source });
  }
  return scenarios;
}

/** A knob that does not fit its program stops the build. */
function checkKnobs(id, source, knobs) {
  for (const { constant, values, scale } of knobs) {
    const isRight = constantForm.test(constant) && ['steps', 'time'].includes(scale)
      && values.length >= 2 && values.length <= knobLimits.values
      && values.includes(valueOf(source, constant)) && new Set(values).size === values.length
      && values.every((value) => withSetting(source, { constant, value }) !== undefined);
    if (!isRight) {
      throw new Error(`core/scenarios/${id}: the knob ${constant} needs a line `
        + `\`constexpr int ${constant} = …;\` in main.cpp and 2 to ${knobLimits.values} values, `
        + 'that of the source among them');
    }
  }
}

/** The sources that its knobs make of a scenario, other than its own. */
export function variantsOf({ source, knobs }) {
  return knobs.flatMap(({ constant, values }) => values.map((value) => ({ constant, value })))
    .map((setting) => ({ ...setting, source: withSetting(source, setting) }))
    .filter((variant) => variant.source !== source);
}

/** The module of a scenario, or of a variant of it. */
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
    const write = async ({ id, source }, about = '') => {
      const wasm = await kept('scenario', [source, ...tools], () =>
        compiled({ id, source }, pipeline));
      const module = `modules/${id}.${shortHash(wasm)}.wasm`;
      await writeFile(path.join(folder, module), wasm);
      report(`  ${id}${about}: ${Math.round(wasm.length / 1024)} KiB`);
      return module;
    };
    const module = await write(scenario);
    const variants = [];
    for (const { constant, value, source } of variantsOf(scenario)) {
      const about = `, ${settingName({ constant, value })}`;
      variants.push({ constant, value, module: await write({ id: scenario.id, source }, about) });
    }
    entries.push({ ...scenario, module, variants });
  }
  const list = { version: 1, scenarios: entries };
  await writeFile(path.join(folder, 'scenarios.json'), `${JSON.stringify(list, null, 2)}\n`);
}
