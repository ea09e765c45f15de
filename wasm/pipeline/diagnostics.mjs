// diagnostics.mjs — the messages of clang and wasm-ld, at the lines of the reader's program.
// Idea: a message's home is the place in main.cpp that led to it. clang prints that place as a
//       note: "in instantiation of … requested here". So an error inside a library is reported
//       where the reader used the library, and the library's own file follows as a note.
// Invariants: 1. Only a message without any such place has line 0.
//             2. One mistake is one error: what else a library says about its line is a note.
import { absentFunction, namesInSource } from './absent-functions.mjs';
import { readMessages } from './clang-output.mjs';
import { places } from './flags.mjs';
import { firstSentence, frameOwner, isUncallableMain, isWrittenForReaders, plain }
  from './plain-words.mjs';
import { isPrecompiled, lineOfInclude, lineOfName } from './source-places.mjs';

/**
 * @typedef {object} Diagnostic places are 1-based; line 0: no place in main.cpp
 * @property {'error' | 'warning' | 'note'} severity
 * @property {number} line
 * @property {number} column
 * @property {number} [endLine]
 * @property {number} [endColumn]
 * @property {string} message
 * @typedef {import('./clang-output.mjs').Message} Message
 * @typedef {import('./clang-output.mjs').Place} Place
 * @typedef {{ main: Message, notes: Message[], home: Place }} Finding
 */

/** @type {Place} */
const nowhere = { line: 0, column: 0 };

/**
 * @param {string} text what clang printed with -fdiagnostics-print-source-range-info
 * @param {string} source main.cpp
 * @returns {Diagnostic[]} each error or warning, followed by its notes
 */
export function parseDiagnostics(text, source) {
  /** @type {Finding[][]} */
  const mistakes = [];
  let previous = nowhere;
  for (const { main, notes } of withNotes(readMessages(text).map(refused))) {
    const home = homeOf(main, notes, source, previous);
    const finding = { main, notes, home };
    if (home.line > 0) previous = home;
    const same = mistakes.find(([first]) => isSameMistake(first, finding));
    if (same) same.push(finding);
    else mistakes.push([finding]);
  }
  return mistakes.flatMap(tell);
}

/** clang only warns of a main() that cannot be called here.
 *  @param {Message} message
 *  @returns {Message} */
const refused = (message) =>
  (isUncallableMain(message.text) ? { ...message, severity: 'error' } : message);

/** @returns {{ main: Message, notes: Message[] }[]} */
function withNotes(messages) {
  const found = [];
  for (const message of messages) {
    const isNote = message.severity === 'note' || message.text.startsWith('too many errors');
    if (isNote && found.length > 0) found.at(-1).notes.push(message);
    else found.push({ main: message, notes: [] });
  }
  return found;
}

const isOwn = ({ file }) => file === places.source;

/** @returns {Place} */
function homeOf(main, notes, source, previous) {
  if (isOwn(main)) return main.place;
  const leading = notes.find((note) => isOwn(note) && leadsHere(note));
  if (leading) return leading.place;
  if (main.file === '') return at(lineOfName(source, frameOwner(main.text)));
  // clang does not repeat how it came to an instantiation in which it finds more errors.
  const isRepeated = main.includes.length === 0 || isPrecompiled(main.includes);
  return isRepeated && previous.line > 0 ? previous : at(lineOfInclude(source, main.includes));
}

const at = (line) => (line > 0 ? { line, column: 1 } : nowhere);

/** Such notes say how clang came to look at a place; others show what it found elsewhere. */
function leadsHere({ text }) {
  return (
    /\b(requested|required|needed|used|evaluated) here$/.test(text) ||
    /^(while|during) /.test(text) ||
    /^in (instantiation|implicit|defaulted|evaluation|initialization|call to) /.test(text) ||
    /^expanded from /.test(text)
  );
}

/** What is said about main.cpp itself, at another column, is another mistake. */
function isSameMistake(first, next) {
  if (next.home.line === 0 || first.home.line !== next.home.line) return false;
  if (first.main.severity !== next.main.severity) return false;
  return first.home.column === next.home.column || (!isOwn(first.main) && !isOwn(next.main));
}

/**
 * The clearest message, at the place of the first, then all there is to know about it.
 * @param {Finding[]} mistake
 * @returns {Diagnostic[]}
 */
function tell(mistake) {
  const [{ home, main }] = mistake;
  const clearest = mistake.find((finding) => isWrittenForReaders(finding.main.text)) ?? mistake[0];
  const rest = mistake.filter((finding) => finding !== clearest);
  const message = firstSentence(clearest.main, clearest.notes);
  return [
    { severity: main.severity, ...home, message },
    ...(saysMore(clearest, message) ? [noteAbout(clearest.main)] : []),
    ...notesOf(clearest),
    ...rest.flatMap((finding) => [noteAbout(finding.main), ...notesOf(finding)]),
  ];
}

/** The first sentence left something out: the library's file, or clang's own words. */
const saysMore = ({ main }, message) =>
  main.file !== '' && (!isOwn(main) || message !== plain(main.text));

const notesOf = ({ notes }) => notes.filter((note) => !isFarCandidate(note)).map(noteAbout);

/** Every operator of the standard library that clang tried in vain says nothing. */
function isFarCandidate({ file, text }) {
  return file.startsWith(`${places.sysroot}/`) && text.startsWith('candidate template ignored');
}

/** @returns {Diagnostic} */
function noteAbout({ file, place, text }) {
  if (file === places.source) return { severity: 'note', ...place, message: plain(text) };
  const where = file ? `${plain(file)}:${place.line}: ` : '';
  return { severity: 'note', ...nowhere, message: where + plain(text) };
}

/**
 * @param {string} text what wasm-ld printed
 * @param {string} source main.cpp
 * @returns {Diagnostic[]}
 */
export function linkDiagnostics(text, source) {
  /** @type {Map<string, number>} */
  const messages = new Map();
  for (const line of text.split('\n')) {
    const found = /^(?:wasm-ld: )?error: (?:\/\S+: )?(.*)$/.exec(line)?.[1];
    if (!found) continue;
    const names = namesInSource(undefinedSymbol(found));
    const name = names.find((candidate) => lineOfName(source, candidate) > 0) ?? names[0];
    messages.set(explain(found, name), lineOfName(source, name));
  }
  if (messages.size === 0) messages.set(`the program could not be linked: ${text.trim()}`, 0);
  return [...messages].map(([message, line]) => ({ severity: 'error', ...at(line), message }));
}

const undefinedSymbol = (message) => /^undefined symbol: (.*)$/.exec(message)?.[1];

/** `name`: what the reader wrote, which led to the symbol. */
function explain(message, name) {
  const symbol = undefinedSymbol(message);
  if (symbol === undefined) return message;
  if (/^(main|__main_argc_argv|__main_void)\b/.test(symbol)) {
    return 'no main function: a program starts in "int main()", and there is none';
  }
  const absent = absentFunction(symbol, name);
  if (absent !== undefined) return absent;
  return `${symbol} is declared and used, but defined nowhere`;
}
