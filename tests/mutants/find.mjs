// find.mjs — finds the mutants of a header: each place where one small change would be a plausible
// mistake in concurrent code.
//
// Idea: a scanner for tokens is enough for code in one style; a compiler then says whether what it
// found was what it looked like. All mutants of all headers are compiled into one program, each
// behind a switch (`strait_mutant::is(17)`), so that hundreds of them cost one build.
//
//   kind       | the change
//   -----------+------------------------------------------------------------------------------
//   order      | a memory order is one step weaker; seq_cst also at once the weakest
//   condition  | an operand of a condition (if, while, for, ?:, a bool result) is negated
//   boundary   | < and <= are exchanged, > and >=, min and max; 1 more or less is none
//   result     | true is returned for false, or false for true
//   drop       | a statement is left out: a call, an assignment, a count, a loop
//   once       | a loop ends after its first turn
//   early      | a statement that publishes comes before the one in front of it
//   wake       | wake_one and wake_all are exchanged
//   lock       | a lock is not taken
//   planted    | those of planted.mjs, which no rule makes
//
// Not here: what is not the engine's behaviour: traces, assertions, templates' requirements, and
// functions that the compiler evaluates.

const pattern = new RegExp(
  [
    /\/\/[^\n]*|\/\*[^]*?\*\/|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*/, // Not a token.
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/,
    /([A-Za-z_]\w*)/,
    /(\d[\w.']*)/,
    /(<=>|->|::|\+\+|--|<<=|<<|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|[^\s])/,
  ].map((each) => each.source).join('|'), 'gm');

/** @typedef {{ text: string, start: number, end: number, isName: boolean }} Token */

/** @returns {Token[]} */
export function tokensOf(source) {
  return [...source.matchAll(pattern)]
    .filter((match) => match.slice(1).some((group) => group !== undefined))
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length,
      isName: match[2] !== undefined }));
}

const opening = { '(': ')', '[': ']', '{': '}' };
const beginsNoExpression = new RegExp(`^(${[
  'return|break|continue|goto|throw|case|default|using|typedef|operator|template|friend|public',
  'private|const|constexpr|constinit|auto|static|inline|explicit|virtual|thread_local|alignas',
  'struct|class|enum|delete|tracer|static_assert|requires|tell_chosen',
].join('|')})$`);
const closing = new Set(Object.values(opening));

/**
 * A change of source[start, end): `make(number, inside)` is the text with a switch, where `inside`
 * is the old text with the switches that lie in it.
 * @typedef {{ kind: string, start: number, end: number, says: string,
 *   make: (number: number, inside: string) => string }} Mutant
 */

/** @returns {Mutant[]} in the order of their places */
export function findMutants(source) {
  const found = new Finder(source);
  found.scan();
  return found.mutants.sort((a, b) => a.start - b.start || b.end - a.end);
}

class Finder {
  /** @type {Mutant[]} */
  mutants = [];

  constructor(source) {
    this.source = source;
    this.tokens = tokensOf(source);
    this.partner = new Map();
    const open = [];
    this.tokens.forEach(({ text }, index) => {
      if (text in opening) open.push(index);
      if (!closing.has(text)) return;
      const begin = open.pop();
      this.partner.set(begin, index).set(index, begin);
    });
  }

  text(at) {
    return this.tokens[at]?.text ?? '';
  }
  /** The text of the tokens [from, to). */
  slice(from, to) {
    return this.source.slice(this.tokens[from].start, this.tokens[to - 1].end);
  }
  add(kind, from, to, says, make) {
    const { start } = this.tokens[from];
    this.mutants.push({ kind, start, end: this.tokens[to - 1].end, says, make });
  }

  scan() {
    for (let at = 0; at < this.tokens.length; ++at) {
      const skipped = this.#skipped(at);
      if (skipped > at) {
        at = skipped - 1;
        continue;
      }
      const text = this.text(at);
      if (text.startsWith('memory_order_')) this.#order(at);
      if (text === 'wake_one' || text === 'wake_all') this.#wake(at);
      if (['if', 'while', 'for'].includes(text)) this.#head(at);
      if (text === 'while' || text === 'for') this.#once(at);
      if (text === '1' && /^[-+]$/.test(this.text(at - 1))) this.#step(at);
      if (/^(min|max)$/.test(text) && this.text(at - 1) === '::') this.#extreme(at);
      if (text === 'return' && /^(true|false)$/.test(this.text(at + 1))) this.#literal(at + 1);
      if (text === 'return') this.#result(at + 1);
      if (text === 'bool' && this.text(at + 2) === '=') this.#result(at + 3);
      if (text === '?') this.#choice(at);
      if (text === '{' && this.#isCode(at)) this.#statements(at);
    }
  }

  /** Behind what begins here and has no mutants. */
  #skipped(at) {
    const text = this.text(at);
    const call = this.text(at + 1) === '(' ? this.partner.get(at + 1) + 1 : at;
    if (/^(static_assert|noexcept|STRAIT_\w+)$/.test(text)) return call;
    if (text === 'if' && this.text(at + 1) === 'constexpr') return this.partner.get(at + 2) + 1;
    if (text === 'requires') return this.#behindDeclarationHead(at);
    if (text === 'tracer' && this.text(at + 1) === '::' && this.text(at + 3) === '(') {
      return this.partner.get(at + 3) + 1;
    }
    // Only for assertions, or for a tracer.
    if (/^(invariants_hold|id_to_send|tell_chosen)$/.test(text)) return this.#behind(at);
    if (/^(constexpr|consteval|enum|concept)$/.test(text)) return this.#behind(at);
    return at;
  }
  /** Behind a declaration: its semicolon or its body. */
  #behind(at) {
    for (; at < this.tokens.length; ++at) {
      if (this.text(at) === ';') return at + 1;
      if (this.text(at) === '{') return this.partner.get(at) + 1;
      if (this.text(at) === '(' || this.text(at) === '[') at = this.partner.get(at);
    }
    return at;
  }
  #behindDeclarationHead(at) {
    while (at < this.tokens.length && !/^(class|struct|\{|using)$/.test(this.text(at))) ++at;
    return at;
  }

  #order(at) {
    const call = this.#callAround(at);
    const order = this.text(at).replace('memory_order_', '');
    const isFailure = /^compare_exchange/.test(call.name) &&
      this.slice(call.open, at).includes('memory_order_');
    const weaker = {
      seq_cst: isFailure || call.name === 'load' ? ['acquire', 'relaxed'] :
        call.name === 'store' ? ['release', 'relaxed'] : ['acq_rel', 'relaxed'],
      acq_rel: ['acquire', 'release'],
      acquire: ['relaxed'],
      release: ['relaxed'],
      relaxed: [],
    }[order];
    for (const each of weaker) {
      this.add('order', at - 2, at + 1, `${order} -> ${each}`, (number, inside) =>
        `(strait_mutant::is(${number}) ? std::memory_order_${each} : ${inside})`);
    }
  }
  #callAround(at) {
    let open = at;
    while (this.text(open) !== '(') open = closing.has(this.text(open - 1)) ?
      this.partner.get(open - 1) : open - 1;
    return { open, name: this.text(open - 1) };
  }

  #wake(at) {
    if (this.text(at + 1) !== '(' || this.text(at - 1) !== '::') return;
    const other = this.text(at) === 'wake_one' ? 'wake_all' : 'wake_one';
    const close = this.partner.get(at + 1);
    const from = at - 2; // platform ::
    this.add('wake', from, close + 1, `${this.text(at)} -> ${other}`, (number, inside) =>
      `(strait_mutant::is(${number}) ? ${inside.replace(this.text(at), other)} : ${inside})`);
  }

  /** The condition of an if, a while or a for. */
  #head(at) {
    const open = at + 1;
    if (this.text(open) !== '(') return;
    const close = this.partner.get(open);
    const parts = this.#split(open + 1, close, [';']);
    const isOverRange = this.text(at) === 'for' && parts.length === 1;
    if (isOverRange) return this.#noLoop(at, close);
    const condition = this.text(at) === 'for' ? parts[1] : parts.at(-1);
    if (!condition || condition.from === condition.to) return;
    const names = this.#topLevel(condition.from, condition.to);
    const equals = names.find((each) => this.text(each) === '=');
    if (equals === undefined) return this.#condition(condition.from, condition.to);
    const name = this.text(equals - 1); // A declaration: if (T* it = …)
    if (this.text(at) === 'if') {
      this.add('condition', condition.from, condition.to, 'negated', (number, inside) =>
        `${inside}; strait_mutant::is(${number}) != bool(${name})`);
    } else {
      this.#noLoop(at, close);
    }
  }
  #noLoop(at, close) {
    this.add('drop', at, close + 1, 'the loop is left out', (number, inside) =>
      `if (!strait_mutant::is(${number})) ${inside}`);
  }

  /** The body of a loop that ends by its head. */
  #once(at) {
    const from = this.text(at + 1) === '(' ? this.partner.get(at + 1) + 1 : at;
    const head = from > at ? this.slice(at + 2, from - 1) : ';;';
    if (from === at || this.text(from) === ';' || /^[^;]*;\s*;/.test(head)) return;
    if (/^(if|while|for|switch|do)$/.test(this.text(from))) return;
    const to = this.text(from) === '{' ? this.partner.get(from) : this.#semicolonFrom(from);
    this.add('once', from, to + 1, 'once', (number, inside) =>
      `{ ${inside} if (strait_mutant::is(${number})) break; }`);
  }

  #semicolonFrom(at) {
    while (this.text(at) !== ';') at = this.text(at) in opening ? this.partner.get(at) + 1 : at + 1;
    return at;
  }

  /** One more, or one less. */
  #step(at) {
    this.add('boundary', at, at + 1, `${this.text(at - 1)} 1 -> 0`, (number) =>
      `(strait_mutant::is(${number}) ? 0 : 1)`);
  }
  #extreme(at) {
    const open = this.text(at + 1) === '<' ? at + 1 : at;
    let paren = open;
    while (this.text(paren) !== '(' && paren < open + 8) ++paren;
    if (this.text(paren) !== '(' || this.partner.get(paren) === paren + 1) return; // A constant.
    if (open === at && paren !== at + 1) return;
    const other = this.text(at) === 'min' ? 'max' : 'min';
    const raw = this.slice(at + 1, this.partner.get(paren) + 1);
    this.add('boundary', at - 2, this.partner.get(paren) + 1, `${this.text(at)} -> ${other}`,
      (number, inside) => `(strait_mutant::is(${number}) ? std::${other}${raw} : ${inside})`);
  }
  #literal(at) {
    this.add('result', at, at + 1, 'the opposite', (number, inside) =>
      `(strait_mutant::is(${number}) != ${inside})`);
  }

  /** What is returned, or a bool that is initialized: if it looks like a condition. */
  #result(from) {
    let to = from;
    while (![';', '}', undefined].includes(this.tokens[to]?.text)) {
      to = this.text(to) in opening ? this.partner.get(to) + 1 : to + 1;
    }
    if (to === from) return;
    // A template's brackets have no space in front of them.
    const looks = this.#topLevel(from, to).some((each) =>
      /^(==|!=|<=|>=|&&|\|\||!)$/.test(this.text(each)) ||
      (/^[<>]$/.test(this.text(each)) && this.source[this.tokens[each].start - 1] === ' '));
    const hasChoice = this.#topLevel(from, to).some((each) => this.text(each) === '?');
    if (looks && !hasChoice) this.#condition(from, to);
  }

  /** condition ? a : b */
  #choice(at) {
    let from = at;
    const ends = /^(=|return|,|;|\(|\{|\[|<<|:|\?)$/;
    while (!ends.test(this.text(from - 1))) {
      from = closing.has(this.text(from - 1)) ? this.partner.get(from - 1) : from - 1;
    }
    if (from < at) this.#condition(from, at);
  }

  #topLevel(from, to) {
    const all = [];
    for (let at = from; at < to; ++at) {
      all.push(at);
      if (this.text(at) in opening) at = this.partner.get(at);
    }
    return all;
  }
  #split(from, to, separators) {
    const parts = [{ from, to }];
    for (const at of this.#topLevel(from, to)) {
      if (!separators.includes(this.text(at))) continue;
      parts.at(-1).to = at;
      parts.push({ from: at + 1, to });
    }
    return parts;
  }

  /** Each operand of && and ||, or the whole. */
  #condition(from, to) {
    const choice = this.#topLevel(from, to).find((each) => this.text(each) === '?');
    if (choice !== undefined) return; // #choice() finds it.
    if (this.#topLevel(from, to).some((each) => this.slice(each, each + 1) === '&&' &&
        this.text(each + 1) === '>')) return; // A type.
    const parts = this.#split(from, to, ['&&', '||']);
    if (parts.length > 1) return parts.forEach((each) => this.#condition(each.from, each.to));
    if (this.text(from) === '(' && this.partner.get(from) === to - 1 && to - from > 2) {
      return this.#condition(from + 1, to - 1);
    }
    this.#negate(from, to);
  }
  #negate(from, to) {
    if (from >= to) return;
    const compared = this.#topLevel(from, to).filter((each) => /^[<>]=?$/.test(this.text(each)) &&
      this.source[this.tokens[each].start - 1] === ' ');
    if (compared.length === 1 && this.slice(compared[0] + 1, to) !== '0') {
      const [at] = compared;
      const other = this.text(at).length === 1 ? `${this.text(at)}=` : this.text(at)[0];
      const raw = `${this.slice(from, at)} ${other} ${this.slice(at + 1, to)}`;
      this.add('boundary', from, to, `${this.text(at)} -> ${other}`, (number, inside) =>
        `(strait_mutant::is(${number}) ? ${raw} : ${inside})`);
    }
    this.add('condition', from, to, 'negated', (number, inside) =>
      `(strait_mutant::is(${number}) != bool(${inside}))`);
  }

  /** Whether this brace begins statements, not members or an initializer. */
  #isCode(at) {
    const before = this.text(at - 1);
    if (/^(else|do|try|override|const|noexcept|final)$/.test(before)) {
      return before !== 'final' || !this.#headHas(at, /^(class|struct)$/);
    }
    if (before === ')' || before === ';' || before === '{' || before === ':') return true;
    if (before === '}') return !this.#headHas(at, /^(class|struct)$/);
    return this.#headHas(at, /^->$/) && !this.#headHas(at, /^(class|struct|return)$/);
  }
  #headHas(at, wanted) {
    for (let each = at - 1; each >= 0 && !/^[;{}]$/.test(this.text(each)); --each) {
      if (wanted.test(this.text(each))) return true;
    }
    return false;
  }

  /** The statements of a block, without those in inner blocks. */
  #statements(open) {
    const close = this.partner.get(open);
    let before = null; // The expression statement right in front.
    for (let at = open + 1; at < close;) {
      const statement = this.#statementAt(at, close);
      if (statement.isExpression) this.#expression(statement, before);
      before = statement.isExpression ? statement : null;
      at = statement.to;
    }
  }

  /** One statement; of a compound one, its head. */
  #statementAt(from, close) {
    let text = this.text(from);
    if (/^(if|while|for|switch)$/.test(text)) {
      const open = this.text(from + 1) === 'constexpr' ? from + 2 : from + 1;
      return { from, to: this.partner.get(open) + 1, isExpression: false };
    }
    if (/^(else|do)$/.test(text)) return { from, to: from + 1, isExpression: false };
    if (text === '{') return { from, to: this.partner.get(from) + 1, isExpression: false };
    let to = from;
    while (to < close && this.text(to) !== ';' && !(this.text(to) === ':' && to > from &&
        /^(case|default|public|private)$/.test(text))) {
      to = this.text(to) in opening ? this.partner.get(to) + 1 : to + 1;
    }
    return { from, to: Math.min(to + 1, close), isExpression: this.#isExpression(from, to) };
  }

  #isExpression(from, to) {
    const text = this.text(from);
    if (this.text(to) !== ';' || to === from) return false;
    if (text === 'const' && this.slice(from, to).startsWith('const std::lock_guard')) return true;
    if (text === 'platform') return /^platform::(?!pause)\w+\(/.test(this.slice(from, to));
    if (beginsNoExpression.test(text)) return false;
    if (text.startsWith('STRAIT_') || this.text(from + 2) === 'unreachable') return false;
    const words = this.slice(from, to);
    // What only a tracer or the checker is told.
    if (/^(\w+(\.|->))*id = |\.begin_use\(id\)$/.test(words)) return false;
    if (/^(static_cast<void>|::new)/.test(words)) return true;
    const isDeclaration = /^[\w:]+(<[^;=]*>)?[\s*&]+(const\s+)?\w+\s*([=;({[]|$)/.test(words);
    return !isDeclaration && ( /^(\+\+|--|\*|\()/.test(words) || /^\w/.test(words));
  }

  #expression({ from, to }, before) {
    const words = this.slice(from, to);
    if (words.startsWith('const std::lock_guard')) {
      this.add('lock', from, to, 'the lock is not taken', (number, inside) => inside
        .replace(/std::lock_guard(?:<[^>]*>)? (\w+)\(([^]*)\);$/,
          `strait_mutant::guard $1(${number}, $2);`));
      return;
    }
    const publishes = /\.store\(|\bsent\(\)|\breceived\(\)|finish\(\)|set_finished\(|::wake_/;
    if (before !== null && publishes.test(words)) {
      const first = this.slice(before.from, before.to);
      const kept = first.startsWith('const std::lock_guard') || first.includes('//');
      if (!kept) this.add('early', before.from, to, 'before what is in front of it',
        (number, inside) =>
          `{ if (strait_mutant::is(${number})) { ${words} ${first} } else { ${inside} } }`);
    }
    this.add('drop', from, to, 'left out', (number, inside) =>
      `{ if (!strait_mutant::is(${number})) { ${inside} } }`);
  }
}

/** The source with all of its mutants, each behind its switch. Numbers begin with `first`. */
export function withSwitches(source, mutants, first) {
  let at = 0;
  const render = (from, to) => {
    let text = '';
    while (at < mutants.length && mutants[at].start < to) {
      const number = first + at;
      const mutant = mutants[at++];
      if (mutant.start < from || mutant.end > to) throw new Error(`overlaps: ${mutant.says}`);
      text += source.slice(from, mutant.start);
      text += mutant.make(number, render(mutant.start, mutant.end));
      from = mutant.end;
    }
    return text + source.slice(from, to);
  };
  return render(0, source.length);
}
