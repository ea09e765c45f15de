// options-panel.ts — how the program is compiled, as three choices from fixed lists.
// Events: `options-chosen` (detail: the options), `options-closed`.

import { html, nothing, type TemplateResult } from 'lit';
import { areDefault, defaultOptions, optionChoices, type CompileOptions, type OptionName }
  from '../logic/program-settings.ts';
import { LightElement } from './light-element.ts';

const names: Record<OptionName, string> =
  { standard: 'Standard', optimize: 'Optimization', warnings: 'Warnings' };

const words: { [Name in OptionName]: Record<CompileOptions[Name], string> } = {
  standard: { 'c++20': 'C++20 (without strait)', 'c++23': 'C++23', 'c++26': 'C++26' },
  optimize: { '0': '-O0 (compiles fastest)', '1': '-O1', '2': '-O2' },
  warnings: { off: 'Off', default: '-Wall', extra: '-Wall -Wextra',
    error: '-Wall -Wextra -Werror' },
};

export class OptionsPanel extends LightElement {
  static override properties = { options: { attribute: false } };

  declare options: CompileOptions;

  constructor() {
    super();
    this.options = defaultOptions;
  }

  protected override firstUpdated(): void {
    this.querySelector('select')?.focus();
  }

  override render(): TemplateResult {
    return html`<div class="options" role="group" aria-label="How the program is compiled"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') this.emit('options-closed', null);
        }}>
      ${(Object.keys(names) as OptionName[]).map((name) => this.choice(name))}
      <p class="options-note">${areDefault(this.options)
        ? 'The first run with another standard or optimization level takes a few seconds longer.'
        : 'With these options, unedited programs are compiled in the page, too.'}</p>
      ${areDefault(this.options) ? nothing : html`<button class="button"
        @click=${() => this.emit('options-chosen', defaultOptions)}>Default options</button>`}
    </div>`;
  }

  private choice(name: OptionName): TemplateResult {
    const labels = words[name] as Record<string, string>;
    return html`<label class="options-row"><span>${names[name]}</span>
      <select @change=${(event: Event) => this.emit('options-chosen',
        { ...this.options, [name]: (event.target as HTMLSelectElement).value })}>${
        optionChoices[name].map((value) => html`<option value=${value}
          ?selected=${this.options[name] === value}>${labels[value]}</option>`)}</select></label>`;
  }
}

customElements.define('options-panel', OptionsPanel);
