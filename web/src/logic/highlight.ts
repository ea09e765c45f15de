// highlight.ts — colours for C++ shown as plain text, before or instead of the full editor.
// Idea: one regular expression that always advances; good enough to read by, not a parser.
// Invariants: the texts of the tokens, joined, are the source, whatever it contains.

export type TokenKind =
  'plain' | 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'directive' | 'operator';

export interface Token {
  kind: TokenKind;
  text: string;
}

/** Longer sources are shown without colours: typing must stay fast. */
export const highlightCharactersLimit = 60_000;

/** The keywords of the language; the full editor uses them, too. */
export const keywords: ReadonlySet<string> = new Set(`alignas alignof and asm auto break case
  catch class co_await co_return co_yield concept const consteval constexpr constinit const_cast
  continue decltype default delete do dynamic_cast else enum explicit export extern false final
  for friend goto if import inline module mutable namespace new noexcept not nullptr operator or
  override private protected public reinterpret_cast requires return sizeof static static_assert
  static_cast struct switch template this thread_local throw true try typedef typeid typename
  union using virtual volatile while`.split(/\s+/));
export const types: ReadonlySet<string> = new Set(`bool char char8_t char16_t char32_t double
  float int long short signed unsigned void wchar_t size_t int8_t int16_t int32_t int64_t uint8_t
  uint16_t uint32_t uint64_t`.split(/\s+/));

const lexeme = new RegExp([
  String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
  String.raw`(?<raw>R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\k<tag>"|$))`.replace('([^', '(?<tag>[^'),
  String.raw`(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])+'?)`,
  String.raw`(?<directive>(?<=^|\n)[ \t]*#[ \t]*\w+)`,
  String.raw`(?<include><[\w./+-]+>)`,
  String.raw`(?<number>\b(?:0[xX][\da-fA-F']+|0[bB][01']+` +
    String.raw`|\d[\d']*(?:\.[\d']*)?(?:[eE][+-]?\d+)?)\w*)`,
  String.raw`(?<word>[A-Za-z_]\w*)`,
  String.raw`(?<operator>[-+*/%=<>!&|^~?:]+)`,
].join('|'), 'g');

export function highlight(source: string): Token[] {
  if (source.length > highlightCharactersLimit) return [{ kind: 'plain', text: source }];
  const tokens: Token[] = [];
  let end = 0;
  let afterInclude = false;
  for (const match of source.matchAll(lexeme)) {
    push(tokens, 'plain', source.slice(end, match.index));
    const kind = kindOf(match.groups ?? {}, afterInclude);
    push(tokens, kind, match[0]);
    afterInclude = kind === 'directive' && /include$/.test(match[0]);
    end = match.index + match[0].length;
  }
  push(tokens, 'plain', source.slice(end));
  return tokens;
}

function kindOf(groups: Record<string, string | undefined>, afterInclude: boolean): TokenKind {
  if (groups['comment'] !== undefined) return 'comment';
  if (groups['raw'] !== undefined || groups['string'] !== undefined) return 'string';
  if (groups['directive'] !== undefined) return 'directive';
  if (groups['include'] !== undefined) return afterInclude ? 'string' : 'plain';
  if (groups['number'] !== undefined) return 'number';
  const word = groups['word'];
  if (word === undefined) return 'operator';
  return keywords.has(word) ? 'keyword' : types.has(word) ? 'type' : 'plain';
}

function push(tokens: Token[], kind: TokenKind, text: string): void {
  if (text === '') return;
  const last = tokens.at(-1);
  if (last?.kind === kind) last.text += text;
  else tokens.push({ kind, text });
}
