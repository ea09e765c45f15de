// page-keys.ts — the shortcuts that work wherever the focus is, except where text is typed.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface KeyActions {
  run(): void;
  showKeys(): void;
  search(): void;
  /** To the next scenario (1), or to the previous one. */
  step(by: 1 | -1): void;
  escape(): void;
  /** F6; with Shift, backwards. */
  nextPane(by: 1 | -1): void;
}

export interface Pane {
  /** Selectors: the pane, and its elements that may take the focus; the first in sight does. */
  pane: string;
  targets: string[];
}

/** Moves the focus to the next visible pane, or to the previous one. */
export function focusNextPane(root: ParentNode, panes: readonly Pane[], by: 1 | -1): void {
  const there = panes.flatMap(({ pane, targets }) => {
    const element = root.querySelector<HTMLElement>(pane);
    return element && getComputedStyle(element).visibility !== 'hidden'
      ? [{ element, targets }] : [];
  });
  const from = document.activeElement ?? document.body;
  const behind = there.filter(({ element }) => element.contains(from) ||
    (element.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0).length;
  const next = there[(behind - 1 + by + there.length) % there.length];
  const target = next?.targets.map((selector) =>
    next.element.querySelector<HTMLElement>(selector)).find((element) =>
    element && element.getClientRects().length > 0);
  target?.focus();
}

/** Listens while its element is in the document. */
export class PageKeys implements ReactiveController {
  private readonly actions: KeyActions;

  constructor(element: ReactiveControllerHost, actions: KeyActions) {
    this.actions = actions;
    element.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.pressed);
    document.addEventListener('keydown', this.paged, { capture: true });
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.pressed);
    document.removeEventListener('keydown', this.paged, { capture: true });
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { actions } = this;
    const target = event.target as Element | null;
    const typing = target?.closest('input, textarea, select, [contenteditable], .monaco-editor');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // The editors handle it themselves.
      if (typing?.matches('.plain-editor textarea, .monaco-editor')) return;
      event.preventDefault();
      actions.run();
    } else if (event.key === '?' && !typing) {
      actions.showKeys();
    } else if (event.key === 'F6') {
      event.preventDefault();
      actions.nextPane(event.shiftKey ? -1 : 1);
    } else if (event.key === '/' && !typing) {
      event.preventDefault(); // or it would be typed into the field
      actions.search();
    } else if (event.key === 'Escape') {
      actions.escape();
    }
  };

  /** Handled before an editor sees it, which would scroll. */
  private readonly paged = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'PageDown' && event.key !== 'PageUp')) return;
    event.preventDefault();
    event.stopPropagation();
    this.actions.step(event.key === 'PageDown' ? 1 : -1);
  };
}
