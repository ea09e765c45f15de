// compare.mjs — does a scenario's output match its expected.txt?
// The one comparison of all tests: of native programs, of recordings, and in the page.
//
// The three ways to compare are described in ARCHITECTURE.md, "core → everyone".

/**
 * @param {'exact' | 'lines' | 'pattern'} how
 * @param {string} expected text of expected.txt
 * @param {string} output what the program printed
 * @returns {string | undefined} what differs, or nothing
 */
export function difference(how, expected, output) {
  const want = toLines(expected);
  const got = toLines(output);
  switch (how) {
    case 'exact':
      return firstDifference(want, got);
    case 'lines':
      return firstDifference([...want].sort(), [...got].sort());
    case 'pattern':
      return patternDifference(want, got);
    default:
      return `"${how}" is no way to compare (exact, lines, pattern)`;
  }
}

/** @param {string} text */
function toLines(text) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** @param {string[]} want @param {string[]} got */
function firstDifference(want, got) {
  for (let at = 0; at < Math.max(want.length, got.length); ++at) {
    if (want[at] === got[at]) continue;
    return `line ${at + 1}: expected ${quoted(want[at])}, got ${quoted(got[at])}`;
  }
  return undefined;
}

/** @param {string | undefined} line */
function quoted(line) {
  return line === undefined ? 'no more lines' : `"${line}"`;
}

/** Every group takes as many lines as it can: groups that follow each other should not overlap.
 * @param {string[]} want @param {string[]} got */
function patternDifference(want, got) {
  let at = 0;
  for (const group of want) {
    const parsed = /^\{(\d+),(\d+)\} (.*)$/.exec(group);
    if (!parsed) return `expected.txt: "${group}" is not "{min,max} regular expression"`;
    const [, least, most, source] = parsed;
    const line = new RegExp(`^(?:${source})$`);
    let count = 0;
    while (count < Number(most) && at < got.length && line.test(got[at])) {
      ++count;
      ++at;
    }
    if (count < Number(least)) {
      return `line ${at + 1}: ${quoted(got[at])} is not "${source}", of which ${least} are needed`
          + ` and ${count} were there`;
    }
  }
  return at < got.length ? `line ${at + 1}: ${quoted(got[at])} is too much` : undefined;
}
