// share-controller.ts — the state of the share panel: which link it shows, and what was done last.

import type { ReactiveControllerHost } from 'lit';
import type { LinkController, PackedFlow } from './link-controller.ts';
import type { SharedState } from './share-panel.ts';

export class ShareController {
  /** Undefined: the panel is closed. */
  shared: SharedState | undefined;
  /** What had the focus when it was opened. */
  private opener: Element | null = null;
  private readonly element: ReactiveControllerHost;
  private readonly links: () => LinkController | undefined;

  constructor(element: ReactiveControllerHost, links: () => LinkController | undefined) {
    this.element = element;
    this.links = links;
  }

  async toggle(): Promise<void> {
    this.show(this.shared ? undefined : await this.links()?.share());
  }

  async openWith(flow: Promise<PackedFlow>): Promise<void> {
    this.show(await this.links()?.share(flow));
  }

  close(): void {
    this.show(undefined);
  }

  /** Gives the focus back; `otherwise`: to whom, if its owner is gone. */
  closeByKey(otherwise: HTMLElement | null): void {
    this.close();
    const { opener } = this;
    const isThere = opener instanceof HTMLElement && opener !== document.body &&
      opener.isConnected;
    (isThere ? opener : otherwise)?.focus();
  }

  /** The link contains a source; once the source differs, the link is out of date. */
  sourceChanged(source: string | undefined): void {
    if (this.shared && this.shared.source !== source) this.close();
  }

  async copyLink(): Promise<void> {
    if (this.shared) this.show(await this.links()?.copyLink(this.shared));
  }

  async copyMarkdown(title: string): Promise<void> {
    if (this.shared) this.show(await this.links()?.copyMarkdown(this.shared, title));
  }

  private show(shared: SharedState | undefined): void {
    if (!this.shared) this.opener = document.activeElement;
    this.shared = shared;
    this.element.requestUpdate();
  }
}
