// library-docs.ts — the library's reference, generated at build time from the comments of its
// public headers: what the editor completes and explains.
// Not here: reading headers (core/tools/reference.mjs), finding a name at a cursor
//           (src/logic/library-help.ts).

import { parts, readReference, type Entry } from '../core/tools/reference.mjs';
import type { LibraryDocs, LibraryMember, LibraryName } from './src/logic/library-help.ts';

export function readLibraryDocs(folder: string): LibraryDocs {
  return docsOf(readReference(folder));
}

export function docsOf(entries: readonly Entry[]): LibraryDocs {
  // Headers of base/ concern ports of the library, not its users.
  const names = entries.filter(({ header, scope, name }) =>
    scope === '' && /^\w+$/.test(name) && !header.startsWith('base/'));
  return { names: names.map((entry) => nameOf(entry, entries)) };
}

function nameOf(entry: Entry, entries: readonly Entry[]): LibraryName {
  const scopes = [entry.name, ...entry.bases ?? []];
  // No constructors, no operators: nobody looks them up by name.
  const members = entry.kind === 'function' ? [] : entries.filter(({ scope, name }) =>
    scopes.includes(scope) && /^\w+$/.test(name) && name !== scope);
  const kind = entry.kind === 'value' ? 'enum' : entry.kind;
  return { ...memberOf(entry), kind, members: members.map(memberOf) };
}

function memberOf({ name, signature, comment }: Entry): LibraryMember {
  const paragraphs = parts.filter((part) => part !== 'Example' && comment[part] !== undefined)
    .map((part) => `${part}: ${comment[part]}`);
  const example = comment.Example?.code.join('\n');
  return { name, signature: tidy(signature), doc: [comment.text, ...paragraphs].join('\n'),
    ...(example === undefined ? {} : { example }) };
}

function tidy(signature: string): string {
  return signature.replace(/\[\[nodiscard\]\] ?/g, '').replace(/\bdetail::/g, '')
    .replace(/ : .*$/, '').replace(/ = default$/, '');
}
