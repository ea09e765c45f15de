// program-head.ts — the #includes at the top, which every program has and nobody needs to read
// first. The page hides them until the reader wants them.

/** Hiding fewer #includes gains nothing. */
const includesMin = 3;

/** The number of lines at the top that are #includes or blank; 0 if they are too few to hide. */
export function headLines(source: string): number {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => !/^\s*(#\s*include\b.*)?$/.test(line));
  const includes = lines.slice(0, Math.max(first, 0)).filter((line) => line.includes('#')).length;
  return includes < includesMin ? 0 : first;
}
