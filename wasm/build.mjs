// build.mjs — makes build/playground: glue, pack, scenarios and benchmark (see ARCHITECTURE.md).
// The folder is staged, then renamed: it is complete or absent.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kept } from '../.ci/setup/kept.mjs';
import { buildFolder, playgroundFolder } from '../.ci/setup/paths.mjs';
import { say, step } from '../.ci/setup/run.mjs';
import { hashOf, once } from '../.ci/setup/stamp.mjs';
import { writeBenchmark } from './benchmark.mjs';
import { buildGlue } from './glue/build.mjs';
import { machine } from './runtime/machine.mjs';
import { precompiledCodeFlags, precompileFlags } from './pipeline/flags.mjs';
import { compilerModule, shortHash, sysrootArchive, writeParts } from './pack/build.mjs';
import { extractLlvmModule, llvmModule } from './pack/extract-llvm.mjs';
import { writeRecordings } from './record.mjs';
import { writeScenarios } from './scenarios.mjs';

/** The glue under its hashed name; its threads' workers load that very file again. */
async function writeGlue(folder, text) {
  const name = `glue.${shortHash(text)}.mjs`;
  const renamed = text.replaceAll("'glue.mjs'", `'${name}'`).replaceAll('"glue.mjs"', `"${name}"`);
  if (renamed === text) throw new Error('the glue does not name its own file where it should');
  await mkdir(path.join(folder, 'runtime'), { recursive: true });
  await writeFile(path.join(folder, 'runtime', name), renamed);
  const runtime = {
    version: 1,
    glue: `runtime/${name}`,
    memoryBytes: machine.memoryBytes,
    threads: machine.threads,
  };
  await writeFile(path.join(folder, 'runtime.json'), `${JSON.stringify(runtime, null, 2)}\n`);
}

/** Glue and the pack's parts, not yet written anywhere. The precompiled header takes longest. */
export async function makeParts(emscripten, workFolder) {
  await extractLlvmModule();
  // Imports build/llvm/llvm.mjs, which was made just now.
  const { precompile } = await import('./pipeline/pipeline.mjs');
  const glue = await step('glue and runtime objects', () => buildGlue(emscripten, workFolder));
  const compiler = await compilerModule();
  const sysroot = await sysrootArchive(emscripten, glue);
  const flags = JSON.stringify([precompileFlags(), precompiledCodeFlags()]);
  // The number is that of the archive's layout, which the flags do not show.
  const precompiled = await step('precompiled header', () =>
    kept('precompiled-1', [compiler, sysroot, flags], () => precompile({ compiler, sysroot })));
  return { glue: glue.glue, compiler, sysroot, precompiled };
}

/** What build/playground is made of; the version of emcc counts, too. */
const inputs = ['wasm', 'core/include', 'core/scenarios', 'bench/cpp', 'package-lock.json'];
const outputs = ['pack', 'runtime', 'scenarios', 'recordings', 'benchmark'].map((name) =>
  path.join(playgroundFolder, `${name}.json`),
);

/**
 * Makes build/playground, unless it is there already, made from the same inputs.
 * @param {{ emscripten: { version: string } }} the result of toolchain()
 */
export async function buildPlayground({ emscripten }) {
  const settings = { inputs, words: [emscripten.version], outputs: [...outputs, llvmModule] };
  await once('playground', settings, () => makePlayground(emscripten));
}

async function makePlayground(emscripten) {
  const staging = path.join(buildFolder, 'playground.partial');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const parts = await makeParts(emscripten, path.join(buildFolder, 'glue'));
  await writeGlue(staging, parts.glue);
  const { compiler, sysroot, precompiled } = parts;
  await step('scenarios and benchmark, prebuilt', async () => {
    const { createPipeline } = await import('./pipeline/pipeline.mjs');
    const bytes = { compiler, sysroot, precompiled };
    const named = Object.keys(bytes).map((name) => ({ name, file: '', bytes: 0, wireBytes: 0 }));
    const pack = { version: /** @type {const} */ (1), parts: named };
    const readPart = async ({ name }) => bytes[name];
    const pipeline = await createPipeline({ pack, readPart, strip: true });
    // What makes a module of a source: the pack, and all that the pipeline consists of.
    const scripts = await hashOf(['wasm/pipeline', 'wasm/runtime/machine.mjs', 'wasm/bytes.mjs']);
    const tools = [...Object.values(bytes).map(shortHash), scripts];
    await writeScenarios(staging, pipeline, tools, say);
    await writeBenchmark(staging, emscripten, pipeline, tools);
  });
  await step('scenarios, recorded', () => writeRecordings(staging));
  await step('pack: compressing what the page fetches', async () => {
    const pack = await writeParts(staging, { compiler, sysroot, precompiled });
    for (const part of pack.parts) {
      say(`  ${part.name}: ${(part.wireBytes / 1e6).toFixed(1)} MB on the wire`);
    }
  });
  await rm(playgroundFolder, { recursive: true, force: true });
  await rename(staging, playgroundFolder);
}
