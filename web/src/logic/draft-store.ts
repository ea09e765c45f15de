// draft-store.ts — edited programs, stored by place so that they survive a reload. A place is where
// a program came from: `#<scenario>` or the fragment of its link.
// Invariants: 1. A draft that equals the original is not stored.
//             2. An opened link is a place of its own and never touches a scenario's draft.
//             3. If storage fails, drafts survive in memory until the tab is closed.
//             4. If two tabs write in one place, both versions are kept: the later one is the
//                draft, the earlier one the conflict, until the reader resets the program.

import { isShareFragment } from './share-link.ts';

export interface TextStore {
  get(key: string): string | undefined;
  /** False if the text could not be stored. */
  set(key: string, text: string): boolean;
  remove(key: string): void;
}

/** What a write by another tab means for a place. */
export type DraftNews = 'conflict' | 'newer';

const linksKey = 'strait.links';
const scenarioKey = 'strait.scenario';
/** Drafts of links are stored for this many, the most recently edited. */
const linksLimit = 30;

export class DraftStore {
  private readonly store: TextStore;
  /** What this tab wrote, by key. */
  private readonly own = new Map<string, string | undefined>();
  /** What this tab last saw in the store. */
  private readonly seen = new Map<string, string | undefined>();

  constructor(store: TextStore) {
    this.store = store;
  }

  draft(place: string): string | undefined {
    const kept = this.read(keyOf(place));
    return kept === undefined ? undefined : unwrap(place, kept);
  }

  has(place: string): boolean {
    return this.peek(keyOf(place)) !== undefined;
  }

  /** False if it is kept in this tab only. */
  keep(place: string, source: string, original: string): boolean {
    const key = keyOf(place);
    if (isShareFragment(place) && source !== original) this.countLink(key);
    return this.write(key, source === original ? undefined : wrap(place, source));
  }

  /** Another tab's version, if it differs. */
  conflict(place: string): string | undefined {
    const key = keyOf(place);
    const current = this.peek(key);
    const other = [this.store.get(key), this.store.get(conflictKeyOf(key))]
      .find((text) => text !== undefined && text !== current);
    return other === undefined ? undefined : unwrap(place, other);
  }

  /** Swaps the draft and the conflicting version; returns the new draft. */
  swapConflict(place: string, original: string): string | undefined {
    const key = keyOf(place);
    const conflict = this.conflict(place);
    if (conflict === undefined) return undefined;
    const current = this.draft(place) ?? original;
    this.seen.set(key, this.store.get(key)); // what is replaced is stored below
    this.keep(place, conflict, original);
    this.store.set(conflictKeyOf(key), wrap(place, current));
    return conflict;
  }

  resolveConflict(place: string): void {
    const key = keyOf(place);
    this.store.remove(conflictKeyOf(key));
    this.seen.set(key, this.store.get(key));
  }

  /** Another tab wrote to the store: what that means for the place shown in this tab. */
  storeChanged(key: string, place: string): DraftNews | undefined {
    if (key !== keyOf(place)) return undefined;
    const theirs = this.store.get(key);
    if (!this.own.has(key)) return theirs === this.seen.get(key) ? undefined : 'newer';
    const ours = this.own.get(key);
    if (theirs === ours) return undefined;
    if (theirs !== undefined && ours !== undefined) this.store.set(conflictKeyOf(key), ours);
    // The other tab reset the program: that must not lose what was written in this one.
    if (theirs === undefined && ours !== undefined) this.store.set(key, ours);
    return theirs === undefined ? undefined : 'conflict';
  }

  lastScenario(): string | undefined {
    return this.store.get(scenarioKey);
  }

  keepLastScenario(scenario: string): void {
    this.store.set(scenarioKey, scenario);
  }

  /** For showing it: this tab has then seen what the store held. */
  private read(key: string): string | undefined {
    if (!this.own.has(key)) this.seen.set(key, this.store.get(key));
    return this.peek(key);
  }

  private peek(key: string): string | undefined {
    return this.own.has(key) ? this.own.get(key) : this.store.get(key);
  }

  private write(key: string, text: string | undefined): boolean {
    const stored = this.store.get(key);
    const isNews = stored !== undefined && stored !== text && this.seen.has(key) &&
      stored !== this.seen.get(key);
    if (isNews) this.store.set(conflictKeyOf(key), stored);
    this.own.set(key, text);
    if (text === undefined) this.store.remove(key);
    const kept = text === undefined || this.store.set(key, text);
    this.seen.set(key, this.store.get(key));
    return kept;
  }

  private countLink(key: string): void {
    const keys = [key, ...this.links().filter((other) => other !== key)];
    for (const old of keys.slice(linksLimit)) {
      this.store.remove(old);
      this.store.remove(conflictKeyOf(old));
    }
    this.store.set(linksKey, keys.slice(0, linksLimit).join(' '));
  }

  private links(): string[] {
    return (this.store.get(linksKey) ?? '').split(' ').filter((key) => linkKey.test(key));
  }
}

const linkKey = /^strait\.link\.[0-9a-f]{8}$/;

/** A short name of a place. Two links may share one, but hardly ever do. */
export function placeName(place: string): string {
  return isShareFragment(place) ? `link.${shortHash(place)}` : `draft.${place.slice(1)}`;
}

function keyOf(place: string): string {
  return `strait.${placeName(place)}`;
}

/** The key has an older name for a conflict: browsers store texts under it. */
function conflictKeyOf(key: string): string {
  return key.replace(/^strait\./, 'strait.rival.');
}

/** A link's draft names its link: two links may have the same hash. */
function wrap(place: string, source: string): string {
  return isShareFragment(place) ? `${place}\n${source}` : source;
}

function unwrap(place: string, kept: string): string | undefined {
  if (!isShareFragment(place)) return kept;
  return kept.startsWith(`${place}\n`) ? kept.slice(place.length + 1) : undefined;
}

/** FNV-1a, 32 bits. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; ++index) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
