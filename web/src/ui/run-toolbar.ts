// run-toolbar.ts — Run, Stop, Reset, Share. It holds no logic: it reports what was pressed.
// Events: `run-pressed`, `stop-pressed`, `reset-pressed`, `share-pressed`; and `more-pressed`, on
// screens too small to always show the controls below the code.
// Invariants: the buttons keep their places and sizes whatever state a run is in.

import { html, type TemplateResult } from 'lit';
import { mainFile } from '../logic/program-files.ts';
import { optionsIcon, resetIcon, runIcon, shareIcon, stopIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export class RunToolbar extends LightElement {
  static override properties = {
    busy: { type: Boolean },
    edited: { type: Boolean },
    ready: { type: Boolean },
    runnable: { type: Boolean },
    moreOpen: { type: Boolean },
  };

  declare busy: boolean;
  declare edited: boolean;
  declare ready: boolean;
  declare runnable: boolean;
  declare moreOpen: boolean;
  private focused: Element | null = null;

  constructor() {
    super();
    this.busy = false;
    this.edited = false;
    this.ready = false;
    this.runnable = true;
    this.moreOpen = false;
  }

  protected override willUpdate(): void {
    const focused = document.activeElement;
    this.focused = this.contains(focused) ? focused : null;
  }

  /** A button that becomes disabled loses the focus: Run or Stop takes it. */
  protected override updated(): void {
    if (!(this.focused instanceof HTMLButtonElement) || !this.focused.disabled) return;
    this.querySelector<HTMLElement>('.toolbar-run :enabled')?.focus();
  }

  override render(): TemplateResult {
    return html`<div class="toolbar" role="toolbar" aria-label="Program">
      <span class="toolbar-file">${mainFile}<span class="toolbar-edited">${this.edited
        ? ' edited' : ''}</span></span>
      <span class="toolbar-run">
        <button class="button button-primary" data-testid="run" title="Run (Ctrl+Enter)"
          ?disabled=${!this.ready || !this.runnable || this.busy}
          @click=${() => this.emit('run-pressed', null)}>${runIcon}Run</button>
        <button class="button" data-testid="stop" title="Stop the program"
          ?disabled=${!this.busy}
          @click=${() => this.emit('stop-pressed', null)}>${stopIcon}Stop</button>
      </span>
      <span class="toolbar-rest">
        <button class="button button-quiet" data-testid="reset" title="Restore the original"
          ?disabled=${!this.ready || !this.edited}
          @click=${() => this.emit('reset-pressed', null)}>${resetIcon}<span>Reset</span></button>
        <button class="button button-quiet" data-testid="share"
          title="Create a link to this program"
          ?disabled=${!this.ready}
          @click=${() => this.emit('share-pressed', null)}>${shareIcon}<span>Share</span></button>
        <button class="button button-quiet button-bare toolbar-more" aria-expanded=${this.moreOpen}
          aria-label="Input, options and layout" title="Input, options and layout"
          @click=${() => this.emit('more-pressed', null)}>${optionsIcon}</button>
      </span>
    </div>`;
  }
}

customElements.define('run-toolbar', RunToolbar);
