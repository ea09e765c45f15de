// plain-words.mjs — what clang says in the words of the reader's program. A library stumbles over a
// mistake somewhere deep inside, and clang names what it stumbled over.
import { machine } from '../runtime/machine.mjs';
import { places } from './flags.mjs';

const basicString = /\bstd::basic_string<char, std::char_traits<char>, std::allocator<char>>/g;

/** The same text for people: short file names, no ranges. */
export function plain(text) {
  return text
    .replace(/\bstd::__2::/g, 'std::')
    .replace(basicString, 'std::string')
    .replace(/^([^:\n]+:\d+:\d+:)(?:\{[\d:-]+\})+:/gm, '$1')
    .replaceAll(places.source, 'main.cpp')
    .replace(/\/sysroot\/include\/(c\+\+\/v1\/)?|\/strait\/(?=strait\/)/g, '');
}

const assertion = /^static assertion failed(?: due to requirement '.*?')?: (?:strait: )?(\S.* .*)$/;

/** A sentence that a library's author wrote for this very mistake. */
export const isWrittenForReaders = (text) => assertion.test(text);

const mainOfOne = /^only one parameter on 'main' declaration/;

/** Whether clang takes a main() that the runtime, which passes none or two, cannot call. */
export const isUncallableMain = (text) => mainOfOne.test(text);

/** -fwarn-stack-size speaks of frames. */
const frameSize = /stack frame size \((\d+)\) exceeds limit .* in (?:function )?'(.+)'/;

/** The function whose variables are too large for a stack, if `text` is about one. */
export function frameOwner(text) {
  return frameSize.exec(text)?.[2].replace('__original_main', 'main');
}

const movable = /'std::__is_cpp17_(?:move|copy)_insertable<std::allocator<(.*)>, [^<>]+>::value'/;

/** Messages that name only what the library's inside is called: where they are said, of what. */
const sentences = [
  {
    file: '',
    text: mainOfOne,
    words: () => 'main takes no parameters or two: int main(int count, char** words)',
  },
  {
    file: '/__thread/thread.h',
    text: /^attempt to use a deleted function$/,
    words: () => 'std::thread cannot call its function with these arguments',
  },
  {
    file: '/__thread/thread.h',
    text: /^no matching constructor for initialization of '_Gp'/,
    words: () => 'std::thread cannot copy one of these arguments: move it, or pass std::ref of it',
  },
  {
    file: '/__thread/jthread.h',
    text: /^static assertion failed due to requirement 'is_invocable/,
    words: () => 'std::jthread cannot call its function with these arguments',
  },
  {
    file: '',
    text: /^no matching function for call to object of type 'const (?:\w+::)*__(\w+)::__fn'/,
    words: ([, name]) => `std::ranges::${name} cannot be called with these arguments`,
  },
  {
    file: '/__memory/allocator_traits.h',
    text: /^no matching function for call to '__construct_at'$/,
    words: (_, notes) => constructed(notes),
  },
  {
    file: '',
    text: movable,
    words: ([, type]) => `${type} can be neither moved nor copied, which this container needs`,
  },
];

function constructed(notes) {
  const call = /allocator_traits<.*>::construct<(.*?)>' requested here$/;
  const types = notes.map(({ text }) => call.exec(text)?.[1]).find(Boolean);
  // What follows with the type void are conditions, not arguments.
  const [made, ...from] = templateArguments(types ?? '').filter((type) => type !== 'void');
  if (!made) return 'an element cannot be made from these arguments';
  if (from.length === 0) return `${made} cannot be made without arguments`;
  const isCopy = from.length === 1 && [`const ${made} &`, `${made} &`].includes(from[0]);
  return isCopy
    ? `${made} cannot be copied`
    : `${made} cannot be made from ${from.map((type) => `'${type}'`).join(', ')}`;
}

/** `a<b, c>, d` → [`a<b, c>`, `d`] */
function templateArguments(list) {
  const found = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at <= list.length; ++at) {
    if ('<(['.includes(list[at] ?? ' ')) depth += 1;
    if ('>)]'.includes(list[at] ?? ' ')) depth -= 1;
    if (at === list.length || (list[at] === ',' && depth === 0)) {
      found.push(list.slice(begin, at).trim());
      begin = at + 1;
    }
  }
  return found;
}

/**
 * The first sentence of a message, for somebody who did not write the library.
 * @param {import('./clang-output.mjs').Message} message
 * @param {import('./clang-output.mjs').Message[]} notes
 */
export function firstSentence({ file, text }, notes) {
  for (const sentence of sentences) {
    const found = file.endsWith(sentence.file) && sentence.text.exec(text);
    if (found) return plain(sentence.words(found, notes));
  }
  const bytes = frameSize.exec(text)?.[1];
  if (bytes === undefined) return plain(assertion.exec(text)?.[1] ?? text);
  return (
    `${frameOwner(text)} has ${bytes} bytes of local variables, and a stack holds ` +
    `${machine.stackBytes / 2 ** 20} MiB: make large arrays static, or use std::vector`
  );
}
