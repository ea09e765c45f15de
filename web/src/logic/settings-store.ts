// settings-store.ts — what a reader chose for a program beside its source, kept over a reload.
// Invariants: 1. What comes out of the store is checked as if a stranger had written it.
//             2. The choices made last are kept, up to a number and a length; older ones go.
//             3. Storage that fails costs the reload, never the page: memory holds the same.

import * as v from 'valibot';
import { placeName, type TextStore } from './draft-store.ts';
import { compileOptions, stdinText, type ProgramSettings } from './program-settings.ts';
import { parseStored, parseUntrusted } from './schemas.ts';

const key = 'strait.settings';
const programsLimit = 30;
const charactersLimit = 256 * 1024;

export class SettingsStore {
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
      if (all.size <= programsLimit && text.length <= charactersLimit) break;
      all.delete(oldest);
      text = toText(all);
    }
    if (all.size === 0) this.store.remove(key);
    else this.store.set(key, text);
  }

  /** Entries that are not ours are skipped; the others hold all the same. */
  private read(): Map<string, ProgramSettings> {
    const entries = parseStored(v.array(v.unknown()), this.store.get(key)) ?? [];
    return new Map(entries.flatMap((entry) => {
      const kept = parseUntrusted(keptEntry, entry);
      return kept ? [kept] : [];
    }));
  }
}

const keptEntry = v.tuple([v.string(), v.object({ options: compileOptions, stdin: stdinText })]);

/** Oldest first. */
function toText(all: Map<string, ProgramSettings>): string {
  return JSON.stringify([...all]);
}
