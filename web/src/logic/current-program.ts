// current-program.ts — the program in the editor: where it came from and what was changed.
// Invariants: 1. A scenario's draft changes only by edits made while that scenario is shown.
//             2. Settings belong to a program; what the reader chose is stored per program.
// Not here: running it (run-controller.ts), storage (draft-store.ts, settings-store.ts).

import type { DraftStore, DraftNews } from './draft-store.ts';
import type { SettingsStore } from './settings-store.ts';
import { filesOf, mainSource, sameFiles, type ProgramFiles } from './program-files.ts';
import { defaultSettings, type ProgramSettings } from './program-settings.ts';
import { moduleOf, scenarioNumber, type Scenario } from './scenario.ts';
import type { SharedProgram } from './share-link.ts';

/** The program in the editor as it was opened. */
interface Origin {
  scenario: Scenario | undefined;
  /** The link's fragment, if the program came from a link. */
  link: string | undefined;
  original: ProgramFiles;
  settings: ProgramSettings;
}

export class CurrentProgram {
  files: ProgramFiles;
  settings: ProgramSettings;
  /** False once a draft could not be stored. */
  draftsKept = true;
  private readonly scenarios: readonly Scenario[];
  private readonly drafts: DraftStore;
  private readonly settingsStore: SettingsStore;
  private origin: Origin;
  private undo: ProgramFiles | undefined;

  constructor(scenarios: readonly Scenario[], drafts: DraftStore, settings: SettingsStore) {
    this.scenarios = scenarios;
    this.drafts = drafts;
    this.settingsStore = settings;
    const kept = scenarios.find((entry) => entry.id === drafts.lastScenario());
    const first = kept ?? scenarios[0];
    this.origin = { scenario: first, link: undefined, original: filesOf(first?.source ?? ''),
      settings: defaultSettings };
    this.files = this.keptFiles();
    this.settings = this.settingsStore.chosen(this.key) ?? defaultSettings;
  }

  /** The text of the file in the editor. */
  get source(): string {
    return mainSource(this.files);
  }

  /** The scenario shown, or the one that the linked program started from. */
  get scenario(): Scenario | undefined {
    return this.origin.scenario;
  }

  /** What the page calls it. */
  get title(): string {
    const { scenario } = this;
    if (this.isLink) return scenario ? `Shared program, from ${scenario.title}` : 'Shared program';
    return scenario ? `${scenarioNumber(scenario.id)} ${scenario.title}` : '';
  }

  get isLink(): boolean {
    return this.origin.link !== undefined;
  }

  get isEdited(): boolean {
    return !sameFiles(this.files, this.origin.original);
  }

  get canUndoReset(): boolean {
    return this.undo !== undefined;
  }

  /** Identifies the program; what is stored about it is stored under this key. */
  get key(): string {
    return this.origin.link ?? `#${this.origin.scenario?.id ?? ''}`;
  }

  /** The module that was built from exactly these files, if there is one. */
  get prebuiltModule(): string | undefined {
    return moduleOf(this.scenarios, this.source);
  }

  get shared(): SharedProgram {
    const { options, stdin } = this.settings;
    const scenario = this.origin.scenario?.id;
    return { source: this.source, options, stdin, ...(scenario === undefined ? {} : { scenario }) };
  }

  /** False if there is no such scenario. */
  showScenario(id: string): boolean {
    const scenario = this.scenarios.find((entry) => entry.id === id);
    if (!scenario) return false;
    this.drafts.keepLastScenario(id);
    this.show({ scenario, link: undefined, original: filesOf(scenario.source),
      settings: defaultSettings });
    return true;
  }

  showLink(fragment: string, program: SharedProgram): void {
    const scenario = this.scenarios.find((entry) => entry.id === program.scenario);
    this.show({ scenario, link: fragment, original: filesOf(program.source),
      settings: { options: program.options ?? defaultSettings.options,
        stdin: program.stdin ?? '' } });
  }

  /** The file in the editor has another text. */
  edit(source: string): void {
    this.replace(filesOf(source));
  }

  change(settings: ProgramSettings): void {
    this.settings = settings;
    this.settingsStore.keep(this.key, settings, this.origin.settings);
  }

  reset(): void {
    const before = this.files;
    this.drafts.resolveConflict(this.key);
    this.replace(this.origin.original);
    this.undo = before;
  }

  undoReset(): void {
    if (this.undo) this.replace(this.undo);
  }

  /** Another tab stored a different version of this program. */
  get hasConflict(): boolean {
    return this.drafts.conflict(this.key) !== undefined;
  }

  /** Shows the other tab's version; the one shown before becomes the other version. */
  swapConflict(): void {
    const conflict = this.drafts.swapConflict(this.key, mainSource(this.origin.original));
    if (conflict === undefined) return;
    this.files = filesOf(conflict);
    this.undo = undefined;
  }

  /** Another tab wrote to the shared storage. */
  storeChanged(key: string): DraftNews | undefined {
    const news = this.drafts.storeChanged(key, this.key);
    if (news === 'newer') this.files = this.keptFiles();
    return news;
  }

  private replace(files: ProgramFiles): void {
    this.files = files;
    this.undo = undefined;
    this.keep();
  }

  private show(origin: Origin): void {
    this.origin = origin;
    this.files = this.keptFiles();
    this.settings = this.settingsStore.chosen(this.key) ?? origin.settings;
    this.undo = undefined;
  }

  private keptFiles(): ProgramFiles {
    const draft = this.drafts.draft(this.key);
    return draft === undefined ? this.origin.original : filesOf(draft);
  }

  private keep(): void {
    this.draftsKept = this.drafts.keep(this.key, this.source,
      mainSource(this.origin.original));
  }
}
