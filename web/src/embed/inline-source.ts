// inline-source.ts — the program between the tags of an embedded playground.

export const inlineType = 'text/x-strait';

/** Removes blank lines around the text, and the indentation common to all lines. */
export function dedent(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const [first = ''] = indents;
  let common = first.length;
  for (const indent of indents) {
    while (common > 0 && !indent.startsWith(first.slice(0, common))) --common;
  }
  return lines.map((line) => `${line.slice(common)}\n`).join('');
}
