// contents.ts — what was in a channel at any step.
// Idea: a log of what came and went, and now and then a copy of the whole: a question takes the
//       last copy and repeats what followed.
// Invariants: a copy is made only after as many changes as the last one had messages, so that all
//             copies together are no longer than the log.

interface Copy<Item> {
  /** How many changes precede it. */
  at: number;
  messages: readonly Item[];
}

const changesBetweenCopies = 64;

export class Contents<Item> {
  /** The step of each change, its message, and whether the message came. */
  private readonly steps: number[] = [];
  private readonly messages: Item[] = [];
  private readonly came: boolean[] = [];
  private readonly copies: Copy<Item>[] = [{ at: 0, messages: [] }];
  private readonly now = new Set<Item>();

  add(step: number, message: Item): void {
    if (this.now.has(message)) return;
    this.now.add(message);
    this.log(step, message, true);
  }

  remove(step: number, message: Item): void {
    if (this.now.delete(message)) this.log(step, message, false);
  }

  clear(step: number): void {
    for (const message of [...this.now]) this.remove(step, message);
  }

  get size(): number {
    return this.now.size;
  }

  /** The oldest message first; `step` itself has happened. */
  at(step: number): Item[] {
    const count = firstAbove(this.steps, step);
    const copy = this.copies[firstAbove(this.copies.map(({ at }) => at), count) - 1];
    const messages = new Set(copy?.messages);
    for (let index = copy?.at ?? 0; index < count; ++index) {
      const message = this.messages[index] as Item;
      if (this.came[index]) messages.add(message);
      else messages.delete(message);
    }
    return [...messages];
  }

  private log(step: number, message: Item, came: boolean): void {
    this.steps.push(step);
    this.messages.push(message);
    this.came.push(came);
    const last = this.copies.at(-1);
    const since = this.steps.length - (last?.at ?? 0);
    if (since > Math.max(changesBetweenCopies, this.now.size)) {
      this.copies.push({ at: this.steps.length, messages: [...this.now] });
    }
  }
}

/** How many of the ascending numbers are at most `value`. */
export function firstAbove(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
