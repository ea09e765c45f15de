// notices.ts — the one notice that is shown at a time, and what its button does.
// Idea: plain notices disappear after a while, errors and news stay until they are closed.

import type { ReactiveControllerHost } from 'lit';
import type { Notice } from './notice-bar.ts';

const plainMilliseconds = 8000;

export class Notices {
  notice: Notice | undefined;
  private action: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly element: ReactiveControllerHost;

  constructor(element: ReactiveControllerHost) {
    this.element = element;
  }

  show(notice: Notice, action?: () => void): void {
    clearTimeout(this.timer);
    this.notice = notice;
    this.action = action;
    if (notice.tone === 'plain') this.timer = setTimeout(() => this.close(), plainMilliseconds);
    this.element.requestUpdate();
  }

  close(): void {
    clearTimeout(this.timer);
    this.notice = undefined;
    this.action = undefined;
    this.element.requestUpdate();
  }

  act(): void {
    this.action?.();
  }
}
