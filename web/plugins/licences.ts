// licences.ts — licences.html: whose work the site ships, with the texts of the licences, taken at
// build time from the installed packages. The page is plain HTML without scripts.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { escapeHtml } from './escape-html.ts';
import { manifest, shippedPackages } from './shipped-packages.ts';

interface Shipped {
  name: string;
  what: string;
  licence: string;
  home: string;
  /** Where its text is; the first existing file counts, or all of them with `all`. */
  texts: string[];
  all?: boolean;
}

const llvmTexts = ['/usr/share/doc/clang-19/copyright', '/usr/share/common-licenses/Apache-2.0',
  '.toolchain/emsdk/upstream/emscripten/system/lib/libcxx/LICENSE.TXT'];

/** Those of which there is more to say than their packages do. */
const introduced: Shipped[] = [
  { name: 'strait', what: 'the library, its scenarios and this page', licence: 'MIT',
    home: '', texts: ['LICENSE'] },
  { name: 'Lit', what: 'the page’s elements', licence: 'BSD-3-Clause', home: 'https://lit.dev',
    texts: ['node_modules/lit/LICENSE'] },
  { name: 'Valibot', what: 'validates data from outside', licence: 'MIT',
    home: 'https://valibot.dev', texts: ['node_modules/valibot/LICENSE.md'] },
  { name: 'Monaco Editor', what: 'the editor', licence: 'MIT, with notices of third parties',
    home: 'https://microsoft.github.io/monaco-editor/', all: true,
    texts: ['node_modules/monaco-editor/LICENSE',
      'node_modules/monaco-editor/ThirdPartyNotices.txt'] },
  { name: 'Emscripten', what: 'the runtime of programs, and the C library (musl)',
    licence: 'MIT or University of Illinois/NCSA; musl: MIT', home: 'https://emscripten.org',
    texts: ['.toolchain/emscripten/usr/share/doc/emscripten/copyright',
      '.toolchain/emsdk/upstream/emscripten/LICENSE', '/usr/share/doc/emscripten/copyright'] },
  { name: 'LLVM: Clang, LLD, libc++, libc++abi, libunwind, compiler-rt',
    what: 'the compiler and linker, the C++ library and its runtime',
    licence: 'Apache-2.0 WITH LLVM-exception', home: 'https://llvm.org', texts: llvmTexts,
    all: true },
  { name: 'YoWASP Clang', what: 'Clang and LLD built as WebAssembly', licence: 'ISC, Apache-2.0',
    // Its package has no text of its own; its README says that LLVM's licence covers it.
    home: 'https://yowasp.org', texts: ['node_modules/@yowasp/clang/LICENSE.txt', ...llvmTexts] },
  { name: 'clang-format', what: 'formats code; part of LLVM', licence: 'MIT, Apache-2.0',
    home: 'https://github.com/wasm-fmt/clang-format',
    texts: ['node_modules/@wasm-fmt/clang-format/LICENSE'] },
  { name: 'jsdiff', what: 'compares two outputs', licence: 'BSD-3-Clause',
    home: 'https://github.com/kpdecker/jsdiff', texts: ['node_modules/diff/LICENSE'] },
  { name: 'zstddec', what: 'unpacks the compiler; part of Zstandard', licence: 'MIT, BSD-3-Clause',
    home: 'https://github.com/donmccurdy/zstddec', texts: ['node_modules/zstddec/LICENSE'] },
];

export function licences(root: string, site: string): Plugin {
  return {
    name: 'strait-licences',
    closeBundle() {
      writeFileSync(join(site, 'licences.html'), page(root));
    },
  };
}

const packageOf = ({ texts }: Shipped): string | undefined =>
  /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(texts[0] ?? '')?.[1];

/** All of them: the packages that come along with others speak for themselves. */
function allShipped(root: string): Shipped[] {
  const named = new Set(introduced.map(packageOf));
  const others = shippedPackages(root).filter((name) => !named.has(name)).map((name) => {
    const folder = join(root, 'node_modules', name);
    const { description = 'a part of the above', license = '', homepage = '' } = manifest(folder);
    const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file)).sort();
    return { name, what: description.replace(/\.$/, ''), licence: license, home: homepage,
      texts: texts.map((file) => `node_modules/${name}/${file}`), all: true };
  });
  return [...introduced, ...others];
}

function page(root: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Licences · strait</title>
  <meta name="color-scheme" content="light dark">
  <link rel="icon" href="./icon.svg" type="image/svg+xml">
  <style>
    body { max-width: 80ch; margin: 0 auto; padding: 16px; font: 15px/1.5 system-ui, sans-serif; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
    summary { cursor: pointer; padding: 6px 0; }
    h2 { margin: 24px 0 0; font-size: 17px; }
    p { margin: 4px 0; }
  </style>
</head>
<body>
<p><a href="./">Back to the playground</a></p>
<h1>Licences</h1>
<p>The playground ships the work of these projects, unmodified except for packaging. Thank
you.</p>
${allShipped(root).map((entry) => section(root, entry)).join('\n')}
</body>
</html>
`;
}

/** The MIT licence for a package that names it and holds no text: our own, in its author's name. */
function mitText(root: string, name: string): string {
  const { author = '' } = manifest(join(root, 'node_modules', name));
  const holder = author.replace(/\s*[<(].*/, '');
  return readFileSync(join(root, 'LICENSE'), 'utf8').trim()
    .replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}

function textsOf(root: string, entry: Shipped): string[] {
  const found = entry.texts.map((file) => (file.startsWith('/') ? file : join(root, file)))
    .filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8').trim());
  const name = packageOf(entry);
  if (found.length === 0 && name && /^MIT\b/.test(entry.licence)) return [mitText(root, name)];
  return found;
}

function section(root: string, entry: Shipped): string {
  const found = textsOf(root, entry);
  const texts = entry.all ? found : found.slice(0, 1);
  const home = entry.home ? ` <a href="${entry.home}" rel="noreferrer">${entry.home}</a>` : '';
  const what = entry.what.replace(/^./, (first) => first.toUpperCase());
  const words = texts.length === 0 ? '' : `
<details><summary>The licence’s text</summary>
${texts.map((text) => `<pre>${escapeHtml(text)}</pre>`).join('\n')}
</details>`;
  const name = packageOf(entry);
  return `<section${name ? ` data-package="${name}"` : ''}>
<h2>${escapeHtml(entry.name)}</h2>
<p>${escapeHtml(what)}. ${escapeHtml(entry.licence)}.${home}</p>${words}
</section>`;
}
