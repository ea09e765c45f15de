// keys-dialog.ts — the list of keyboard shortcuts, opened by `?`.

import { html, type TemplateResult } from 'lit';
import { closeIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

const keys: [string, string][] = [
  ['Ctrl + Enter', 'Run (Cmd + Enter on a Mac)'],
  ['Esc, Esc', 'Leave the editor'],
  ['F6', 'Next pane: list, code, output'],
  ['Ctrl + M', 'Switch Tab between indenting and moving focus'],
  ['Shift + Alt + F', 'Format the code'],
  ['Ctrl + Space', 'Complete a library name'],
  ['F8', 'Next problem in the code'],
  ['Ctrl + F', 'Find in the code'],
  ['Ctrl + /', 'Comment or uncomment lines'],
  ['Alt + PageDown', 'Next scenario; Alt + PageUp: the previous one'],
  ['/', 'Search the scenarios'],
  ['← →', 'In the flow: previous and next step; with Shift of the same thread'],
  ['+ − 0', 'In the flow: zoom in, zoom out, show all'],
  ['Enter', 'In the flow: light up the message of the step'],
  ['?', 'This list'],
];

export class KeysDialog extends LightElement {
  show(): void {
    this.dialog?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog class="keys" aria-labelledby="keys-title"
      @click=${(event: MouseEvent) => {
        if (event.target === this.dialog) this.dialog?.close();
      }}>
      <div class="keys-body">
        <div class="keys-head">
          <h2 id="keys-title">Keys</h2>
          <button class="button button-quiet button-bare" aria-label="Close"
            @click=${() => this.dialog?.close()}>${closeIcon}</button>
        </div>
        <dl>${keys.map(([key, words]) => html`<div><dt><kbd>${key}</kbd></dt>
          <dd>${words}</dd></div>`)}</dl>
      </div>
    </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }
}

customElements.define('keys-dialog', KeysDialog);
