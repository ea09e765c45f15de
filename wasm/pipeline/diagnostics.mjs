// diagnostics.mjs — clang's and wasm-ld's text as places and messages.
import { places } from './flags.mjs';

const headline = new RegExp(
  '^(?<file>[^:\\n]+):(?<line>\\d+):(?<column>\\d+):(?<ranges>(?:\\{[\\d:-]+\\})*)' +
    '(?:: | )(?<severity>fatal error|error|warning|note|remark): (?<message>.*)$',
);
const placeless = new RegExp(
  '^(?:clang\\+?\\+?: |<[^>]+>: )?(?<severity>fatal error|error|warning): (?<message>.*)$',
);
const includedFrom = new RegExp(
  `^In file included from ${places.source.replaceAll('/', '\\/')}:(?<line>\\d+):`,
);

const severities = { 'fatal error': 'error', error: 'error', warning: 'warning', note: 'note' };

/**
 * @param {string} text what clang printed with -fdiagnostics-print-source-range-info
 * @returns {import('./pipeline.mjs').Diagnostic[]}
 */
export function parseDiagnostics(text) {
  const diagnostics = [];
  let includeLine = 0;
  for (const line of text.split('\n')) {
    const included = includedFrom.exec(line);
    if (included) includeLine = Number(included.groups.line);
    const found = headline.exec(line) ?? placeless.exec(line);
    const severity = found && severities[found.groups.severity];
    if (!severity) continue;
    const message = aboutStack(found.groups.message);
    if (found.groups.file === places.source) {
      diagnostics.push({ severity, ...placeOf(found.groups), message });
    } else {
      // Inside of a header: shown at the #include that led there, and named.
      const name = found.groups.file?.replace(/^\/(sysroot\/include(\/c\+\+\/v1)?|strait)\//, '');
      const where = name ? `${name}:${found.groups.line}: ` : '';
      const place = { line: includeLine, column: includeLine === 0 ? 0 : 1 };
      diagnostics.push({ severity, ...place, message: where + message });
    }
    if (severity !== 'note') includeLine = 0;
  }
  return diagnostics;
}

/** -fwarn-stack-size speaks of frames, and of no line. */
function aboutStack(message) {
  const found = /stack frame size \((\d+)\) exceeds limit .* in (?:function )?'(.+)'/.exec(message);
  if (!found) return message;
  const name = found[2].replace('__original_main', 'main');
  return (
    `${name} has ${found[1]} bytes of local variables, and a stack holds 1 MiB: ` +
    'make large arrays static, or take std::vector'
  );
}

/** @param {Record<string, string>} groups */
function placeOf({ line, column, ranges }) {
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

/** The same text for people: short file names, no ranges. */
export function plain(text) {
  return text
    .replace(/^([^:\n]+:\d+:\d+:)(?:\{[\d:-]+\})+:/gm, '$1')
    .replaceAll(places.source, 'main.cpp')
    .replace(/\/sysroot\/include\/(c\+\+\/v1\/)?|\/strait\/(?=strait\/)/g, '');
}

/**
 * @param {string} text what wasm-ld printed
 * @returns {import('./pipeline.mjs').Diagnostic[]}
 */
export function linkDiagnostics(text) {
  const messages = new Set();
  for (const line of text.split('\n')) {
    const found = /^(?:wasm-ld: )?error: (?:\/\S+: )?(.*)$/.exec(line);
    if (found) messages.add(explain(found[1]));
  }
  if (messages.size === 0) messages.add(`the program could not be linked: ${text.trim()}`);
  return [...messages].map((message) => ({ severity: 'error', line: 0, column: 0, message }));
}

function explain(message) {
  const symbol = /^undefined symbol: (.*)$/.exec(message)?.[1];
  if (symbol === undefined) return message;
  if (/^(main|__main_argc_argv|__main_void)\b/.test(symbol)) {
    return 'no main function: a program starts in "int main()", and there is none';
  }
  return `${symbol} is declared and used, but defined nowhere`;
}
