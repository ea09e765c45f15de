// playground-header.ts — the one line at the top: name, title of the program, theme, keys.
// Events: `list-toggled`, on screens too narrow for a permanent list.

import { html, type TemplateResult } from 'lit';
import { autoIcon, darkIcon, keysIcon, lightIcon, listIcon } from './icons.ts';
import './keys-dialog.ts';
import type { KeysDialog } from './keys-dialog.ts';
import { LightElement } from './light-element.ts';
import type { PlaygroundServices } from './services.ts';

const choices = ['auto', 'light', 'dark'] as const;
const choiceIcons = { auto: autoIcon, light: lightIcon, dark: darkIcon };
const choiceWords = { auto: 'system', light: 'light', dark: 'dark' };

export class PlaygroundHeader extends LightElement {
  static override properties = {
    heading: {},
    listOpen: { type: Boolean },
    theme: { attribute: false },
  };

  declare heading: string;
  declare listOpen: boolean;
  declare theme: PlaygroundServices['theme'];

  constructor() {
    super();
    this.heading = '';
    this.listOpen = false;
  }

  showKeys(): void {
    (this.querySelector('keys-dialog') as KeysDialog | null)?.show();
  }

  override render(): TemplateResult {
    const { choice } = this.theme;
    return html`<header class="header">
      <button class="button button-quiet button-bare header-list" aria-label="Scenarios"
        aria-expanded=${this.listOpen}
        @click=${() => this.emit('list-toggled', null)}>${listIcon}</button>
      <span class="header-name">strait</span>
      <h1 class="header-title">${this.heading}</h1>
      <button class="button button-quiet header-button" title="Theme: ${choiceWords[choice]}"
        aria-label="Theme: ${choiceWords[choice]}"
        @click=${() => this.nextTheme()}>${choiceIcons[choice]}<span>Theme</span></button>
      <button class="button button-quiet header-button" title="Keys (?)" aria-label="Keys"
        @click=${() => this.showKeys()}>${keysIcon}<span>Keys</span></button>
    </header>
    <keys-dialog></keys-dialog>`;
  }

  private nextTheme(): void {
    const next = choices[(choices.indexOf(this.theme.choice) + 1) % choices.length] ?? 'auto';
    this.theme.choose(next);
    this.requestUpdate();
  }
}

customElements.define('playground-header', PlaygroundHeader);

declare global {
  interface HTMLElementTagNameMap {
    'playground-header': PlaygroundHeader;
  }
}
