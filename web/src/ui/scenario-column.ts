// scenario-column.ts — the list of scenarios (a drawer where there is little room) and the text of
// the one shown. Below the list: the compiler, the other pages.
// Events: `scenario-chosen` (detail: id), `drawer-opened`, `drawer-closed`.

import { html, nothing, type TemplateResult } from 'lit';
import type { Scenario } from '../logic/scenario.ts';
import type { Tour } from '../logic/tour.ts';
import './compiler-note.ts';
import type { CompilerControl } from './compiler-note.ts';
import './scenario-panel.ts';
import { LightElement } from './light-element.ts';
import './scenario-picker.ts';

export class ScenarioColumn extends LightElement {
  static override properties = {
    tour: { attribute: false },
    finished: { attribute: false },
    edited: { attribute: false },
    scenario: { attribute: false },
    compiler: { attribute: false },
    drawerOpen: { type: Boolean },
    roomy: { type: Boolean },
  };

  declare tour: Tour | undefined;
  /** Ids of the scenarios that were run, and of those that were edited. */
  declare finished: ReadonlySet<string>;
  declare edited: ReadonlySet<string>;
  /** The scenario shown, or the one that the program shown started from. */
  declare scenario: Scenario | undefined;
  declare compiler: CompilerControl | undefined;
  declare drawerOpen: boolean;
  declare roomy: boolean;

  constructor() {
    super();
    this.tour = undefined;
    this.finished = new Set();
    this.edited = new Set();
    this.scenario = undefined;
    this.compiler = undefined;
    this.drawerOpen = false;
    this.roomy = false;
  }

  focusSearch(): void {
    this.querySelector('scenario-picker')?.focusSearch();
  }

  focusCurrent(): void {
    const current = this.querySelector<HTMLElement>('.picker-entry[aria-current]');
    (current ?? this.querySelector<HTMLElement>('.picker-entry'))?.focus();
  }

  override render(): TemplateResult {
    const { tour, scenario } = this;
    const scenarios = tour?.scenarios ?? [];
    const current = scenario?.id ?? '';
    return html`<nav class="picker" aria-label="Scenarios" data-testid="scenario-picker"
        data-open=${this.drawerOpen} @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape' && this.drawerOpen) this.emit('drawer-closed', null);
        }}>
        <scenario-picker .scenarios=${scenarios} .current=${current} .edited=${this.edited}
          .finished=${this.finished}></scenario-picker>
        <div class="picker-foot">
          <compiler-note .compiler=${this.compiler}></compiler-note>
          <a href="./bench.html">Benchmark</a>
          <a href="./licences.html">Licences</a>
        </div>
      </nav>
      ${this.drawerOpen ? html`<div class="picker-veil"
        @click=${() => this.emit('drawer-closed', null)}></div>` : nothing}
      <scenario-panel .scenario=${scenario} .place=${tour?.place(current)}
        .length=${scenarios.length} ?roomy=${this.roomy}
        @tag-chosen=${(event: CustomEvent<string>) =>
          this.showTag(event.detail)}></scenario-panel>`;
  }

  private showTag(tag: string): void {
    const picker = this.querySelector('scenario-picker');
    if (!picker) return;
    picker.query = { words: '', tag };
    if (!this.roomy) this.emit('drawer-opened', null);
    void picker.updateComplete.then(() =>
      picker.querySelector<HTMLElement>('.picker-tags')?.focus());
  }
}

customElements.define('scenario-column', ScenarioColumn);

declare global {
  interface HTMLElementTagNameMap {
    'scenario-column': ScenarioColumn;
  }
}
