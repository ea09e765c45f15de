// extract-llvm.mjs — takes from npm's @yowasp/clang what the pipeline needs: the JavaScript that
// instantiates LLVM (as build/llvm/llvm.mjs), its wasm modules, and clang's own headers.
//
// The package's front door fetches 105 MB of its own files by itself and wants to be asked nothing;
// the pipeline gets its bytes from pack.json instead. So the generated part of the package's bundle
// is kept, and its loader and its sysroot are left out. The version is pinned by package-lock.json,
// and a bundle of another shape is refused.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../.ci/setup/paths.mjs';

export const llvmPackage = path.join(root, 'node_modules/@yowasp/clang');
export const llvmModule = path.join(root, 'build/llvm/llvm.mjs');

/** The bundle is one file made of named sections; these are the ones wanted, in this order. */
const wantedSections = ['node_modules/@yowasp/runtime/lib/wasi-virt.js', 'gen/llvm.js'];

/** What it would fetch with when nobody gave it its modules: bundlers would follow that address. */
const ownLoader = /^\s*if \(!getCoreModule\) .*import\.meta\.url.*$/m;

const exportedNames = ['Descriptor', 'Directory', 'Environment', 'Exit', 'File', 'instantiate'];

function sectionsOf(bundle) {
  const starts = [...bundle.matchAll(/^\/\/ (\S+\.m?js)$/gm)];
  return starts.map((match, index) => ({
    name: match[1],
    text: bundle.slice(match.index, starts[index + 1]?.index ?? bundle.length),
  }));
}

/** Writes build/llvm/llvm.mjs, which pipeline/compiler.mjs imports. */
export async function extractLlvmModule() {
  const bundle = await readFile(path.join(llvmPackage, 'gen/bundle.js'), 'utf8');
  const sections = sectionsOf(bundle);
  const text = wantedSections
    .map((name) => {
      const found = sections.filter((section) => section.name === name);
      if (found.length === 1) return found[0].text;
      throw new Error(`@yowasp/clang: ${found.length} sections "${name}" in its bundle, not one`);
    })
    .join('\n')
    .replace(ownLoader, '');
  for (const name of exportedNames) {
    if (!new RegExp(`^(var|function) ${name}\\b`, 'm').test(text)) {
      throw new Error(`@yowasp/clang: its bundle defines no "${name}"`);
    }
  }
  await mkdir(path.dirname(llvmModule), { recursive: true });
  await writeFile(llvmModule, `// @ts-nocheck\n${text}\nexport { ${exportedNames.join(', ')} };\n`);
}

/** The wasm modules that instantiate() asks for, as `{ path, bytes }`. */
export async function llvmWasmModules() {
  const folder = path.join(llvmPackage, 'gen');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.wasm')).sort();
  return Promise.all(
    names.map(async (name) => ({ path: name, bytes: await readFile(path.join(folder, name)) })),
  );
}

/** Headers of the C language and of WebAssembly; the other machines' ones stay behind. */
const wantedHeader = new RegExp(
  '^include/((__std|__float_|std)\\w+' +
    '|float|inttypes|iso646|limits|tgmath|unwind|wasm_simd128)\\.h$',
);

/** Clang's own headers (stddef.h and the like), as `{ path, bytes }`, out of the package's tar. */
export async function clangHeaders() {
  const tar = await readFile(path.join(llvmPackage, 'gen/llvm-resources.tar'));
  const found = tarFiles(tar).filter(({ name }) => wantedHeader.test(name));
  if (!found.some(({ name }) => name === 'include/stddef.h')) {
    throw new Error('@yowasp/clang: its archive holds no include/stddef.h');
  }
  return found.map(({ name, bytes }) => ({ path: name, bytes }));
}

function tarFiles(tar) {
  const field = (at, size) => tar.toString('latin1', at, at + size).replace(/\0.*$/s, '').trim();
  const files = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = parseInt(field(at + 124, 12), 8) || 0;
    const prefix = field(at + 345, 155);
    const name = prefix ? `${prefix}/${field(at, 100)}` : field(at, 100);
    const isFile = tar[at + 156] === 0x30 || tar[at + 156] === 0;
    if (isFile) files.push({ name, bytes: tar.subarray(at + 512, at + 512 + size) });
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}
