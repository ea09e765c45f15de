// scenario-picker.ts — the list of scenarios: groups, numbers, titles, one line of purpose.
// Events: `scenario-chosen` (detail: id).

import { html, nothing, type TemplateResult } from 'lit';
import { groupScenarios, scenarioNumber, type Scenario } from '../logic/scenario.ts';
import { LightElement } from './light-element.ts';

export class ScenarioPicker extends LightElement {
  static override properties = {
    scenarios: { attribute: false },
    current: {},
    drafts: { attribute: false },
  };

  declare scenarios: readonly Scenario[];
  declare current: string;
  /** Ids of the scenarios that were edited. */
  declare drafts: ReadonlySet<string>;

  constructor() {
    super();
    this.scenarios = [];
    this.current = '';
    this.drafts = new Set();
  }

  override render(): TemplateResult {
    return html`${groupScenarios(this.scenarios).map((group) => html`
      <section class="tour-group">
        <h2>${group.name}</h2>
        <ul>${group.scenarios.map((scenario) => this.entry(scenario))}</ul>
      </section>`)}`;
  }

  private entry(scenario: Scenario): TemplateResult {
    const isCurrent = scenario.id === this.current;
    const isDraft = this.drafts.has(scenario.id);
    return html`<li>
      <a class="tour-entry" href="#${scenario.id}" data-scenario=${scenario.id}
        aria-current=${isCurrent ? 'true' : nothing}
        @click=${(event: MouseEvent) => this.choose(event, scenario.id)}>
        <span class="tour-number">${scenarioNumber(scenario.id)}</span>
        <span class="tour-title">${scenario.title}${isDraft
          ? html`<span class="tour-draft" title="Edited"><span
              class="unseen">, edited</span></span>`
          : nothing}</span>
        <span class="tour-blurb">${scenario.blurb}</span>
      </a>
    </li>`;
  }

  private choose(event: MouseEvent, id: string): void {
    // With a modifier the link is a link: a new tab, a new window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.tell('scenario-chosen', id);
  }
}

customElements.define('scenario-picker', ScenarioPicker);
