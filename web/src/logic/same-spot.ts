// same-spot.ts — where the cursor belongs after the text around it has been reformatted.
// Idea: formatting changes little but whitespace, so everything else is counted to find the place.

/** The offset in `after` that has as many visible characters before it as `offset` in `before`. */
export function sameSpot(before: string, offset: number, after: string): number {
  const wanted = visibleCharacters(before.slice(0, offset));
  let seen = 0;
  let spot = 0;
  while (spot < after.length && seen < wanted) {
    if (!isBlank(after, spot)) ++seen;
    ++spot;
  }
  // A cursor that was before a word, not after one, moves on to the word.
  const stoodBeforeWord = offset < before.length && !isBlank(before, offset) &&
    (offset === 0 || isBlank(before, offset - 1));
  while (stoodBeforeWord && spot < after.length && isBlank(after, spot)) ++spot;
  return spot;
}

function visibleCharacters(text: string): number {
  return text.replace(/\s/g, '').length;
}

function isBlank(text: string, offset: number): boolean {
  return /\s/.test(text.charAt(offset));
}
