// share-panel.ts — the link to the program with its length, and other ways to share it. It floats
// below its button and blocks nothing.
// Events: `copy-link`, `copy-markdown`, `save-file`, `system-share`; `file-chosen` (detail: File);
// `panel-closed` (detail: whether the focus returns to the button).

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { mainFile } from '../logic/program-files.ts';
import { describeCount } from '../logic/words.ts';
import { closeIcon, copyIcon, openIcon, saveIcon, shareIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export interface SharedState {
  address: string;
  /** The program that the address contains. */
  source: string;
  /** What was done last, in words. */
  done: string;
}

/** Chat programs and old servers truncate longer links. */
const longLink = 8000;

export class SharePanel extends LightElement {
  static override properties = {
    shared: { attribute: false },
    canShare: { type: Boolean },
  };

  /** Undefined: the panel is closed. */
  declare shared: SharedState | undefined;
  /** The system has a share dialog of its own. */
  declare canShare: boolean;

  constructor() {
    super();
    this.shared = undefined;
    this.canShare = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.pressedOutside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.pressedOutside);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('shared') && this.shared && !changed.get('shared')) {
      this.querySelector<HTMLInputElement>('.share-link')?.select();
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { shared } = this;
    if (!shared) return nothing;
    const { length } = shared.address;
    return html`<section class="share" role="dialog" aria-label="Share" data-testid="share-panel"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          this.emit('panel-closed', true);
        }}>
      <div class="share-head"><h2>Share this program</h2>
        <button class="button button-quiet button-bare" aria-label="Close"
          @click=${() => this.emit('panel-closed', true)}>${closeIcon}</button></div>
      <input class="share-link" readonly aria-label="Link to this program" .value=${shared.address}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}>
      <p class="share-done" role="status" data-testid="share-status">${shared.done}
        <span class="share-length">${describeCount(length, 'character')}</span></p>
      ${length > longLink ? html`<p class="share-advice">Some chat and mail programs cut off
        links this long. Markdown or a file is safer.</p>` : nothing}
      <div class="share-ways">
        ${this.way('copy-link', 'Copy link', copyIcon)}
        ${this.way('copy-markdown', 'Copy as Markdown', copyIcon)}
        ${this.way('save-file', `Save ${mainFile}`, saveIcon)}
        ${this.canShare ? this.way('system-share', 'Send to…', shareIcon) : nothing}
      </div>
      <p class="share-note">The link contains the whole program. It is not sent to any server.</p>
      <label class="button share-open">${openIcon}Open a file…
        <input class="unseen" type="file" accept=".cpp,.cc,.cxx,.hpp,.h,text/*"
          @change=${(event: Event) => this.fileChosen(event)}></label>
    </section>`;
  }

  private way(event: string, words: string, icon: TemplateResult): TemplateResult {
    return html`<button class="button"
      @click=${() => this.emit(event, null)}>${icon}${words}</button>`;
  }

  private fileChosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) this.emit('file-chosen', file);
    input.value = ''; // the same file may be chosen again
  }

  private readonly pressedOutside = (event: Event): void => {
    const target = event.target as Element;
    const isButton = target.closest('[data-testid="share"]') !== null; // it closes by itself
    if (this.shared && !this.contains(target) && !isButton) this.emit('panel-closed', false);
  };
}

customElements.define('share-panel', SharePanel);
