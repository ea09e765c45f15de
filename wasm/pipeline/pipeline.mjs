// pipeline.mjs — main.cpp in, a WebAssembly program out: clang and wasm-ld over the pack's files.
// The same module runs in a browser's worker and in Node, where it also makes the prebuilt scenarios.
//
// Invariants   I1 compile() never throws for what the user wrote; every refusal has a message.
//              I2 a crash of the compiler ends one compile(): the next has an instance of its own.
import { readArchive } from './archive.mjs';
import { addFiles, compileModules, createCompiler, directoryOf } from './compiler.mjs';
import { linkDiagnostics, parseDiagnostics, plain } from './diagnostics.mjs';
import { compileFlags, precompileFlags } from './flags.mjs';
import { linkFlags } from './link.mjs';

export { fetchPart } from './fetch-part.mjs';

/**
 * @typedef {{ name: string, file: string, bytes: number, wireBytes: number }} PackPart
 * @typedef {{ version: 1, parts: PackPart[] }} Pack
 * @typedef {object} Diagnostic places are 1-based; line 0: no place in main.cpp
 * @property {'error' | 'warning' | 'note'} severity
 * @property {number} line
 * @property {number} column
 * @property {number} [endLine]
 * @property {number} [endColumn]
 * @property {string} message
 * @typedef {{ ok: true, wasm: Uint8Array, diagnostics: Diagnostic[], text: string,
 *             milliseconds: number }
 *         | { ok: false, diagnostics: Diagnostic[], text: string, milliseconds: number }} Compiled
 * @typedef {{ compile(source: string): Promise<Compiled> }} Pipeline
 */

export const sourceBytesLimit = 64 * 1024;

/**
 * `optimization` and `strip` are for prebuilt programs; the precompiled header must have been made
 * with the same optimization.
 * @param {{ pack: Pack, readPart(part: PackPart): Promise<Uint8Array>,
 *           optimization?: number, strip?: boolean }} options
 * @returns {Promise<Pipeline>}
 */
export async function createPipeline({ pack, readPart, optimization = 0, strip = false }) {
  const part = (name) => {
    const found = pack.parts.find((entry) => entry.name === name);
    if (!found) throw new Error(`pack.json has no part "${name}"`);
    return readPart(found);
  };
  const [modules, files, precompiled] = await Promise.all([
    part('compiler').then((bytes) => namedModules(bytes)).then(compileModules),
    part('sysroot').then(readArchive),
    part('precompiled'),
  ]);
  const tools = createTools(modules, files);
  addFiles(tools.directories.pack, [{ path: 'prelude.pch', bytes: precompiled }]);
  const settings = { optimization, strip };
  return {
    async compile(source) {
      const started = performance.now();
      const result = refusal(source) ?? (await build(tools, source, settings));
      return { ...result, milliseconds: performance.now() - started };
    },
  };
}

const namedModules = (bytes) => readArchive(bytes).map(({ path, bytes }) => ({ name: path, bytes }));

/** The compiler over the directories of the part "sysroot". */
function createTools(modules, files) {
  const directories = directoryOf(files).files;
  const recipe = JSON.parse(new TextDecoder().decode(directories.lib.files['link.json'].data));
  return { compiler: createCompiler(modules), directories, recipe };
}

/**
 * Makes the precompiled header of a pack that is being built.
 * @param {{ compiler: Uint8Array, sysroot: Uint8Array, optimization: number }} parts
 */
export async function precompile({ compiler, sysroot, optimization }) {
  const modules = await compileModules(namedModules(compiler));
  const tools = createTools(modules, readArchive(sysroot));
  const flags = precompileFlags({ optimization });
  const { code, text } = await tools.compiler.run(flags, tools.directories);
  if (code !== 0) throw new Error(`the prelude does not compile:\n${text}`);
  return tools.directories.pack.files['prelude.pch'].data;
}

/** What is refused before any compiler is asked. */
function refusal(source) {
  if (source.trim() === '') return failure('The program is empty: there is nothing to compile.');
  const bytes = new TextEncoder().encode(source).length;
  if (bytes <= sourceBytesLimit) return undefined;
  const limit = sourceBytesLimit / 1024;
  return failure(
    `The program is too long: ${Math.ceil(bytes / 1024)} KiB, and the limit is ${limit} KiB.`,
  );
}

function failure(message, text = message) {
  const diagnostic = { severity: 'error', line: 0, column: 0, message };
  return { ok: false, diagnostics: [diagnostic], text };
}

async function build({ compiler, directories, recipe }, source, { optimization, strip }) {
  try {
    const main = new TextEncoder().encode(source);
    const flags = compileFlags({ optimization });
    const compiled = await compiler.run(flags, directories, { 'main.cpp': main });
    const diagnostics = parseDiagnostics(compiled.text);
    const text = plain(compiled.text);
    if (compiled.code !== 0) {
      const described = diagnostics.some(({ severity }) => severity === 'error');
      return described ? { ok: false, diagnostics, text } : failure('The compiler failed.', text);
    }
    const object = { 'main.o': compiled.work.files['main.o'].data };
    const linked = await compiler.run(linkFlags(recipe, { strip }), directories, object);
    if (linked.code !== 0) {
      const problems = linkDiagnostics(linked.text);
      const messages = problems.map(({ message }) => `error: ${message}`).join('\n');
      return { ok: false, diagnostics: [...diagnostics, ...problems], text: text + messages };
    }
    const wasm = linked.work.files['main.wasm'].data.slice();
    return { ok: true, wasm, diagnostics, text };
  } catch (error) {
    return failure(`The compiler itself crashed (${error?.message ?? error}).`);
  }
}
