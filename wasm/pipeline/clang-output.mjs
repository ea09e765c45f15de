// clang-output.mjs — clang's text as the messages it consists of. What they mean for the reader's
// program is decided elsewhere (diagnostics.mjs).

/**
 * @typedef {{ line: number, column: number, endLine?: number, endColumn?: number }} Place 1-based
 * @typedef {object} Message
 * @property {'error' | 'warning' | 'note'} severity
 * @property {string} file empty where clang names no place
 * @property {Place} place
 * @property {string} text
 * @property {Include[]} includes how the file was reached, main.cpp first; of a note: empty
 * @typedef {{ file: string, line: number }} Include
 */

const headline = new RegExp(
  '^(?<file>[^:\\n]+):(?<line>\\d+):(?<column>\\d+):(?<ranges>(?:\\{[\\d:-]+\\})*)' +
    '(?:: | )(?<severity>fatal error|error|warning|note|remark): (?<text>.*)$',
);
const placeless = new RegExp(
  '^(?:clang\\+?\\+?: |<[^>]+>: )?(?<severity>fatal error|error|warning): (?<text>.*)$',
);
const includedFrom = /^In file included from (?<file>[^:]+):(?<line>\d+):/;

const severities = { 'fatal error': 'error', error: 'error', warning: 'warning', note: 'note' };

/**
 * @param {string} text what clang printed with -fdiagnostics-print-source-range-info
 * @returns {Message[]}
 */
export function readMessages(text) {
  const messages = [];
  // clang leaves the chain of includes out when the message before had the same.
  const chains = new Map();
  let chain = [];
  for (const line of text.split('\n')) {
    const included = includedFrom.exec(line)?.groups;
    if (included) chain.push({ file: included.file, line: Number(included.line) });
    const found = (headline.exec(line) ?? placeless.exec(line))?.groups;
    const severity = found && severities[found.severity];
    if (!severity) continue;
    const { file = '', text: words } = found;
    if (chain.length > 0) chains.set(file, chain);
    const includes = severity === 'note' ? [] : (chains.get(file) ?? []);
    messages.push({ severity, file, place: placeOf(found), text: words, includes });
    chain = [];
  }
  return messages;
}

/** @param {Record<string, string>} groups */
function placeOf({ line = '0', column = '0', ranges = '' }) {
  const place = { line: Number(line), column: Number(column) };
  // The first range that holds the place itself is what is meant.
  for (const [, ...numbers] of ranges.matchAll(/\{(\d+):(\d+)-(\d+):(\d+)\}/g)) {
    const [startLine, startColumn, endLine, endColumn] = numbers.map(Number);
    if (startLine === place.line && startColumn <= place.column) {
      if (endLine > place.line || endColumn > place.column) return { ...place, endLine, endColumn };
    }
  }
  return place;
}
