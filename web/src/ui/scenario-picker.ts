// scenario-picker.ts — the list of scenarios: search, groups, numbers, titles, a line of purpose.
// Events: `scenario-chosen` (detail: id).
// Keys: Down from the search field into the list, Up and Down in it, Home and End, Esc clears.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { countTags, everything, findScenarios, queryCharactersLimit, type ScenarioQuery }
  from '../logic/scenario-search.ts';
import { groupScenarios, scenarioNumber, type Scenario } from '../logic/scenario.ts';
import { describeCount } from '../logic/words.ts';
import { doneIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export class ScenarioPicker extends LightElement {
  static override properties = {
    scenarios: { attribute: false },
    current: {},
    edited: { attribute: false },
    finished: { attribute: false },
    query: { attribute: false },
  };

  declare scenarios: readonly Scenario[];
  declare current: string;
  /** Ids of the scenarios that were edited. */
  declare edited: ReadonlySet<string>;
  /** Ids of the scenarios that were run. */
  declare finished: ReadonlySet<string>;
  declare query: ScenarioQuery;
  /** When the panel below appears, the list shrinks: the current entry stays in view. */
  private readonly room = new ResizeObserver(() => this.showCurrent());

  constructor() {
    super();
    this.scenarios = [];
    this.current = '';
    this.edited = new Set();
    this.finished = new Set();
    this.query = everything;
  }

  focusSearch(): void {
    this.querySelector<HTMLInputElement>('.picker-search')?.select();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.room.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.room.disconnect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('current') || changed.has('scenarios')) this.showCurrent();
  }

  private showCurrent(): void {
    this.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): TemplateResult {
    const found = findScenarios(this.scenarios, this.query);
    const isAll = this.query.words.trim() === '' && this.query.tag === '';
    return html`<div class="picker-head" role="search">
        <input class="picker-search" type="search" placeholder="Search"
          aria-label="Search scenarios"
          autocomplete="off" spellcheck="false" maxlength=${queryCharactersLimit}
          .value=${this.query.words}
          @input=${(event: InputEvent) => this.search({
            words: (event.target as HTMLInputElement).value })}
          @keydown=${(event: KeyboardEvent) => this.searchKey(event, found)}>
        <select class="picker-tags" aria-label="Topic" .value=${this.query.tag}
          @change=${(event: Event) => this.search({
            tag: (event.target as HTMLSelectElement).value })}>
          <option value="" ?selected=${this.query.tag === ''}>All topics</option>
          ${countTags(this.scenarios).map(([tag, count]) => html`<option value=${tag}
            ?selected=${this.query.tag === tag}>${tag} (${count})</option>`)}
        </select>
        <p class="picker-count" role="status">${isAll
          ? `${this.finished.size} of ${this.scenarios.length} run`
          : `${describeCount(found.length, 'scenario')} found`}${isAll ? nothing : html`
          <button class="picker-clear"
            @click=${() => this.search(everything)}>Show all</button>`}</p>
      </div>
      <div class="picker-list" @keydown=${(event: KeyboardEvent) => this.listKey(event)}>
        ${groupScenarios(found).map((group) => html`<section class="picker-group">
          <h2>${group.name}</h2>
          <ul>${group.scenarios.map((scenario) => this.entry(scenario))}</ul>
        </section>`)}
      </div>`;
  }

  private entry(scenario: Scenario): TemplateResult {
    const isCurrent = scenario.id === this.current;
    return html`<li>
      <a class="picker-entry" href="#${scenario.id}" data-scenario=${scenario.id}
        aria-current=${isCurrent ? 'true' : nothing}
        @click=${(event: MouseEvent) => this.choose(event, scenario.id)}>
        <span class="picker-number">${scenarioNumber(scenario.id)}</span>
        <span class="picker-title">${scenario.title}${this.edited.has(scenario.id)
          ? html`<span class="picker-draft" title="Edited"
            ><span class="unseen">, edited</span></span>`
          : nothing}${this.finished.has(scenario.id)
          ? html`<span class="picker-done" title="Run">${doneIcon}<span
              class="unseen">, run</span></span>`
          : nothing}</span>
        <span class="picker-blurb">${scenario.blurb}</span>
      </a>
    </li>`;
  }

  private search(part: Partial<ScenarioQuery>): void {
    this.query = { ...this.query, ...part };
  }

  private choose(event: MouseEvent, id: string): void {
    // With a modifier key the browser follows the link: in a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.emit('scenario-chosen', id);
  }

  private searchKey(event: KeyboardEvent, found: readonly Scenario[]): void {
    if (event.key === 'ArrowDown') {
      this.entries[0]?.focus();
    } else if (event.key === 'Enter' && found[0]) {
      this.emit('scenario-chosen', found[0].id);
    } else if (event.key === 'Escape' && this.query.words !== '') {
      this.search({ words: '' });
      event.stopPropagation(); // the drawer stays open
    } else {
      return;
    }
    event.preventDefault();
  }

  private listKey(event: KeyboardEvent): void {
    const { entries } = this;
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: entries[at + 1], ArrowUp: entries[at - 1] ?? this.searchField,
      Home: entries[0], End: entries.at(-1) }[event.key];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  private get entries(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.picker-entry')];
  }

  private get searchField(): HTMLElement | undefined {
    return this.querySelector<HTMLElement>('.picker-search') ?? undefined;
  }
}

customElements.define('scenario-picker', ScenarioPicker);

declare global {
  interface HTMLElementTagNameMap {
    'scenario-picker': ScenarioPicker;
  }
}
