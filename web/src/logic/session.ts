// session.ts — the playground's state: the program shown (current-program.ts) and its run
// (run-controller.ts), and how each affects the other.
// Invariants: a program is run only by run(); opening a link or a scenario never runs anything.
// Not here: elements, workers, the address bar.

import { isComparable, scaleOf, settingName, settingsOf, withSetting, type Comparison,
  type Setting, type SettingPair } from './comparison.ts';
import type { ConsoleText } from './console-text.ts';
import { toMarkers, type Diagnostic, type Marker } from './diagnostics.ts';
import type { DeadlockReport } from './deadlock-report.ts';
import type { DraftStore, DraftNews } from './draft-store.ts';
import type { LeftFiles } from './left-files.ts';
import type { SettingsStore } from './settings-store.ts';
import { LiveCheck, type SourceChecker } from './live-check.ts';
import type { Outcome } from './outcome.ts';
import { areDefault, type ProgramSettings } from './program-settings.ts';
import { openRecording, type Recording } from './recording.ts';
import type { RecordedRun } from './recorded-flow.ts';
import { RunController, type RunControllerEvent, type RunControllerParts }
  from './run-controller.ts';
import type { RunRecord } from './run-history.ts';
import type { RunTrace } from './run-trace.ts';
import { isBusy, type RunState } from './run-state.ts';
import { filesOf } from './program-files.ts';
import { moduleOf, type Scenario } from './scenario.ts';
import type { SharedProgram } from './share-link.ts';
import { CurrentProgram } from './current-program.ts';

export type SessionEvent = RunControllerEvent
  /** The source was replaced from outside the editor; `fresh`: by another program. */
  | { kind: 'source'; fresh: boolean }
  | { kind: 'drafts'; news: DraftNews };

export interface SessionParts extends RunControllerParts {
  /** Checks what is typed, where a second compiler is affordable. */
  checker?: SourceChecker;
  scenarios: readonly Scenario[];
  drafts: DraftStore;
  settingsStore: SettingsStore;
  /** What the scenario's program did when the site was built: where programs cannot run. */
  recordingOf?(scenario: string): Promise<Recording | undefined>;
}

export class Session {
  readonly scenarios: readonly Scenario[];
  readonly program: CurrentProgram;
  /** What is shown instead of the last run alone. */
  comparison: Comparison | undefined;
  private readonly runs: RunController;
  private readonly drafts: DraftStore;
  /** The check's messages about the current text; they replace those of the last run. */
  private typed: readonly Diagnostic[] | undefined;
  private readonly check: LiveCheck | undefined;
  private edited: ReadonlySet<string> = new Set();
  private choices: readonly Setting[] = [];
  private readonly listeners = new Set<(event: SessionEvent) => void>();
  private readonly parts: SessionParts;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.scenarios = parts.scenarios;
    this.drafts = parts.drafts;
    this.program = new CurrentProgram(parts.scenarios, parts.drafts, parts.settingsStore);
    this.runs = new RunController(parts, (event) => this.emit(event));
    this.check = parts.checker && new LiveCheck(parts.checker,
      () => ({ files: this.program.files, options: this.settings.options, busy: this.busy,
        prebuilt: this.moduleOf(this.source) !== undefined }),
      (found) => {
        this.typed = found;
        this.emit({ kind: 'changed' });
      });
  }

  listen(listener: (event: SessionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The text of the file in the editor. */
  get source(): string {
    return this.program.source;
  }

  get scenario(): Scenario | undefined {
    return this.program.scenario;
  }

  get settings(): ProgramSettings {
    return this.program.settings;
  }

  get state(): RunState {
    return this.runs.state;
  }

  get unsupportedReason(): string | undefined {
    return this.parts.unsupportedReason;
  }

  get busy(): boolean {
    return isBusy(this.state);
  }

  get output(): ConsoleText {
    return this.runs.output;
  }

  /** What the last run recorded about its messages and threads. */
  get trace(): RunTrace {
    return this.runs.trace;
  }

  /** The source that `trace` speaks of. */
  get tracedSource(): string {
    return this.runs.source;
  }

  /** Why the last run stands, or stood, still. */
  get deadlock(): DeadlockReport | undefined {
    return this.runs.deadlock;
  }

  /** Who recorded what is shown, as a sentence; '': it was run here. */
  get recordedBy(): string {
    return this.runs.recordedBy;
  }

  /** The settings of the program shown that can be compared; the same object as long as they are
   *  the same. */
  get settingChoices(): readonly Setting[] {
    const now = this.unsupportedReason ? [] : settingsOf(this.scenario, this.source);
    if (now.map(settingName).join() !== this.choices.map(settingName).join()) this.choices = now;
    return this.choices;
  }

  /** What the last run left behind. */
  get left(): LeftFiles {
    return this.runs.left;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.runs.diagnostics;
  }

  get markers(): Marker[] {
    return toMarkers(this.typed ?? this.diagnostics, this.source);
  }

  /** The latest runs of the program shown, newest first. */
  get pastRuns(): readonly RunRecord[] {
    return this.runs.history.runs(this.program.key);
  }

  /** The ids of the edited scenarios; the same object as long as they are the same. */
  get editedScenarios(): ReadonlySet<string> {
    const ids = this.scenarios.map(({ id }) => id).filter((id) => this.drafts.has(`#${id}`));
    const isSame = ids.length === this.edited.size && ids.every((id) => this.edited.has(id));
    if (!isSame) this.edited = new Set(ids);
    return this.edited;
  }

  /** False if there is no such scenario. */
  openScenario(id: string): boolean {
    if (!this.program.showScenario(id)) return false;
    this.shown();
    return true;
  }

  /** Shows a linked program, without running it; with what a run of it recorded elsewhere. */
  openLink(fragment: string, program: SharedProgram, recorded?: RecordedRun): void {
    this.program.showLink(fragment, program);
    this.shown();
    if (recorded) this.runs.showRecorded(program.source, recorded);
  }

  /** Tells the listeners about the program shown, as if it had just been opened. */
  announce(): void {
    this.emit({ kind: 'source', fresh: true });
    this.emit({ kind: 'changed' });
    if (this.program.hasConflict) this.emit({ kind: 'drafts', news: 'conflict' });
    void this.showRecording();
  }

  /** Where programs cannot run: an unedited scenario's recorded run. */
  async showRecording(): Promise<void> {
    if (!this.unsupportedReason) return;
    const { scenario, source, isLink } = this.program;
    if (!scenario || isLink || source !== scenario.source) return;
    const recording = await this.parts.recordingOf?.(scenario.id);
    const run = recording && await openRecording(recording);
    if (run && this.scenario === scenario && this.source === source) {
      this.runs.showRecorded(source, run, recording.lines);
    }
  }

  /** The reader typed this. */
  edit(source: string): void {
    if (source === this.source) return;
    this.program.edit(source);
    this.check?.changed();
    this.emit({ kind: 'changed' });
  }

  /** Replaces the source from outside the editor. */
  replaceSource(source: string): void {
    this.forgetProblems();
    this.edit(source);
    this.emit({ kind: 'source', fresh: false });
  }

  change(settings: Partial<ProgramSettings>): void {
    this.program.change({ ...this.settings, ...settings });
    if (settings.options) this.check?.changed();
    this.emit({ kind: 'changed' });
  }

  reset(): void {
    if (!this.program.isEdited) return;
    this.forgetProblems();
    this.program.reset();
    this.emit({ kind: 'source', fresh: false });
    this.emit({ kind: 'changed' });
  }

  undoReset(): void {
    if (!this.program.canUndoReset) return;
    this.forgetProblems();
    this.program.undoReset();
    this.check?.changed();
    this.emit({ kind: 'source', fresh: false });
    this.emit({ kind: 'changed' });
  }

  /** Another tab wrote to the shared storage. */
  storeChanged(key: string): void {
    const news = this.program.storeChanged(key);
    if (news === 'newer') this.emit({ kind: 'source', fresh: false });
    if (news) this.emit({ kind: 'drafts', news });
    this.emit({ kind: 'changed' });
  }

  swapConflict(): void {
    this.program.swapConflict();
    this.runs.diagnostics = [];
    this.emit({ kind: 'source', fresh: false });
    this.emit({ kind: 'changed' });
  }

  run(timeLimitSeconds: number): Promise<Outcome> {
    this.comparison = undefined;
    return this.start(() => ({ source: this.source, key: this.program.key }), timeLimitSeconds);
  }

  /** Runs the program at two settings, one after the other. One that can never go on is stopped;
   *  if the reader stops the first, the second does not begin. */
  async compare(settings: SettingPair, timeLimitSeconds: number): Promise<void> {
    const { source, scenario, program: { key } } = this;
    let comparison: Comparison = { settings, scale: scaleOf(scenario, settings), runs: [] };
    this.comparison = comparison;
    for (const setting of settings) {
      const program = { source: withSetting(source, setting) ?? source,
        key: `${key} ${settingName(setting)}` };
      const outcome = await this.start(() => program, timeLimitSeconds);
      if (this.comparison !== comparison) return;
      const run = { setting, outcome, trace: this.trace, deadlock: this.deadlock };
      comparison = { ...comparison, runs: [...comparison.runs, run] };
      this.comparison = comparison;
      this.emit({ kind: 'changed' });
      if (!isComparable(run)) return;
    }
  }

  closeComparison(): void {
    this.comparison = undefined;
    this.emit({ kind: 'changed' });
  }

  stop(): void {
    this.runs.stop();
  }

  /** The reader lets a long run go on. */
  letRun(): void {
    this.runs.letRun();
  }

  /** `program` is asked when the run before it has ended. */
  private start(program: () => { source: string; key: string }, timeLimitSeconds: number):
    Promise<Outcome> {
    this.check?.hold();
    return this.runs.run(() => {
      this.typed = undefined;
      const { source, key } = program();
      const module = this.moduleOf(source);
      if (module) this.check?.cancel();
      return { files: filesOf(source), key, ...this.settings, timeLimitSeconds,
        ...(module ? { module } : {}) };
    });
  }

  /** The module that was built from exactly this source, with the options that are chosen. */
  private moduleOf(source: string): string | undefined {
    return areDefault(this.settings.options) ? moduleOf(this.scenarios, source) : undefined;
  }

  private forgetProblems(): void {
    this.typed = undefined;
    this.runs.diagnostics = [];
  }

  private shown(): void {
    this.typed = undefined;
    this.comparison = undefined;
    this.runs.clear();
    this.check?.changed();
    this.announce();
  }

  private emit(event: SessionEvent): void {
    if (event.kind === 'deadlock' && this.comparison && event.report.kind === 'certain') {
      this.stop();
    }
    for (const listener of this.listeners) listener(event);
  }
}
