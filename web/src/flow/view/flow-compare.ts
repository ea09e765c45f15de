// flow-compare.ts — <flow-compare>: the flows of one program at two settings under each other, on
// one scale: they are moved and zoomed together, and their cursors are at the same place of it.
// Events: `compare-wanted` (detail: the settings), `compare-closed`.

import { html, nothing, type TemplateResult } from 'lit';
import { describeComparedRun, settingName, usualPair, type Comparison, type Setting,
  type SettingPair } from '../../logic/comparison.ts';
import { describeInstant, describeSeconds, groupedDigits } from '../../logic/words.ts';
import { closeIcon, saveIcon } from '../../ui/icons.ts';
import { LightElement } from '../../ui/light-element.ts';
import { figuresOf, type FlowFigures } from '../model/figures.ts';
import { noFilter, type Scale } from '../picture/axis.ts';
import { Lanes } from '../picture/lanes.ts';
import './flow-picture.ts';
import './flow-save.ts';
import './flow-table.ts';
import type { FlowState } from './flow-state.ts';

/** All lanes, unless there are very many. */
function pictureHeight({ model }: FlowState): number {
  const rulerHeight = 26;
  return rulerHeight + Math.min(400, new Lanes(model, noFilter, false, 0).total);
}

const rows: readonly [string, (figures: FlowFigures) => string][] = [
  ['Took', ({ time }) => describeSeconds(time / 1e6)],
  ['Threads', ({ threads }) => groupedDigits(threads)],
  ['Messages', ({ messages }) => groupedDigits(messages)],
  ['Waited, all threads together', ({ waited }) => describeSeconds(waited / 1e6)],
  ['Most messages in a channel', ({ highest }) => groupedDigits(highest)],
];

export class FlowCompare extends LightElement {
  static override properties = {
    settings: { attribute: false },
    comparison: { attribute: false },
    states: { attribute: false },
    lead: { attribute: false },
    running: { type: Boolean },
    version: { type: Number },
    saveFile: { attribute: false },
    chosen: { state: true },
    tables: { state: true },
    saving: { state: true },
  };

  /** What can be chosen. */
  declare settings: readonly Setting[];
  declare comparison: Comparison | undefined;
  /** Of the runs that are over. */
  declare states: readonly FlowState[];
  /** The one whose cursor the reader moves. */
  declare lead: FlowState | undefined;
  declare running: boolean;
  declare version: number;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Which of the runs are shown as tables. */
  declare private tables: readonly boolean[];
  /** The run whose files are offered; -1: none. */
  declare private saving: number;
  /** Names of settings. */
  declare private chosen: readonly [string, string] | undefined;
  private isMoving = false;

  constructor() {
    super();
    this.settings = [];
    this.comparison = undefined;
    this.states = [];
    this.lead = undefined;
    this.running = false;
    this.version = 0;
    this.saveFile = () => {};
    this.tables = [];
    this.saving = -1;
    this.chosen = undefined;
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.saving < 0) return;
      event.stopPropagation();
      this.closeSave();
    });
  }

  override render(): TemplateResult {
    const { comparison, states } = this;
    const first = states[0];
    const pressed = (name: string, scale: Scale): TemplateResult => html`<button
      class="flow-choice" aria-pressed=${first?.scale === scale}
      @click=${() => states.forEach((state) => state.setScale(scale))}>${name}</button>`;
    return html`<div class="flow-controls" role="toolbar" aria-label="Comparison">
        ${this.chooser(0)}<span>and</span>${this.chooser(1)}
        <button class="button button-primary" aria-disabled=${this.running || !this.pair}
          @click=${() => this.runBoth()}>Run both</button>
        ${first ? html`<span class="flow-choices" role="group" aria-label="Scale">
            ${pressed('Steps', 'steps')}${pressed('Time', 'time')}</span>
          <button class="button button-quiet" @click=${() =>
            this.querySelector('flow-picture')?.fit()}>Fit</button>`
          : nothing}
        <button class="button button-quiet button-bare compare-close" aria-label="Close comparison"
          title="Back to one run" @click=${() => this.emit('compare-closed', undefined)}
          >${closeIcon}</button>
      </div>
      ${comparison ? html`${comparison.settings.map((setting, index) =>
        this.run(comparison, setting, index))}${this.figures(comparison)}`
        : html`<p class="flow-hint">The program runs twice, one after the other. Both flows are then
          shown under each other, on one scale.</p>`}`;
  }

  /** The button keeps the focus while it cannot be used. */
  private runBoth(): void {
    if (!this.running && this.pair) this.emit('compare-wanted', this.pair);
  }

  /** The settings that are chosen, if they differ. */
  private get pair(): SettingPair | undefined {
    const { settings, comparison, chosen } = this;
    const usual = comparison?.settings ?? usualPair(settings);
    if (!chosen) return usual;
    const [one, other] = chosen.map((name) => settings.find((each) => settingName(each) === name));
    return one && other && one !== other ? [one, other] : undefined;
  }

  private chooser(index: 0 | 1): TemplateResult {
    const names = this.names;
    return html`<select class="flow-speed" aria-label=${index === 0 ? 'Above' : 'Below'}
      ?disabled=${this.running} @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        this.chosen = index === 0 ? [value, names[1]] : [names[0], value];
      }}>${this.settings.map(settingName).map((name) => html`<option
        ?selected=${name === names[index]}>${name}</option>`)}</select>`;
  }

  /** What the two lists show. */
  private get names(): readonly [string, string] {
    const { chosen, comparison, settings } = this;
    if (chosen) return chosen;
    const [one, other] = comparison?.settings ?? usualPair(settings) ?? [];
    return [one ? settingName(one) : '', other ? settingName(other) : ''];
  }

  private run(comparison: Comparison, setting: Setting, index: number): TemplateResult {
    const name = settingName(setting);
    const run = comparison.runs[index];
    const state = this.states[index];
    const span = Math.max(1, ...this.states.map(({ axis }) => axis.length));
    const words = run ? describeComparedRun(run)
      : !this.running ? 'did not run' : index === comparison.runs.length ? 'runs now' : 'runs next';
    return html`<section class="compare-run" aria-label=${name} data-testid="compared">
      <div class="compare-head"><h3><code>${name}</code> <span>${words}</span></h3>
        ${state && state.model.steps.length > 0 ? this.ways(state, name, index) : nothing}</div>
      ${state && state.model.steps.length > 0 ? html`
        ${this.tables[index] ? html`<flow-table .state=${state}
          .version=${this.version}></flow-table>` : html`<flow-picture .state=${state}
          .version=${this.version} .span=${span}
          style="flex: none; height: ${pictureHeight(state)}px"
          ?led=${this.lead !== undefined && state !== this.lead}
          ?deadlock=${run?.deadlock !== undefined}
          @view-moved=${(event: CustomEvent<{ zoom: number; offset: number }>) =>
            this.moveOthers(index, event.detail)}></flow-picture>`}
        <p class="compare-step"><span class="moment-time">${
          describeInstant((state.model.steps[state.cursor]?.time ?? 0) / 1e6)}</span> ${
          state.names.sentence(state.cursor)}</p>` : nothing}
    </section>`;
  }

  /** A run as a table, and as files. */
  private ways(state: FlowState, name: string, index: number): TemplateResult {
    const saves = this.saving === index;
    return html`<button class="button button-quiet" aria-pressed=${this.tables[index] ?? false}
        aria-label="Table of ${name}" @click=${() => {
          this.tables = this.states.map((_, other) => (other === index) !== !!this.tables[other]);
        }}>Table</button>
      <button class="button button-quiet compare-save" aria-expanded=${saves}
        aria-label="Save ${name}"
        @click=${() => { this.saving = saves ? -1 : index; }}>${saveIcon}<span>Save</span></button>
      ${saves ? html`<flow-save .state=${state} .saveFile=${this.saveFile}
        .fileName=${`flow ${name}`.replace(/\W+/g, '-')} .linkRefusal=${'a link holds one run'}
        .snapshot=${() => this.pictureOf(state)?.snapshot()}
        @saved=${() => this.closeSave()}></flow-save>` : nothing}`;
  }

  /** The reader is back at the button that opened it. */
  private closeSave(): void {
    this.querySelector<HTMLElement>('.compare-save[aria-expanded="true"]')?.focus();
    this.saving = -1;
  }

  private pictureOf(state: FlowState): HTMLElementTagNameMap['flow-picture'] | undefined {
    return [...this.querySelectorAll('flow-picture')].find((each) => each.state === state);
  }

  private figures({ settings }: Comparison): TemplateResult | typeof nothing {
    if (this.states.length < settings.length) return nothing;
    const all = this.states.map(({ model }) => figuresOf(model));
    return html`<table class="flow-table compare-figures" data-testid="compare-figures">
      <caption class="unseen">The two runs in numbers</caption>
      <thead><tr><td></td>${settings.map((setting) =>
        html`<th scope="col"><code>${settingName(setting)}</code></th>`)}</tr></thead>
      <tbody>${rows.map(([name, figure]) => html`<tr><th scope="row">${name}</th>${
        all.map((figures) => html`<td>${figure(figures)}</td>`)}</tr>`)}</tbody></table>`;
  }

  private moveOthers(index: number, view: { zoom: number; offset: number }): void {
    if (this.isMoving) return;
    this.isMoving = true;
    this.querySelectorAll('flow-picture').forEach((picture) => {
      if (picture.state !== this.states[index]) picture.look(view);
    });
    this.isMoving = false;
  }
}

customElements.define('flow-compare', FlowCompare);
