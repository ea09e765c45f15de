// drafts.ts — what a reader changed, kept by scenario over a reload.
// Invariants: 1. A draft that equals the original is no draft and is not kept.
//             2. An opened link has a place of its own and never touches a scenario's draft.
//             3. Storage that fails costs the reload, never the page: memory holds the same.

export interface TextStore {
  get(key: string): string | undefined;
  /** False when the text could not be kept. */
  set(key: string, text: string): boolean;
  remove(key: string): void;
}

const draftPrefix = 'strait.draft.';
const linkKey = 'strait.link';
const scenarioKey = 'strait.scenario';

export class DraftBook {
  private readonly store: TextStore;
  private readonly memory = new Map<string, string | undefined>();

  constructor(store: TextStore) {
    this.store = store;
  }

  draft(scenario: string): string | undefined {
    return this.read(draftPrefix + scenario);
  }

  /** False when it is kept in this tab only. */
  keepDraft(scenario: string, source: string, original: string): boolean {
    return this.write(draftPrefix + scenario, source === original ? undefined : source);
  }

  /** The changed source of the link that was opened last, if it is this very link. */
  linkDraft(fragment: string): string | undefined {
    const kept = this.read(linkKey);
    const cut = kept?.indexOf('\n') ?? -1;
    if (kept === undefined || cut < 0 || kept.slice(0, cut) !== fragment) return undefined;
    return kept.slice(cut + 1);
  }

  keepLinkDraft(fragment: string, source: string, original: string): boolean {
    return this.write(linkKey, source === original ? undefined : `${fragment}\n${source}`);
  }

  lastScenario(): string | undefined {
    return this.read(scenarioKey);
  }

  keepLastScenario(scenario: string): void {
    this.write(scenarioKey, scenario);
  }

  private read(key: string): string | undefined {
    return this.memory.has(key) ? this.memory.get(key) : this.store.get(key);
  }

  private write(key: string, text: string | undefined): boolean {
    this.memory.set(key, text);
    if (text !== undefined) return this.store.set(key, text);
    this.store.remove(key);
    return true;
  }
}
