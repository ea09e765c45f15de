// kept-focus.ts — whoever has the focus when it is taken out of the page, or can no longer be used,
// passes it on: a reader without a pointer would have to begin at the top of the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class KeptFocus implements ReactiveController {
  private readonly host: HTMLElement;
  private readonly heir: (host: HTMLElement) => HTMLElement | null | undefined;
  private focused: Element | null = null;

  /** `heir`: who takes the focus, asked once everything is shown anew. */
  constructor(host: HTMLElement & ReactiveControllerHost, heir: KeptFocus['heir']) {
    this.host = host;
    this.heir = heir;
    host.addController(this);
  }

  hostUpdate(): void {
    const { activeElement } = document;
    this.focused = this.host.contains(activeElement) ? activeElement : null;
  }

  hostUpdated(): void {
    const { focused } = this;
    this.focused = null;
    if (!focused || (focused.isConnected && !focused.matches(':disabled'))) return;
    // The elements inside are rendered after their host.
    requestAnimationFrame(() => {
      const { activeElement } = document;
      const isLost = !activeElement || activeElement === document.body || activeElement === focused;
      if (isLost) this.heir(this.host)?.focus();
    });
  }
}
