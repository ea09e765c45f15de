// kept-settings.ts — what a reader chose for a program beside its source, kept over a reload.
// Invariants: 1. What comes out of the store is checked as if a stranger had written it.
//             2. The choices made last are kept, up to a number and a length; older ones go.
//             3. Storage that fails costs the reload, never the page: memory holds the same.

import { placeName, type TextStore } from './draft-store.ts';
import { parseOptions, stdinRefusal, type ProgramSettings } from './program-settings.ts';

const key = 'strait.settings';
const programsMost = 30;
const charactersMost = 256 * 1024;

export class KeptSettings {
  private readonly store: TextStore;
  private readonly own = new Map<string, ProgramSettings>();

  constructor(store: TextStore) {
    this.store = store;
  }

  /** `place`: where the program came from, as for its draft. */
  chosen(place: string): ProgramSettings | undefined {
    const name = placeName(place);
    return this.own.get(name) ?? this.read().get(name);
  }

  /** `usual`: what the program has when nothing was chosen; that need not be kept. */
  keep(place: string, settings: ProgramSettings, usual: ProgramSettings): void {
    const name = placeName(place);
    this.own.set(name, settings);
    const all = this.read(); // another tab may have written
    all.delete(name);
    if (JSON.stringify(settings) !== JSON.stringify(usual)) all.set(name, settings);
    let text = toText(all);
    for (const [oldest] of all) {
      if (all.size <= programsMost && text.length <= charactersMost) break;
      all.delete(oldest);
      text = toText(all);
    }
    if (all.size === 0) this.store.remove(key);
    else this.store.set(key, text);
  }

  private read(): Map<string, ProgramSettings> {
    const found = new Map<string, ProgramSettings>();
    for (const entry of entriesOf(this.store.get(key))) {
      const [name, { options, stdin }] = entry;
      const known = parseOptions(options);
      if (known && typeof stdin === 'string' && !stdinRefusal(stdin)) {
        found.set(name, { options: known, stdin });
      }
    }
    return found;
  }
}

/** Oldest first. */
function toText(all: Map<string, ProgramSettings>): string {
  return JSON.stringify([...all]);
}

function entriesOf(text = ''): [string, { options?: unknown; stdin?: unknown }][] {
  try {
    const all: unknown = JSON.parse(text);
    return Array.isArray(all) ? all.filter((entry) => Array.isArray(entry) &&
      typeof entry[0] === 'string' && typeof entry[1] === 'object' && entry[1] !== null) : [];
  } catch {
    return []; // nothing, or not ours
  }
}
