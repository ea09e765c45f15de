// reference.mjs — reads the public headers: every class, function, enumeration and value that users
// name, with the parts of its comment.
//
// The comments have one form, in this order; all parts but the first may be missing:
//
//   /// What it does, in sentences.
//   /// Blocks:  when, and until when.
//   /// Returns: what, for each outcome.
//   /// Throws:  what, and what holds then.
//   /// Order:   what is ordered, or visible.
//   /// Cost:    in steps, allocations, locks.
//   /// Example:
//   ///   assert(tx.send(7));
//
// Not here: a C++ parser. The headers are formatted by clang-format and written to be read; what
// this reader would misread, tests/docs reports as undocumented.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The parts of a comment behind its text, in their order.
 * @type {('Blocks' | 'Returns' | 'Throws' | 'Order' | 'Cost' | 'Example')[]}
 */
export const parts = ['Blocks', 'Returns', 'Throws', 'Order', 'Cost', 'Example'];

/** Classes of namespace detail whose members users call: they are bases of classes users name. */
const bases = new Set(['endpoint']);

/** The parameter that only builds with a tracer have, and that nobody passes: call_site.hpp. */
const callSite = / ?\bSTRAIT_CALL_SITE(_ONLY)?\b/;

/**
 * @typedef {{ text: string, keys: string[], Blocks?: string, Returns?: string, Throws?: string,
 *   Order?: string, Cost?: string, Example?: { line: number, code: string[] } }} Comment
 * @typedef {{ header: string, line: number, scope: string, name: string,
 *   kind: 'class' | 'function' | 'enum' | 'value', only: string, signature: string,
 *   bases?: string[], comment: Comment }} Entry
 *   scope: its class or enumeration, or ''; only: the macro of the #ifdef around it, or ''
 */

/** @returns {Entry[]} those of the headers in `folder` itself: core/include/strait */
export function readReference(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.hpp')).sort();
  return names.flatMap((name) => readHeader(name, readFileSync(path.join(folder, name), 'utf8')));
}

/** @returns {Entry[]} */
export function readHeader(header, text) {
  const entries = [];
  const scopes = []; // One for each `{` that is open: { kind, name, isPublic }.
  const conditions = []; // One for each #ifdef.
  let comment = [];
  let declaration = '';
  let line = 0;

  const finish = (opens) => {
    const { isPublic, ...what } = classify(declaration);
    const isRefusal = declaration.includes('STRAIT_DELETE'); // Of a call that users must not make.
    const isFunction = what.kind === 'function' && !isRefusal;
    const isShown = isFunction || (opens && /class|enum/.test(what.kind));
    if (isShown && isVisible(scopes)) {
      const scope = scopes.findLast(({ kind }) => kind === 'class')?.name ?? '';
      const signature = declaration.trim().replace(/\s+/g, ' ').replace(callSite, '');
      const only = conditions.at(-1) ?? '';
      entries.push({ header, line, scope, ...what, only, signature, comment: parse(comment) });
    }
    if (opens) scopes.push({ ...what, isPublic });
    declaration = '';
    comment = [];
  };

  text.split('\n').forEach((source, index) => {
    const condition = /^#(ifdef (\w+)|endif)/.exec(source);
    if (condition?.[2]) conditions.push(condition[2]);
    else if (condition) conditions.pop();
    if (/^\s*#|^STRAIT_(BEGIN|END)/.test(source)) return;
    const documented = /^\s*\/\/\/(?!<) ?(.*)$/.exec(source);
    if (documented) {
      comment.push({ line: index + 1, text: documented[1] });
      return;
    }
    const value = /^ *(\w+)[^/]*\/\/\/< *(.*)$/.exec(source);
    if (value && scopes.at(-1)?.kind === 'enum' && isVisible(scopes.slice(0, -1))) {
      const [name, scope] = [value[1], scopes.at(-1).name];
      const words = parse([{ line: index + 1, text: value[2] }]);
      const place = { header, line: index + 1, scope, only: '' };
      entries.push({ ...place, kind: 'value', name, signature: name, comment: words });
    }
    const access = /^\s*(public|protected|private):\s*$/.exec(source);
    if (access) {
      scopes.at(-1).isPublic = access[1] === 'public';
      return;
    }
    for (const character of `${withoutTexts(source)}\n`) {
      const inside = isOpen(declaration); // Braces in brackets: a default argument.
      if (character === '{' && !inside) finish(true);
      else if (character === ';' && !inside) finish(false);
      else if (character === '}' && !inside) {
        scopes.pop();
        declaration = '';
      } else {
        if (declaration.trim() === '') line = index + 1;
        declaration += character;
      }
    }
  });
  return entries;
}

/** A line of code without comments, and without what stands in quotes. */
function withoutTexts(source) {
  return source
    .replace(/'(\\.|[^'\\])'/g, "' '")
    .replace(/"(\\.|[^"\\])*"/g, '""')
    .replace(/\/\/.*$/, '');
}

function isOpen(declaration) {
  return declaration.split('(').length !== declaration.split(')').length;
}

/** Users see it: in the library's own namespace, or lent by a base, and in public parts only. */
function isVisible(scopes) {
  const isLent = scopes.some(({ kind, name }) => kind === 'class' && bases.has(name));
  return scopes.every(({ kind, isPublic }) =>
    kind === 'class' ? isPublic : kind === 'namespace' && isLent,
  );
}

/** What a declaration declares; `other`: a variable, an alias, an assertion, a body's insides. */
function classify(declaration) {
  const head = withoutTemplate(declaration.trim()).replace(/\[\[.*?\]\]\s*/g, '');
  const named = /^(class|struct|enum class|namespace)\s+(\w+)\b(?!::)(?!.*\()/s.exec(head);
  if (named) {
    const kinds = { class: 'class', struct: 'class', 'enum class': 'enum', namespace: 'namespace' };
    const bases = [...(/[^:]:(?!:)(.*)/s.exec(head)?.[1] ?? '').matchAll(/(\w+)(?=<|,|$)/g)];
    const isPublic = named[1] !== 'class';
    return { kind: kinds[named[1]], name: named[2], bases: bases.map(([name]) => name), isPublic };
  }
  // A member defined outside its class was seen there.
  const other = /^(using|friend (struct|class)|static_assert)\b|>::\w+\(/;
  if (other.test(head)) return { kind: 'other' };
  const called = /(operator\s*(?:bool|[^\s\w(]+)|~?\w+)\s*\(/.exec(head);
  return called ? { kind: 'function', name: called[1] } : { kind: 'other' };
}

/** Without `template <…>` and the `requires` clause in a line of its own behind it. */
function withoutTemplate(declaration) {
  if (!declaration.startsWith('template')) return declaration;
  let depth = 0;
  let at = declaration.indexOf('<');
  do {
    if (declaration[at] === '<') ++depth;
    if (declaration[at] === '>') --depth;
    ++at;
  } while (depth > 0 && at < declaration.length);
  return declaration.slice(at).trim().replace(/^requires\b.*\n\s*/, '');
}

/** @returns {Comment} */
function parse(lines) {
  const comment = { text: '', keys: [] };
  let key = 'text';
  for (const { line, text } of lines) {
    const begins = /^([A-Z]\w*): *(.*)$/.exec(text);
    if (begins && parts.includes(begins[1])) {
      key = begins[1];
      comment.keys.push(key);
      comment[key] = key === 'Example' ? { line: line + 1, code: [] } : begins[2];
    } else if (key === 'Example') {
      comment.Example.code.push(text.replace(/^ {2}/, ''));
    } else {
      comment[key] = `${comment[key]} ${text.trim()}`.trim();
    }
  }
  return comment;
}
