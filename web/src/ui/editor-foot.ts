// editor-foot.ts — the controls below the code: input, compiler options, formatting, the Tab key
// and the size of the type. It holds no logic: it reports what was chosen.
// Events: `settings-chosen` (detail: part of the settings), `format-pressed`, `tab-pressed`,
//         `size-pressed` (detail: 1 or -1).

import { html, nothing, type TemplateResult } from 'lit';
import { defaultSettings, stdinBytesLimit, type ProgramSettings }
  from '../logic/program-settings.ts';
import { utf8Length } from '../logic/source-limit.ts';
import { describeBytes } from '../logic/words.ts';
import { formatIcon, inputIcon, largerIcon, optionsIcon, smallerIcon } from './icons.ts';
import { LightElement } from './light-element.ts';
import './options-panel.ts';

export class EditorFoot extends LightElement {
  static override properties = {
    settings: { attribute: false },
    tabLeaves: { type: Boolean },
    formatting: { type: Boolean },
    ready: { type: Boolean },
    inputOpen: { state: true },
    optionsOpen: { state: true },
  };

  declare settings: ProgramSettings;
  /** Tab moves the focus instead of indenting. */
  declare tabLeaves: boolean;
  declare formatting: boolean;
  declare ready: boolean;
  declare private inputOpen: boolean;
  declare private optionsOpen: boolean;

  constructor() {
    super();
    this.settings = defaultSettings;
    this.tabLeaves = false;
    this.formatting = false;
    this.ready = false;
    this.inputOpen = false;
    this.optionsOpen = false;
  }

  /** A program that came with input shows it: what it reads is part of what it does. */
  showInput(): void {
    this.inputOpen = true;
  }

  closeOptions(): void {
    if (!this.optionsOpen) return;
    this.optionsOpen = false;
    if (this.contains(document.activeElement)) {
      this.querySelector<HTMLElement>('[aria-controls="options"]')?.focus();
    }
  }

  override render(): TemplateResult {
    const { options, stdin } = this.settings;
    const given = stdin === '' ? '' : ` (${describeBytes(utf8Length(stdin))})`;
    return html`
      ${this.inputOpen ? this.inputField(stdin) : nothing}
      ${this.optionsOpen ? html`<options-panel id="options" .options=${options}
        @options-chosen=${(event: CustomEvent) => this.emit('settings-chosen',
          { options: event.detail })}
        @options-closed=${() => this.closeOptions()}></options-panel>` : nothing}
      <div class="foot">
        <button class="button button-quiet" aria-expanded=${this.inputOpen} aria-controls="input"
          title="The program’s standard input" ?disabled=${!this.ready}
          @click=${() => { this.inputOpen = !this.inputOpen; }}>${inputIcon}Input${given}</button>
        <button class="button button-quiet" aria-expanded=${this.optionsOpen}
          aria-controls="options" title="Compiler options" ?disabled=${!this.ready}
          @click=${() => { this.optionsOpen = !this.optionsOpen; }}>${optionsIcon}<span
          >${options.standard.replace('c', 'C')} -O${options.optimize}</span></button>
        <button class="button button-quiet" title="Format the code (Shift+Alt+F)"
          aria-label="Format" data-testid="format" ?disabled=${!this.ready || this.formatting}
          @click=${() => this.emit('format-pressed', null)}
          >${formatIcon}<span class="foot-word">Format</span></button>
        <span class="foot-rest">
          <button class="button button-quiet foot-tab" aria-pressed=${this.tabLeaves}
            title="What the Tab key does in the editor (Ctrl+M)" data-testid="tab-mode"
            @click=${() => this.emit('tab-pressed', null)}>${this.tabLeaves
              ? 'Tab: focus' : 'Tab: indent'}</button>
          <button class="button button-quiet button-bare" aria-label="Smaller code"
            title="Smaller code"
            @click=${() => this.emit('size-pressed', -1)}>${smallerIcon}</button>
          <button class="button button-quiet button-bare" aria-label="Larger code"
            title="Larger code"
            @click=${() => this.emit('size-pressed', 1)}>${largerIcon}</button>
        </span>
      </div>`;
  }

  private inputField(stdin: string): TemplateResult {
    return html`<div class="input" id="input">
      <label class="input-label" for="stdin">What the program reads from standard input</label>
      <textarea id="stdin" class="input-text" rows="3" spellcheck="false" autocomplete="off"
        autocapitalize="off" maxlength=${stdinBytesLimit} .value=${stdin}
        placeholder="Read by std::cin and scanf, followed by end of file"
        @input=${(event: Event) => this.emit('settings-chosen',
          { stdin: (event.target as HTMLTextAreaElement).value })}></textarea>
    </div>`;
  }
}

customElements.define('editor-foot', EditorFoot);

declare global {
  interface HTMLElementTagNameMap {
    'editor-foot': EditorFoot;
  }
}
