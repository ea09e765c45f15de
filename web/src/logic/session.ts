// session.ts — the playground's state: the program shown, where it came from, how its run goes.
// Invariants: 1. A program is run only by run(); opening a link or a scenario never runs anything.
//             2. At most one run is active; run() while one is active stops that one first.
//             3. A scenario's draft changes only by edits made while that scenario is shown.
// Not here: elements, workers, the address bar.

import { toMarkers, type Diagnostic, type Marker } from './diagnostics.ts';
import { ConsoleText, type ConsoleChange } from './console-text.ts';
import type { DraftBook } from './drafts.ts';
import type { Outcome, OutputBatch } from './outcome.ts';
import { startRun, type ActiveRun, type RunParts, type RunReport } from './run-sequence.ts';
import { advance, idle, isBusy, type RunState } from './run-state.ts';
import type { Scenario } from './scenario.ts';
import type { SharedProgram } from './share-link.ts';

export type SessionEvent =
  | { kind: 'changed' }
  /** The source was replaced from outside the editor; `fresh`: by another program altogether. */
  | { kind: 'source'; fresh: boolean }
  | { kind: 'output'; batch: OutputBatch; change: ConsoleChange }
  | { kind: 'cleared' }
  | { kind: 'outcome'; outcome: Outcome };

export interface SessionParts extends RunParts {
  scenarios: readonly Scenario[];
  drafts: DraftBook;
  now(): number;
  /** What this browser lacks for running programs, as a sentence. */
  missing?: string | undefined;
}

/** The program that stands in the editor before anybody edits it. */
interface Origin {
  scenario: Scenario | undefined;
  /** The link's fragment, when the program came by a link. */
  link: string | undefined;
  original: string;
}

export class Session {
  readonly scenarios: readonly Scenario[];
  readonly missing: string | undefined;
  state: RunState = idle;
  source = '';
  diagnostics: readonly Diagnostic[] = [];
  /** False once a draft could not be kept for a reload. */
  draftsKept = true;
  private origin: Origin;
  private active: ActiveRun | undefined;
  private undo: string | undefined;
  private readonly parts: SessionParts;
  private readonly listeners = new Set<(event: SessionEvent) => void>();
  private consoleText = new ConsoleText();

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.scenarios = parts.scenarios;
    this.missing = parts.missing;
    const kept = parts.scenarios.find((entry) => entry.id === parts.drafts.lastScenario());
    const first = kept ?? parts.scenarios[0];
    this.origin = { scenario: first, link: undefined, original: first?.source ?? '' };
    this.source = this.keptSource();
  }

  listen(listener: (event: SessionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The scenario shown, or the one that the shown link grew out of. */
  get scenario(): Scenario | undefined {
    return this.origin.scenario;
  }

  get isLink(): boolean {
    return this.origin.link !== undefined;
  }

  get isEdited(): boolean {
    return this.source !== this.origin.original;
  }

  get canUndoReset(): boolean {
    return this.undo !== undefined;
  }

  get output(): ConsoleText {
    return this.consoleText;
  }

  get markers(): Marker[] {
    return toMarkers(this.diagnostics, this.source);
  }

  hasDraft(scenario: string): boolean {
    return this.parts.drafts.draft(scenario) !== undefined;
  }

  /** False when there is no such scenario. */
  openScenario(id: string): boolean {
    const scenario = this.scenarios.find((entry) => entry.id === id);
    if (!scenario) return false;
    this.parts.drafts.keepLastScenario(id);
    this.show({ scenario, link: undefined, original: scenario.source });
    return true;
  }

  /** Shows a linked program. It is not run. */
  openLink(fragment: string, program: SharedProgram): void {
    const scenario = this.scenarios.find((entry) => entry.id === program.scenario);
    this.show({ scenario, link: fragment, original: program.source });
  }

  /** Takes over what the reader typed. */
  edit(source: string): void {
    if (source === this.source) return;
    this.source = source;
    this.undo = undefined;
    this.keep();
    this.emit({ kind: 'changed' });
  }

  /** Takes over a source that came from outside the editor. */
  replaceSource(source: string): void {
    this.diagnostics = [];
    this.edit(source);
    this.emit({ kind: 'source', fresh: false });
  }

  reset(): void {
    if (!this.isEdited) return;
    const before = this.source;
    this.replaceSource(this.origin.original);
    this.undo = before;
    this.emit({ kind: 'changed' });
  }

  undoReset(): void {
    if (this.undo !== undefined) this.replaceSource(this.undo);
  }

  sharedProgram(): SharedProgram {
    const scenario = this.origin.scenario?.id;
    return scenario === undefined ? { source: this.source } : { source: this.source, scenario };
  }

  async run(timeLimitSeconds: number): Promise<Outcome> {
    while (this.active) {
      this.active.stop();
      await this.active.outcome;
      await Promise.resolve(); // the earlier run's own end comes first
    }
    if (this.missing) return this.refuse(this.missing);
    const module = this.prebuiltModule();
    const request = { source: this.source, timeLimitSeconds, ...(module ? { module } : {}) };
    this.state = advance(this.state, { kind: 'start', now: this.parts.now() });
    this.diagnostics = [];
    const active = startRun(this.parts, request, (report) => {
      if (this.active === active) this.follow(report);
    });
    this.active = active;
    this.emit({ kind: 'changed' });
    const outcome = await active.outcome;
    this.end(outcome);
    return outcome;
  }

  stop(): void {
    this.active?.stop();
  }

  get busy(): boolean {
    return isBusy(this.state);
  }

  private prebuiltModule(): string | undefined {
    return this.scenarios.find((entry) => entry.source === this.source)?.module;
  }

  private refuse(reason: string): Outcome {
    const outcome: Outcome = { kind: 'crashed', reason, notStarted: true };
    this.state = advance(this.state, { kind: 'start', now: this.parts.now() });
    this.end(outcome);
    return outcome;
  }

  private show(origin: Origin): void {
    this.active?.stop();
    this.origin = origin;
    this.source = this.keptSource();
    this.undo = undefined;
    this.diagnostics = [];
    this.clearOutput();
    this.state = advance(this.state, { kind: 'clear' });
    this.emit({ kind: 'source', fresh: true });
    this.emit({ kind: 'changed' });
  }

  private keptSource(): string {
    const { scenario, link, original } = this.origin;
    const kept = link !== undefined ? this.parts.drafts.linkDraft(link)
      : scenario ? this.parts.drafts.draft(scenario.id) : undefined;
    return kept ?? original;
  }

  private keep(): void {
    const { scenario, link, original } = this.origin;
    const { drafts } = this.parts;
    if (link !== undefined) this.draftsKept = drafts.keepLinkDraft(link, this.source, original);
    else if (scenario) this.draftsKept = drafts.keepDraft(scenario.id, this.source, original);
  }

  private follow(report: RunReport): void {
    const now = this.parts.now();
    switch (report.kind) {
      case 'diagnostics':
        this.diagnostics = report.diagnostics;
        break;
      case 'output': {
        this.state = advance(this.state, { kind: 'output', now });
        const change = this.consoleText.add(report.batch);
        this.emit({ kind: 'output', batch: report.batch, change });
        return;
      }
      case 'launch':
        this.clearOutput();
        this.state = advance(this.state, { kind: 'launch', now });
        break;
      case 'threads':
        this.state = advance(this.state, report);
        break;
      default:
        this.state = advance(this.state, { ...report, now });
    }
    this.emit({ kind: 'changed' });
  }

  private end(outcome: Outcome): void {
    this.active = undefined;
    this.state = advance(this.state, { kind: 'end', now: this.parts.now(), outcome });
    if (outcome.kind === 'compile-error') this.clearOutput();
    this.emit({ kind: 'changed' });
    this.emit({ kind: 'outcome', outcome });
  }

  private clearOutput(): void {
    this.consoleText = new ConsoleText();
    this.emit({ kind: 'cleared' });
  }

  private emit(event: SessionEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
