// notice-bar.ts — a short message to the reader that floats over the code and moves nothing.
// Events: `notice-closed`, `notice-action`.

import { html, nothing, type TemplateResult } from 'lit';
import { closeIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export interface Notice {
  text: string;
  /** `news` stays until it is closed, like an error, but is none. */
  tone: 'plain' | 'news' | 'error';
  /** The label of a button; its owner decides what it does. */
  action?: string;
}

export class NoticeBar extends LightElement {
  static override properties = { notice: { attribute: false } };

  declare notice: Notice | undefined;

  constructor() {
    super();
    this.notice = undefined;
  }

  override render(): TemplateResult {
    const { notice } = this;
    const role = notice?.tone === 'error' ? 'alert' : 'status';
    return html`<div class="notice-place" role=${role} data-testid="notice">${notice
      ? html`<div class="notice" data-tone=${notice.tone}>
          <span>${notice.text}</span>
          ${notice.action ? html`<button class="button notice-action"
            @click=${() => this.emit('notice-action', null)}>${notice.action}</button>` : nothing}
          <button class="button button-quiet button-bare" aria-label="Close this message"
            @click=${() => this.emit('notice-closed', null)}>${closeIcon}</button>
        </div>` : nothing}</div>`;
  }
}

customElements.define('notice-bar', NoticeBar);
