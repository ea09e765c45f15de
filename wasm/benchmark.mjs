// benchmark.mjs — the benchmark's programs (bench/cpp) as modules for the playground's runtime:
// what the benchmark's page runs.
//
// They are compiled as programs that are built for themselves: optimized, without the trace and the
// guard of the stack. And the C library's mutexes stay as they are: the runtime's, which note who
// holds them, are slower, and would slow down one of the systems alone.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kept } from '../.ci/setup/kept.mjs';
import { root } from '../.ci/setup/paths.mjs';
import { run } from '../.ci/setup/run.mjs';
import { hashOf } from '../.ci/setup/stamp.mjs';
import { shortHash } from './pack/build.mjs';
import { linkFlags } from './pipeline/link.mjs';

const systems = ['strait', 'mutex'];

const compileFlags = [
  '-std=c++23', '-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-fwasm-exceptions',
  '-I', path.join(root, 'core/include'),
];

const isOfMutexes = (name) => /^pthread_(mutex|cond)_/.test(name);

/**
 * Writes the modules and benchmark.json: `{ version: 1, programs: [{ name, module }] }`.
 * @param {string} folder
 * @param {{ version: string, emcc: string, env: NodeJS.ProcessEnv }} emscripten
 * @param {import('./pipeline/pipeline.mjs').Pipeline} pipeline
 * @param {string[]} tools what links; a module made by the same tools before is taken again
 */
export async function writeBenchmark(folder, emscripten, pipeline, tools) {
  await mkdir(path.join(folder, 'benchmark'), { recursive: true });
  const sources = await hashOf(['bench/cpp', 'core/include', 'wasm/benchmark.mjs'],
    [emscripten.version]);
  const programs = [];
  for (const name of systems) {
    const wasm = await kept('benchmark', [name, sources, ...tools], async () =>
      linked(await compiled(name, `${folder}.o`, emscripten), pipeline));
    const module = `benchmark/${name}.${shortHash(wasm)}.wasm`;
    await writeFile(path.join(folder, module), wasm);
    programs.push({ name, module });
  }
  const list = { version: 1, programs };
  await writeFile(path.join(folder, 'benchmark.json'), `${JSON.stringify(list, null, 2)}\n`);
}

/** `object`: a file's name, for a while. */
async function compiled(name, object, { emcc, env }) {
  const compiler = path.join(path.dirname(emcc), 'em++');
  const source = path.join(root, 'bench/cpp', `${name}.cpp`);
  await run(compiler, [...compileFlags, '-c', source, '-o', object], { env });
  const bytes = await readFile(object);
  await rm(object);
  return bytes;
}

async function linked(object, pipeline) {
  // Imports build/llvm, which the build makes.
  const { createCompiler, directoryOf } = await import('./pipeline/compiler.mjs');
  const { modules, files } = pipeline.assets();
  const directories = directoryOf(files).files;
  const recipe = JSON.parse(new TextDecoder().decode(directories.lib.files['link.json'].data));
  const wrapped = recipe.wrapped.filter((each) => !isOfMutexes(each));
  const line = linkFlags({ ...recipe, wrapped }, { strip: true });
  const { code, text, program } =
    await createCompiler(modules).run(line, directories, { 'main.o': object });
  if (code !== 0) throw new Error(`the benchmark could not be linked:\n${text}`);
  return program.files['main.wasm'].data.slice();
}
