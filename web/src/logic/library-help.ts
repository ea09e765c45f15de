// library-help.ts — what the editor knows about the library: which names fit at a place, and what
// the name at a place means.
// Idea: no language server. Channels are created in few ways, so a variable's type is read off its
//       declaration; if that fails, nothing is guessed unless the reader asks.
// Not here: the reference itself (library-docs.ts generates it), the editor's own types (editor/).

export interface LibraryMember {
  name: string;
  signature: string;
  /** Paragraphs, one per line. */
  doc: string;
  /** Example code. */
  example?: string;
}

export interface LibraryName extends LibraryMember {
  kind: 'class' | 'function' | 'enum';
  members: LibraryMember[];
}

export interface LibraryDocs {
  names: LibraryName[];
}

export interface Suggestion extends LibraryMember {
  kind: LibraryName['kind'] | 'member' | 'value';
}

export interface Help {
  /** Where the name is. */
  start: number;
  end: number;
  /** One for each overload. */
  entries: LibraryMember[];
}

const followsLimit = 8;

/** What the two ends are usually called. */
const usualNames = new Map([['tx', 'sender'], ['rx', 'receiver']]);

/** What fits at `offset`; `asked`: the reader asked for a list, even if it is a guess. */
export function suggestions(docs: LibraryDocs, source: string, offset: number,
                            asked: boolean): Suggestion[] {
  const before = source.slice(Math.max(0, offset - 200), offset);
  if (isComment(before)) return [];
  const scoped = /\bstrait::(?:(\w+)::)?\w*$/.exec(before);
  if (scoped) {
    const scope = scoped[1] === undefined ? undefined
      : docs.names.find(({ name }) => name === scoped[1]);
    if (scoped[1] === undefined) return unique(docs.names.map((entry) => ({ ...entry })));
    return scope?.kind === 'enum' ? unique(scope.members.map(as('value'))) : [];
  }
  const member = /(\w+)(?:\.|->)\w*$/.exec(before);
  if (!member?.[1]) return [];
  const kind = kindOf(docs, source, member[1]);
  if (kind) return unique(membersOf(docs, kind).map(as('member')));
  return asked ? unique([...membersOf(docs, 'sender'), ...membersOf(docs, 'receiver')]
    .map(as('member'))) : [];
}

/** What the name at `offset` means, if it is one of the library's. */
export function helpAt(docs: LibraryDocs, source: string, offset: number): Help | undefined {
  let start = offset;
  while (start > 0 && /\w/.test(source.charAt(start - 1))) --start;
  let end = offset;
  while (end < source.length && /\w/.test(source.charAt(end))) ++end;
  const word = source.slice(start, end);
  const before = source.slice(Math.max(0, start - 200), start);
  if (word === '' || isComment(before)) return undefined;
  const entries = entriesFor(docs, source, before, word);
  return entries.length > 0 ? { start, end, entries } : undefined;
}

function entriesFor(docs: LibraryDocs, source: string, before: string,
                    word: string): LibraryMember[] {
  const named = (list: readonly LibraryMember[]): LibraryMember[] =>
    list.filter(({ name }) => name === word);
  if (/\bstrait::$/.test(before)) return named(docs.names);
  const scope = /\b(\w+)::$/.exec(before)?.[1];
  if (scope !== undefined) {
    return named(docs.names.filter(({ name, kind }) => name === scope && kind === 'enum')
      .flatMap(({ members }) => members));
  }
  const object = /(\w+)\s*(?:\.|->)$/.exec(before)?.[1];
  const kind = object === undefined ? undefined : kindOf(docs, source, object);
  if (kind !== undefined) return named(membersOf(docs, kind));
  // A variable: what kind of thing it is.
  const own = object === undefined ? kindOf(docs, source, word) : undefined;
  return own === undefined ? [] : docs.names.filter(({ name }) => name === own);
}

/** The class of the library that a variable belongs to, by how it was declared. */
export function kindOf(docs: LibraryDocs, source: string, variable: string,
                       follows = 0): string | undefined {
  if (follows > followsLimit || !/^[A-Za-z_]\w*$/.test(variable)) return undefined;
  for (const match of source.matchAll(/\bstrait::(\w+)/g)) {
    const rest = source.slice(afterArguments(source, match.index + match[0].length));
    const declares = /^[\s&]+(\w+)/.exec(rest)?.[1] === variable;
    if (declares && isClass(docs, match[1])) return match[1];
  }
  const pair = new RegExp(String.raw`\[\s*(\w+)\s*,\s*(\w+)\s*\]\s*=\s*strait::\w+`, 'g');
  for (const [, sender, receiver] of source.matchAll(pair)) {
    if (sender === variable) return 'sender';
    if (receiver === variable) return 'receiver';
  }
  const value = new RegExp(String.raw`\b${variable}\s*=\s*([^;,\]]+)`).exec(source)?.[1] ?? '';
  if (/^strait::(?:after|at|tick|never)\b|\.subscribe\(/.test(value)) return 'receiver';
  const made = /^strait::(\w+)/.exec(value)?.[1];
  if (made !== undefined) {
    return [`${made}_sender`, made].find((name) => isClass(docs, name));
  }
  const other = /^(?:std::move\(\s*)?(\w+)\s*\)?\s*$/.exec(value)?.[1];
  const followed = other === undefined || other === variable ? undefined
    : kindOf(docs, source, other, follows + 1);
  return followed ?? usualNames.get(variable);
}

/** The end of the `<…>` that begins at `offset`; `offset` if there is none. */
function afterArguments(source: string, offset: number): number {
  if (source.charAt(offset) !== '<') return offset;
  let depth = 0;
  for (let index = offset; index < Math.min(source.length, offset + 500); ++index) {
    const character = source.charAt(index);
    if (character === '<') ++depth;
    if (character === '>' && --depth === 0) return index + 1;
    if (character === ';' || character === '{') break;
  }
  return offset;
}

function isClass(docs: LibraryDocs, wanted: string | undefined): boolean {
  return docs.names.some(({ name, kind }) => kind === 'class' && name === wanted);
}

function membersOf(docs: LibraryDocs, wanted: string): LibraryMember[] {
  return docs.names.filter(({ name }) => name === wanted).flatMap(({ members }) => members);
}

function as(kind: Suggestion['kind']): (member: LibraryMember) => Suggestion {
  return (member) => ({ ...member, kind });
}

function unique(list: Suggestion[]): Suggestion[] {
  return [...new Map(list.toReversed().map((entry) => [entry.name, entry])).values()].toReversed();
}

function isComment(before: string): boolean {
  return /\/\/[^\n]*$/.test(before);
}
