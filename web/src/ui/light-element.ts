// light-element.ts — a Lit element that renders into itself: one style sheet, one focus order, and
// Monaco (which puts its styles into the document) work as in a plain page.

import { LitElement } from 'lit';

export class LightElement extends LitElement {
  override connectedCallback(): void {
    // Replaces what the HTML contained before any script ran.
    if (!this.hasUpdated) this.replaceChildren();
    super.connectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected emit<Detail>(type: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
