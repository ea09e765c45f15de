// settings-store.ts — a program's options and input, stored so that they survive a reload.
// Invariants: 1. What the store returns is validated as if a stranger had written it.
//             2. The most recent choices are stored, up to a number and a length; older ones go.
//             3. If storage fails, settings survive in memory until the tab is closed.

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

  /** `usual`: the program's settings if nothing was chosen; these need not be stored. */
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

  /** Invalid entries are skipped; the others still count. */
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
