// notices.ts — the one short word to the reader that stands at a time, and what its button
// does. Idea: plain words go by themselves, errors and news stay until they are closed.

import type { Notice } from './notice-bar.ts';

const plainMilliseconds = 8000;

export class Notices {
  notice: Notice | undefined;
  private action: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  show(notice: Notice, action?: () => void): void {
    clearTimeout(this.timer);
    this.notice = notice;
    this.action = action;
    if (notice.tone === 'plain') this.timer = setTimeout(() => this.close(), plainMilliseconds);
    this.changed();
  }

  close(): void {
    clearTimeout(this.timer);
    this.notice = undefined;
    this.action = undefined;
    this.changed();
  }

  act(): void {
    this.action?.();
  }
}
