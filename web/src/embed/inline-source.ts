// inline-source.ts — the program that stands between the tags of an embedded playground.

export const inlineType = 'text/x-strait';

/** Without the line breaks around it and the indentation that all its lines have. */
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
