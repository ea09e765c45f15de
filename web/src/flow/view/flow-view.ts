// flow-view.ts — <flow-view>: the Flow tab: the deadlock card, the controls, the picture or its
// twin table, and the cursor's moment. Loaded when it is first shown.
// Events: `line-chosen` (detail: the line), `line-marks` (detail: where each thread stands),
//         `wide-pressed`, `flow-shared` (flow-save.ts), `compare-wanted` and `compare-closed`
//         (flow-compare.ts), `flow-complete` (detail: a function that packs the flow for a link).

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { LineMark } from '../../logic/code-editor.ts';
import type { Comparison, Setting } from '../../logic/comparison.ts';
import type { DeadlockReport } from '../../logic/deadlock-report.ts';
import { RunTrace } from '../../logic/run-trace.ts';
import { groupedDigits } from '../../logic/words.ts';
import { compareIcon, nextIcon, optionsIcon, previousIcon, runIcon, saveIcon, stopIcon }
  from '../../ui/icons.ts';
import { KeptFocus } from '../../ui/kept-focus.ts';
import { LightElement } from '../../ui/light-element.ts';
import type { Scale } from '../picture/axis.ts';
import './deadlock-card.ts';
import './flow-compare.ts';
import './flow-filter.ts';
import './flow-moment.ts';
import './flow-picture.ts';
import { packedFlow } from './flow-save.ts';
import { FlowState } from './flow-state.ts';
import './flow-table.ts';
import './flow.css';

const speeds = { slow: 2, medium: 8, fast: 30 } as const;
type Speed = keyof typeof speeds;

export class FlowView extends LightElement {
  static override properties = {
    trace: { attribute: false },
    batches: { type: Number },
    running: { type: Boolean },
    deadlock: { attribute: false },
    saveFile: { attribute: false },
    hiddenTab: { type: Boolean },
    wide: { type: Boolean },
    canLink: { type: Boolean },
    settings: { attribute: false },
    comparison: { attribute: false },
    version: { state: true },
    asTable: { state: true },
    filterOpen: { state: true },
    saveOpen: { state: true },
    compareOpen: { state: true },
    playing: { state: true },
    speed: { state: true },
  };

  declare trace: RunTrace | undefined;
  /** How many batches `trace` has: they are read when there are more. */
  declare batches: number;
  declare running: boolean;
  declare deadlock: DeadlockReport | undefined;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Another tab is shown: nothing is drawn. */
  declare hiddenTab: boolean;
  /** It has the page's full width, below the code. */
  declare wide: boolean;
  /** The program shown is the one that ran. */
  declare canLink: boolean;
  /** Settings of the program shown that can be compared. */
  declare settings: readonly Setting[];
  declare comparison: Comparison | undefined;
  declare private version: number;
  declare private asTable: boolean;
  declare private filterOpen: boolean;
  declare private saveOpen: boolean;
  declare private compareOpen: boolean;
  declare private playing: boolean;
  declare private speed: Speed;
  /** One for each run that was shown. */
  private readonly states = new WeakMap<RunTrace, FlowState>();
  private readonly noTrace = new RunTrace();
  private scale: Scale = 'steps';
  /** Of the runs that are compared: the one whose cursor was moved last. */
  private lead: FlowState | undefined;
  private isLinking = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private marked = '';
  private complete: RunTrace | undefined;
  /** Selectors: where the focus goes when what had it is gone. */
  private heirs: readonly string[] = [];

  constructor() {
    super();
    this.trace = undefined;
    this.batches = 0;
    this.running = false;
    this.deadlock = undefined;
    this.saveFile = () => {};
    this.hiddenTab = false;
    this.wide = false;
    this.canLink = false;
    this.settings = [];
    this.comparison = undefined;
    this.version = 0;
    this.asTable = false;
    this.filterOpen = false;
    this.saveOpen = false;
    this.compareOpen = false;
    this.playing = false;
    this.speed = 'medium';
    this.addEventListener('keydown', (event) => this.closeByKey(event));
    new KeptFocus(this, () => [...this.heirs, '.flow-plane', '.flow-table-scroll', 'button']
      .map((selector) => this.querySelector<HTMLElement>(selector)).find((each) => each));
  }

  /** Moves the cursor to the next step at this line; false if there is none. */
  showLine(line: number): boolean {
    return this.state.showLine(line);
  }

  /** Moves the cursor to where this line of output was begun. */
  showOutput(line: number): void {
    this.state.setCursor(this.state.model.outputSteps.get(line) ?? -1);
  }

  /** Marks where the threads stood when this line of output was begun; undefined: at the cursor. */
  peekOutput(line: number | undefined): void {
    this.read();
    const step = line === undefined ? undefined : this.state.model.outputSteps.get(line);
    this.emit('line-marks', step === undefined ? this.marks() : this.state.lineMarks(step));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.play(false);
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (this.trace?.isLarge) this.read();
    return !this.hiddenTab || changed.has('hiddenTab');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('trace') || this.hiddenTab) this.play(false);
    if (changed.has('comparison')) this.comparisonChanged(changed.get('comparison'));
    if (changed.has('running')) this.heirs = [];
    if (!this.hiddenTab) this.read();
  }

  protected override updated(): void {
    this.tellComplete();
    const marked = `${this.version} ${this.hiddenTab} ${this.compareOpen}`;
    if (marked === this.marked) return;
    this.marked = marked;
    this.emit('line-marks', this.marks());
  }

  /** Once for each run that is shown. */
  private tellComplete(): void {
    const { trace, state, deadlock } = this;
    if (this.running || this.hiddenTab || trace === this.complete) return;
    this.complete = trace;
    if (state.model.steps.length > 0) {
      this.emit('flow-complete', () => packedFlow(state, deadlock));
    }
  }

  private get state(): FlowState {
    return this.stateOf(this.trace ?? this.noTrace);
  }

  private stateOf(trace: RunTrace): FlowState {
    let state = this.states.get(trace);
    if (!state) {
      state = new FlowState(trace, this.scale, (changed) => this.stateChanged(changed));
      this.states.set(trace, state);
    }
    return state;
  }

  private get compared(): FlowState[] {
    return this.comparison?.runs.map(({ trace }) => this.stateOf(trace)) ?? [];
  }

  /** The cursors of compared runs move together. */
  private stateChanged(state: FlowState): void {
    ++this.version;
    const { compared } = this;
    if (this.isLinking || compared.length < 2 || !compared.includes(state)) return;
    this.isLinking = true;
    this.lead = state;
    for (const other of compared) if (other !== state) other.moveAlongside(state);
    this.isLinking = false;
  }

  private comparisonChanged(before: Comparison | undefined): void {
    const { comparison } = this;
    this.compareOpen = comparison !== undefined;
    if (comparison?.settings === before?.settings) return;
    this.scale = comparison?.scale ?? 'steps';
    this.lead = undefined;
  }

  private read(): void {
    if (!this.comparison) return this.state.read(!this.running, this.deadlock !== undefined);
    this.isLinking = true; // each begins at its own first step
    for (const state of this.compared) state.read(true, false);
    this.isLinking = false;
  }

  /** None while another tab is shown, and none of several runs: they would distract. */
  private marks(): LineMark[] {
    return this.hiddenTab || this.compareOpen ? [] : this.state.lineMarks();
  }

  override render(): TemplateResult {
    const { state, version, deadlock } = this;
    const { model } = state;
    if (this.compareOpen) {
      return html`<flow-compare .settings=${this.settings} .comparison=${this.comparison}
        .states=${this.compared} .lead=${this.lead} .version=${version} ?running=${this.running}
        .saveFile=${this.saveFile}
        @compare-closed=${() => this.compare(false)}></flow-compare>`;
    }
    if (model.steps.length === 0) {
      return html`<div class="flow-hint"><p>${this.running ? 'Nothing has been sent yet.' :
        `Press Run to see the program’s threads, the messages between them, and who waits for
        whom.`}</p>${this.compareButton()}</div>`;
    }
    return html`
      <deadlock-card .report=${deadlock} .state=${state} .version=${version}></deadlock-card>
      ${this.controls()}
      ${this.filterOpen ? html`<flow-filter .state=${state} .version=${version}></flow-filter>`
        : nothing}
      ${model.lost > 0 ? html`<p class="flow-lost" role="status">${groupedDigits(model.lost)} ${
        model.lost === 1 ? 'event is' : 'events are'} missing: there were more than could be
        kept.</p>` : nothing}
      <div class="flow-body"><div class="flow-main">${this.asTable
        ? html`<flow-table .state=${state} .version=${version}></flow-table>`
        : html`<flow-picture .state=${state} .version=${version}
            ?deadlock=${deadlock !== undefined}></flow-picture>${this.legend()}`}</div>
      <flow-moment .state=${state} .version=${version} tabindex="0" role="region"
        aria-label="At the cursor"></flow-moment></div>`;
  }

  private controls(): TemplateResult {
    const { state } = this;
    const pressed = (name: string, isOn: boolean, act: () => void): TemplateResult =>
      html`<button class="flow-choice" aria-pressed=${isOn} @click=${act}>${name}</button>`;
    return html`<div class="flow-controls" role="toolbar" aria-label="Flow">
      <span class="flow-choices" role="group" aria-label="Shown as">
        ${pressed('Picture', !this.asTable, () => { this.asTable = false; })}
        ${pressed('Table', this.asTable, () => { this.asTable = true; })}</span>
      ${this.asTable ? nothing : html`<span class="flow-choices" role="group" aria-label="Scale">
        ${pressed('Steps', state.scale === 'steps', () => this.setScale('steps'))}
        ${pressed('Time', state.scale === 'time', () => this.setScale('time'))}</span>
        <button class="button button-quiet" @click=${() =>
          this.querySelector('flow-picture')?.fit()}>Fit</button>`}
      ${this.running ? html`<button class="button button-quiet" aria-pressed=${state.follows}
        @click=${() => state.follow(!state.follows)}>Follow</button>` : nothing}
      <span class="flow-steps" role="group" aria-label="Cursor">
        <button class="button button-quiet button-bare" aria-label="Previous step"
          @click=${() => state.move(-1)}>${previousIcon}</button>
        <button class="button button-quiet button-bare"
          aria-label=${this.playing ? 'Pause' : 'Play'}
          title=${this.playing ? 'Pause' : 'Play the steps'}
          @click=${() => this.play(!this.playing)}>${this.playing ? stopIcon : runIcon}</button>
        <button class="button button-quiet button-bare" aria-label="Next step"
          @click=${() => state.move(1)}>${nextIcon}</button>
        <select aria-label="Speed" class="flow-speed" .value=${this.speed}
          @change=${(event: Event) => this.setSpeed(event.target as HTMLSelectElement)}>
          ${Object.keys(speeds).map((speed) => html`<option ?selected=${speed === this.speed}
            >${speed}</option>`)}</select></span>
      <button class="button button-quiet flow-wide" aria-pressed=${this.wide}
        title="Below the code, at full width"
        @click=${() => this.emit('wide-pressed', undefined)}>Wide</button>
      ${this.compareButton()}
      <button class="button button-quiet" aria-expanded=${this.filterOpen} aria-label="Filter"
        @click=${() => { this.filterOpen = !this.filterOpen; }}>${optionsIcon}<span
        >Filter</span></button>
      <button class="button button-quiet" aria-expanded=${this.saveOpen} aria-label="Save the flow"
        @click=${() => { this.saveOpen = !this.saveOpen; }}>${saveIcon}<span>Save</span></button>
      ${this.saveOpen ? html`<flow-save .state=${state} .saveFile=${this.saveFile}
        .deadlock=${this.deadlock}
        .linkRefusal=${this.canLink ? '' : 'the program shown is not the one that ran'}
        .snapshot=${() => this.querySelector('flow-picture')?.snapshot()}
        @saved=${() => this.closeSave()}></flow-save>` : nothing}
    </div>`;
  }

  /** Only where there is something to compare. */
  private compareButton(): TemplateResult | typeof nothing {
    if (this.settings.length < 2) return nothing;
    return html`<button class="button button-quiet" aria-label="Compare"
      title="Run it at two settings and see both flows"
      @click=${() => this.compare(true)}>${compareIcon}<span>Compare</span></button>`;
  }

  private legend(): TemplateResult {
    return html`<p class="flow-legend" aria-hidden="true">
      <span><i class="legend-disc"></i>sent</span>
      <span><i class="legend-ring"></i>received</span><span><i class="legend-wait"></i>waits</span>
      <span><i class="legend-diamond"></i>in vain</span>
      <span><i class="legend-square"></i>made, printed</span>
      <span><i class="legend-half"></i>last handle gone</span>
      <span><i class="legend-cross">✕</i>closed</span></p>`;
  }

  private compare(open: boolean): void {
    this.compareOpen = open;
    this.saveOpen = false;
    this.heirs = [open ? 'flow-compare select' : 'button[aria-label="Compare"]'];
  }

  private closeSave(): void {
    this.saveOpen = false;
    this.querySelector<HTMLElement>('button[aria-label="Save the flow"]')?.focus();
  }

  /** The reader is back at the button that opened it. */
  private closeByKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !(this.filterOpen || this.saveOpen)) return;
    event.stopPropagation();
    const opener = this.saveOpen ? 'Save the flow' : 'Filter';
    this.filterOpen = this.saveOpen = false;
    this.querySelector<HTMLElement>(`button[aria-label="${opener}"]`)?.focus();
  }

  private setScale(scale: Scale): void {
    this.scale = scale;
    this.state.setScale(scale);
  }

  private setSpeed({ value }: HTMLSelectElement): void {
    if (!Object.hasOwn(speeds, value)) return;
    this.speed = value as Speed;
    if (this.playing) this.play(true);
  }

  /** From the start, if the cursor is at the end. */
  private play(on: boolean): void {
    clearInterval(this.timer);
    this.playing = on;
    if (!on) return;
    const { state } = this;
    if (state.cursor === state.axis.shown.at(-1)) state.setCursor(state.axis.shown[0] ?? -1);
    this.timer = setInterval(() => {
      state.move(1);
      if (state.cursor === state.axis.shown.at(-1)) this.play(false);
    }, 1000 / speeds[this.speed]);
  }
}

customElements.define('flow-view', FlowView);
