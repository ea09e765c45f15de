// source-places.mjs — lines of main.cpp for messages that name none: by the name of a function, or
// by the #include that led to a header.
import { places } from './flags.mjs';

const noCode = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'/g;

/**
 * Where `symbol` is first named, which is where it is declared; 0 when main.cpp does not name it.
 * @param {string} source
 * @param {string} [symbol] as the linker prints it: `double shape::area(int) const`
 */
export function lineOfName(source, symbol) {
  const name = symbol && nameOf(symbol);
  if (!name) return 0;
  const code = source.replace(noCode, (text) => text.replace(/[^\n]/g, ' '));
  const at = code.search(new RegExp(`(?<![\\w~])${name}(?!\\w)`));
  return at < 0 ? 0 : code.slice(0, at).split('\n').length;
}

/** The last identifier before the parameters, without namespaces and template arguments. */
function nameOf(symbol) {
  const declared = symbol.replace(/^(vtable|typeinfo|typeinfo name|VTT) for /, '');
  let shorter = declared.replaceAll('(anonymous namespace)', '');
  for (let before = ''; before !== shorter; ) {
    before = shorter;
    shorter = shorter.replace(/<[^<>]*>/g, '');
  }
  return /(~?\w+)(?:\[abi:\w+\])*$/.exec(shorter.replace(/\(.*$/s, '').trim())?.[1];
}

/** Whether a header came by the precompiled one, which seems to be included at line 1. */
export const isPrecompiled = (includes) =>
  [places.prelude, places.commonUses].includes(includes[1]?.file);

/**
 * The line of the #include through which a header came; 0 when main.cpp includes none of them.
 * @param {string} source
 * @param {import('./clang-output.mjs').Include[]} includes main.cpp first
 */
export function lineOfInclude(source, includes) {
  if (includes[0]?.file !== places.source) return 0;
  if (!isPrecompiled(includes)) return includes[0].line;
  const names = source.split('\n').map((line) => includeDirective.exec(line)?.[1]);
  const led = (name) => includes.some(({ file }) => file.endsWith(`/${name}`));
  return names.findIndex((name) => name !== undefined && led(name)) + 1;
}

const includeDirective = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;
