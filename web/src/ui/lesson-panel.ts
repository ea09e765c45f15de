// lesson-panel.ts — what a scenario is for and what to try with it; beside or above the code.

import { html, nothing, type TemplateResult } from 'lit';
import type { Scenario } from '../logic/scenario.ts';
import { LightElement } from './light-element.ts';

export class LessonPanel extends LightElement {
  static override properties = { scenario: { attribute: false }, roomy: { type: Boolean } };

  declare scenario: Scenario | undefined;
  /** There is room to show it unfolded. */
  declare roomy: boolean;

  constructor() {
    super();
    this.scenario = undefined;
    this.roomy = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { scenario } = this;
    if (!scenario || scenario.try.length === 0) return nothing;
    return html`<details class="lesson" ?open=${this.roomy}>
      <summary><h2>Try this</h2><span class="lesson-blurb">${scenario.blurb}</span></summary>
      <p class="lesson-purpose">${scenario.blurb}</p>
      <ol>${scenario.try.map((hint) => html`<li>${withCode(hint)}</li>`)}</ol>
    </details>`;
  }
}

/** Words between back-ticks are code. */
function withCode(text: string): unknown[] {
  return text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? html`<code>${part}</code>` : part);
}

customElements.define('lesson-panel', LessonPanel);
