// share-controller.ts — the state of the share panel: which link it shows, and what was done last.

import type { ReactiveControllerHost } from 'lit';
import type { LinkController, PackedFlow } from './link-controller.ts';
import type { SharedState } from './share-panel.ts';

export class ShareController {
  /** Undefined: the panel is closed. */
  shared: SharedState | undefined;
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
    this.shared = shared;
    this.element.requestUpdate();
  }
}
