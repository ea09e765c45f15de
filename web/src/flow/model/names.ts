// names.ts — short names of functions, from the signatures that compilers write.

const signatureLimit = 400;

/** `swap_gifts` of `void swap_gifts(const char *, strait::sender<int>)`; `lambda in main` of
 *  `auto main()::(anonymous class)::operator()() const`; '' if there is none. */
export function functionName(signature: string): string {
  const text = signature.slice(0, signatureLimit).trim();
  const isLambda = /\(anonymous class\)|<lambda|lambda\(|\(lambda/.test(text);
  const plain = withoutBrackets(
    text.replace(/\(anonymous (class|namespace)\)|\(lambda[^)]*\)/g, ''));
  const names = plain.match(/[A-Za-z_~][\w~]*(?:::[A-Za-z_~][\w~]*)*/g) ?? [];
  if (isLambda) {
    const around = names.map((name) => name.split('::').filter((part) => part !== 'operator')[0])
      .filter((name) => name && !qualifiers.has(name)).at(-1);
    return around ? `lambda in ${around}` : 'lambda';
  }
  const name = names.filter((each) => !qualifiers.has(each)).at(-1) ?? '';
  const parts = name.split('::');
  return (parts.at(-1) === 'operator' ? parts.slice(-2, -1) : parts.slice(-1)).join('');
}

const qualifiers = new Set(['const', 'noexcept', 'volatile', 'auto', 'void', 'static', 'inline',
  'virtual', 'with']);

/** Parameters and template arguments go, whatever they contain. */
function withoutBrackets(text: string): string {
  let depth = 0;
  let plain = '';
  for (const character of text) {
    if ('(<[{'.includes(character)) ++depth;
    else if (')>]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += character;
  }
  return plain;
}
