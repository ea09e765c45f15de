// program-head.ts — the lines before a program's own begin: the #includes, which every program has
// and nobody needs to read first. The page hides them until they are wanted.

/** With fewer lines of #include there is nothing to gain. */
const includesMin = 3;

/** So many lines at the top are #includes and the blank lines among and after them; 0 when they
    are too few to hide. */
export function headLines(source: string): number {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => !/^\s*(#\s*include\b.*)?$/.test(line));
  const includes = lines.slice(0, Math.max(first, 0)).filter((line) => line.includes('#')).length;
  return includes < includesMin ? 0 : first;
}
