// pipeline.mjs — main.cpp in, a WebAssembly program out: clang and wasm-ld over the pack's files.
// The same module runs in a browser's worker and in Node, where it also makes the prebuilt
// scenarios.
//
// Invariants   I1 compile() never throws for what the user wrote; every refusal has a message.
//              I2 a crash of the compiler ends one compile(): the next has an instance of its own.
import { readArchive, writeArchive } from './archive.mjs';
import { addFiles, createCompiler, directoryOf } from './compiler.mjs';
import { linkDiagnostics, parseDiagnostics } from './diagnostics.mjs';
import {
  compileFlags, constantSteps, mainModule, precompiledCodeFlags, precompileFlags, templateDepth,
} from './flags.mjs';
import { guardStack } from './guard-stack.mjs';
import { sourceRefusal } from './limits.mjs';
import { linkFlags } from './link.mjs';
import { areAllowed, defaultOptions } from './options.mjs';
import { plain } from './plain-words.mjs';
import { PrecompiledHeaders } from './precompiled-headers.mjs';

export { receive, unpack } from './unpack.mjs';

/**
 * @typedef {{ name: string, file: string, bytes: number, wireBytes: number }} PackPart
 * @typedef {{ version: 1, parts: PackPart[] }} Pack
 * @typedef {import('./diagnostics.mjs').Diagnostic} Diagnostic
 * @typedef {{ ok: true, wasm: Uint8Array, diagnostics: Diagnostic[], text: string }
 *         | { ok: false, diagnostics: Diagnostic[], text: string }} Built
 * @typedef {Built & { milliseconds: number }} Compiled
 * @typedef {import('./options.mjs').Options} Options
 * @typedef {'precompiling' | 'linking'} Step other headers are precompiled first, which takes long
 * @typedef {object} Pipeline `onStep` is called when a step other than compiling begins
 * @property {(source: string, options?: Options,
 *              onStep?: (step: Step) => void) => Promise<Compiled>}
 *           compile
 * @property {() => CompilerAssets} assets what another worker needs to go on without fetching
 *           anything
 * @typedef {{ modules: Map<string, WebAssembly.Module>, precompiled: Uint8Array,
 *             files: { path: string, bytes: Uint8Array }[] }} CompilerAssets
 */

/**
 * `compilePart` returns a part as a module: a page compiles it while it arrives. `strip` is for
 * prebuilt programs, which keep no names.
 * @param {{ pack: Pack, readPart(part: PackPart): Promise<Uint8Array<ArrayBuffer>>,
 *           compilePart?(part: PackPart): Promise<WebAssembly.Module>,
 *           strip?: boolean }} options
 * @returns {Promise<Pipeline>}
 */
export async function createPipeline({
  pack,
  readPart,
  compilePart = async (part) => WebAssembly.compile(await readPart(part)),
  strip = false,
}) {
  const assets = await readAssets(pack, readPart, compilePart);
  return pipelineFrom(assets, strip);
}

async function readAssets(pack, readPart, compilePart) {
  const part = (name) => {
    const found = pack.parts.find((entry) => entry.name === name);
    if (!found) throw new Error(`pack.json has no part "${name}"`);
    return found;
  };
  // Requested in this order: the compiler takes longest to prepare.
  const [compiler, sysroot, precompiled] = await Promise.all([
    compilePart(part('compiler')),
    readPart(part('sysroot')),
    readPart(part('precompiled')),
  ]);
  return assetsFrom(compiler, sysroot, precompiled);
}

/**
 * @param {CompilerAssets} assets
 * @returns {Pipeline}
 */
export function pipelineFrom(assets, strip = false) {
  const tools = createTools(assets.modules, assets.files);
  addFiles(tools.directories.pack, readArchive(assets.precompiled));
  const headers = new PrecompiledHeaders(tools);
  return {
    async compile(source, options = defaultOptions, onStep = (/** @type {Step} */ _step) => {}) {
      const started = performance.now();
      const result =
        refusal(source, options) ??
        (await build({ ...tools, headers, onStep }, source, options, strip));
      return { ...result, milliseconds: performance.now() - started };
    },
    assets: () => assets,
  };
}

/** The part "sysroot" also holds the compiler's small modules. */
async function assetsFrom(compiler, sysroot, precompiled) {
  const modules = new Map([[mainModule, compiler]]);
  const files = [];
  for (const { path, bytes } of readArchive(sysroot)) {
    const small = /^llvm\/(.+)$/.exec(path)?.[1];
    if (small) modules.set(small, await WebAssembly.compile(bytes));
    else files.push({ path, bytes });
  }
  return { modules, files, precompiled };
}

/** The compiler over the directories of the part "sysroot". */
function createTools(modules, files) {
  const directories = directoryOf(files).files;
  const recipe = JSON.parse(new TextDecoder().decode(directories.lib.files['link.json'].data));
  return { compiler: createCompiler(modules), directories, recipe };
}

/**
 * Makes the part "precompiled" of a pack that is being built: the header for the default options,
 * and the code of what it instantiates.
 * @param {{ compiler: Uint8Array<ArrayBuffer>, sysroot: Uint8Array }} parts
 */
export async function precompile({ compiler, sysroot }) {
  const { modules, files } = await assetsFrom(await WebAssembly.compile(compiler), sysroot);
  const tools = createTools(modules, files);
  const run = async (flags) => {
    const { code, text, output } = await tools.compiler.run(flags, tools.directories);
    if (code !== 0) throw new Error(`the prelude does not compile:\n${text}`);
    return output;
  };
  await run(precompileFlags());
  const code = await run(precompiledCodeFlags());
  return writeArchive([
    { path: 'prelude.pch', bytes: tools.directories.pack.files['prelude.pch'].data },
    { path: 'prelude.o', bytes: code },
  ]);
}

/** What is refused before any compiler is asked. */
function refusal(source, options) {
  if (!areAllowed(options)) return failure('The compiler does not know these options.');
  const refused = sourceRefusal(source);
  return refused === undefined ? undefined : failure(refused);
}

/** @returns {Built} */
function failure(message, text = message) {
  return { ok: false, diagnostics: [{ severity: 'error', line: 0, column: 0, message }], text };
}

/** @returns {Promise<Built>} */
async function build(tools, source, options, strip) {
  const { compiler, directories, recipe, headers, onStep } = tools;
  try {
    const main = new TextEncoder().encode(source);
    const header = await headers.ensure(options, () => onStep('precompiling'));
    const limits = { steps: constantSteps.few, depth: templateDepth.many };
    const compile = () =>
      compiler.run(compileFlags(options, header, limits), directories, { 'main.cpp': main });
    let compiled = await compile().catch((error) => {
      if (!isOverflow(error)) throw error;
      limits.depth = templateDepth.few;
      return compile();
    });
    if (compiled.text.includes('hit maximum step limit')) {
      limits.steps = constantSteps.many;
      compiled = await compile();
    }
    const diagnostics = parseDiagnostics(compiled.text, source);
    const text = plain(compiled.text);
    const described = diagnostics.some(({ severity }) => severity === 'error');
    if (compiled.code !== 0 || described) {
      return described ? { ok: false, diagnostics, text } : failure('The compiler failed.', text);
    }
    const object = { 'main.o': compiled.output };
    onStep('linking');
    const line = linkFlags(recipe, { strip, code: headers.code(options) });
    const linked = await compiler.run(line, directories, object);
    if (linked.code !== 0) {
      const problems = linkDiagnostics(linked.text, source);
      const messages = problems.map(({ message }) => `error: ${message}`).join('\n');
      return { ok: false, diagnostics: [...diagnostics, ...problems], text: text + messages };
    }
    const wasm = linked.program.files['main.wasm'].data.slice();
    guardStack(wasm);
    return { ok: true, wasm, diagnostics, text };
  } catch (error) {
    return failure(crashWords(error));
  }
}

const reasonOf = (error) => String(error?.message ?? error);

/** Whether the compiler's stack has overflowed: engines say "call stack" or "recursion". */
const isOverflow = (error) => /call stack|recursion/i.test(reasonOf(error));

function crashWords(error) {
  return isOverflow(error)
    ? 'The program nests too deeply for this compiler: templates, braces or expressions.'
    : `The compiler itself crashed (${reasonOf(error)}).`;
}
