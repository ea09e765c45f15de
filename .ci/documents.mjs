// documents.mjs — tables in documents that a command makes.

/** The text between two comments of Markdown, which stay: `<!-- word: the command -->` and
 *  `<!-- end of word -->`. */
export function withFigures(text, figures, word = 'figures') {
  const marked = new RegExp(`(<!-- ${word}: [^>]*-->\n)[^]*?(<!-- end of ${word} -->)`);
  if (!marked.test(text)) throw new Error(`the document has no place for ${word}`);
  return text.replace(marked, (_, start, end) => `${start}\n${figures}\n\n${end}`);
}
