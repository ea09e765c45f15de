// library-help.test.ts — the reference is read out of the real headers, and names are found where a
// reader writes them.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readHeader } from '../../core/tools/reference.mjs';
import { docsOf, readLibraryDocs } from '../../web/library-docs.ts';
import { helpAt, kindOf, suggestions } from '../../web/src/logic/library-help.ts';

const headers = fileURLToPath(new URL('../../core/include/strait/', import.meta.url));
const scenarios = fileURLToPath(new URL('../../core/scenarios/', import.meta.url));
const docs = readLibraryDocs(headers);

/** What is offered at `|`. */
function offered(text: string, asked = false): string[] {
  const offset = text.indexOf('|');
  return suggestions(docs, text.replace('|', ''), offset, asked).map(({ name }) => name);
}

/** What is told about the word at `|`. */
function told(text: string): string[] {
  const help = helpAt(docs, text.replace('|', ''), text.indexOf('|'));
  return help?.entries.map(({ signature }) => signature) ?? [];
}

test('every public name has its signature, and says something', () => {
  const names = docs.names.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['bounded', 'unbounded', 'sender', 'receiver',
    'select', 'selector', 'after', 'tick', 'never', 'send_error', 'recv_error']));
  expect(names.filter((name) => /platform|^STRAIT_/.test(name)), 'not for programs').toEqual([]);
  for (const { name, signature, members } of docs.names) {
    expect(signature).toContain(name);
    expect(signature).not.toMatch(/detail::|nodiscard|\{(?!\})/);
    for (const member of members) expect(member.doc, `${name}::${member.name}`).not.toBe('');
  }
});

test('members of a base that both sides share belong to each of them', () => {
  for (const side of ['sender', 'receiver']) {
    const members = docs.names.find(({ name }) => name === side)?.members.map(({ name }) => name);
    expect(members).toEqual(expect.arrayContaining(['close', 'capacity', 'is_disconnected']));
    expect(new Set(members).has('handle_')).toBe(false);
  }
});

test('a comment keeps its parts: what it does, when it blocks, what it returns, an example', () => {
  const { names } = docsOf(readHeader('thing.hpp', `STRAIT_BEGIN
class thing {
 public:
  /// Does it, over
  /// two lines.
  /// Blocks:  never.
  /// Returns: a number; or
  ///          none.
  /// Example:
  ///   if (it.act() == 1)
  ///     it.act(2);
  [[nodiscard]] int act(int value = 1) const { return value; }

 private:
  /// Hidden.
  void hidden();
};
STRAIT_END
`));
  expect(names.map(({ name }) => name)).toEqual(['thing']);
  expect(names[0]?.members).toEqual([{ name: 'act', signature: 'int act(int value = 1) const',
    doc: 'Does it, over two lines.\nBlocks: never.\nReturns: a number; or none.',
    example: 'if (it.act() == 1)\n  it.act(2);' }]);
});

const program = `strait::sender<int> given;
auto [tx, rx] = strait::bounded<int>(1);
void f(strait::receiver<std::string>& in, const strait::sender<job> out);
auto timer = strait::after(1s);
std::thread t([mine = std::move(tx), line = std::string()] {});
`;
for (const [variable, kind] of [['given', 'sender'], ['tx', 'sender'], ['rx', 'receiver'],
  ['in', 'receiver'], ['out', 'sender'], ['timer', 'receiver'], ['mine', 'sender'],
  ['line', undefined], ['unknown', undefined]] as const) {
  test(`${variable} is ${kind ?? 'nothing of the library'}`, () => {
    expect(kindOf(docs, program, variable)).toBe(kind);
  });
}

test('names are offered after strait::, members after a channel, values after an enum', () => {
  expect(offered('auto x = strait::|')).toEqual(expect.arrayContaining(['bounded', 'select']));
  expect(offered(`${program}tx.se|`)).toEqual(expect.arrayContaining(['send', 'try_send']));
  expect(offered(`${program}tx.|`)).not.toContain('recv');
  expect(offered(`${program}rx.|`)).toEqual(expect.arrayContaining(['recv', 'try_recv']));
  expect(offered('strait::recv_error::|')).toContain('empty');
  expect(offered(`${program}line.|`)).toEqual([]);
  expect(offered(`${program}line.|`, true)).toContain('recv');
  expect(offered(`${program}// tx.|`)).toEqual([]);
  expect(offered('|')).toEqual([]);
  expect(offered(`${program}tx.|`).length).toBe(new Set(offered(`${program}tx.|`)).size);
});

test('the name under the pointer is explained, all its overloads, and nothing else is', () => {
  expect(told('strait::bou|nded<int>(1)')).toEqual([
    'template <class T> channel<T> bounded(std::size_t capacity)']);
  expect(told(`${program}tx.se|nd(1);`).length).toBe(2);
  expect(told(`${program}rx.se|nd(1);`)).toEqual([]);
  expect(told(`${program}t|x.send(1);`)).toEqual(['template <class T> class sender']);
  expect(told('m.error() == strait::recv_error::em|pty')).toEqual(['empty']);
  expect(told('std::prin|tf("x")')).toEqual([]);
  expect(told(`${program}// tx.se|nd`)).toEqual([]);
});

test('in every scenario each use of a channel by a known name is explained', () => {
  let explained = 0;
  for (const entry of readdirSync(scenarios).filter((name) => /^\d\d-/.test(name))) {
    const source = readFileSync(`${scenarios}${entry}/main.cpp`, 'utf8').replace(/\/\/.*$/gm, '');
    for (const match of source.matchAll(/\b(?:tx|rx|out|in)\.(send|recv|try_send|try_recv)\(/g)) {
      const offset = match.index + match[0].indexOf('.') + 1;
      expect(helpAt(docs, source, offset)?.entries[0]?.name,
        `${entry}: ${match[0]}`).toBe(match[1]);
      ++explained;
    }
  }
  expect(explained).toBeGreaterThan(20);
});
