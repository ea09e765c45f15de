// scenario-panel.ts — the text of a scenario: what to look at, what to try, where to go from here.
// Beside the code where there is room, above it elsewhere, folded to one line.
// Events: `scenario-chosen` (detail: id), `tag-chosen` (detail: tag).

import { html, nothing, type TemplateResult } from 'lit';
import type { Scenario } from '../logic/scenario.ts';
import type { TourPlace } from '../logic/tour.ts';
import { nextIcon, previousIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export class ScenarioPanel extends LightElement {
  static override properties = {
    scenario: { attribute: false },
    place: { attribute: false },
    length: { type: Number },
    roomy: { type: Boolean },
  };

  declare scenario: Scenario | undefined;
  declare place: TourPlace | undefined;
  /** How many scenarios there are. */
  declare length: number;
  /** There is room to show it unfolded. */
  declare roomy: boolean;

  constructor() {
    super();
    this.scenario = undefined;
    this.place = undefined;
    this.length = 0;
    this.roomy = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { scenario, place } = this;
    if (!scenario || !place) return nothing;
    return html`<section class="scenario" aria-label="Scenario" data-testid="lesson">
      <details class="scenario-fold" ?open=${this.roomy}>
        <summary tabindex=${this.roomy ? -1 : 0}><h2>What to look at</h2><span
          class="scenario-blurb">${scenario.blurb}</span></summary>
        <div class="scenario-text">
          ${scenario.text.map((paragraph) => html`<p>${withCode(paragraph)}</p>`)}
          <h3>Try this</h3>
          <ol>${scenario.try.map((hint) => html`<li><span>${withCode(hint)}</span></li>`)}</ol>
          <ul class="scenario-tags" aria-label="Topics">${scenario.tags.map((tag) => html`<li
            ><button class="tag" @click=${() => this.emit('tag-chosen', tag)}
            title="Scenarios about ${tag}">${tag}</button></li>`)}</ul>
        </div>
      </details>
      <nav class="scenario-steps" aria-label="Previous and next scenario">
        ${this.step('Previous', place.previous, previousIcon)}
        <span class="scenario-place">${place.position} of ${this.length}</span>
        ${this.step('Next', place.next, nextIcon)}
      </nav>
    </section>`;
  }

  /** A link, so that it can be opened in a tab; at either end it is shown disabled. */
  private step(word: 'Previous' | 'Next', to: Scenario | undefined,
               icon: TemplateResult): TemplateResult {
    const name = to ? `${word} scenario: ${to.title}` : `${word} scenario: none`;
    const inside = word === 'Next' ? html`<span>${word}</span>${icon}`
      : html`${icon}<span>${word}</span>`;
    if (!to) {
      return html`<span class="button button-quiet scenario-step" role="link" aria-disabled="true"
        aria-label=${name}>${inside}</span>`;
    }
    return html`<a class="button button-quiet scenario-step" href="#${to.id}" aria-label=${name}
      title=${name} @click=${(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.emit('scenario-chosen', to.id);
      }}>${inside}</a>`;
  }
}

/** Text between back-ticks is code. */
function withCode(text: string): unknown[] {
  return text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? html`<code>${part}</code>` : part);
}

customElements.define('scenario-panel', ScenarioPanel);
