// library-providers.ts — completion and hover for the library's names, in Monaco's terms.
// Not here: which names (logic/library-help.ts), their reference (library-docs.ts).

import docs from 'virtual:library-docs';
import * as monaco from 'monaco-editor/editor';
import { helpAt, suggestions, type LibraryMember, type Suggestion }
  from '../logic/library-help.ts';

const kinds: Record<Suggestion['kind'], monaco.languages.CompletionItemKind> = {
  class: monaco.languages.CompletionItemKind.Class,
  function: monaco.languages.CompletionItemKind.Function,
  enum: monaco.languages.CompletionItemKind.Enum,
  member: monaco.languages.CompletionItemKind.Method,
  value: monaco.languages.CompletionItemKind.EnumMember,
};

export function provideLibraryHelp(language: string): void {
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', ':', '>'],
    provideCompletionItems(model, position, context) {
      const asked =
        context.triggerKind === monaco.languages.CompletionTriggerKind.Invoke;
      const word = model.getWordUntilPosition(position);
      const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber,
        startColumn: word.startColumn, endColumn: word.endColumn };
      const found = suggestions(docs, model.getValue(), model.getOffsetAt(position), asked);
      return { suggestions: found.map((entry) => ({ label: entry.name, insertText: entry.name,
        kind: kinds[entry.kind], range, documentation: markdown(entry) })) };
    },
  });
  monaco.languages.registerHoverProvider(language, {
    provideHover(model, position) {
      const help = helpAt(docs, model.getValue(), model.getOffsetAt(position));
      if (!help) return null;
      return { range: monaco.Range.fromPositions(model.getPositionAt(help.start),
        model.getPositionAt(help.end)), contents: help.entries.map(markdown) };
    },
  });
}

function markdown({ signature, doc, example }: LibraryMember): monaco.IMarkdownString {
  const words = doc.replace(/[<>*_]/g, '\\$&').replaceAll('\n', '\n\n');
  const code = (text: string): string => `\`\`\`cpp\n${text}\n\`\`\``;
  return { value: [code(signature), words, ...(example ? [code(example)] : [])].join('\n\n') };
}
