// head-fold.ts — the line above the code that stands for its hidden #includes, and shows them.

import { html, nothing, type TemplateResult } from 'lit';
import type { EditorDesk } from './editor-desk.ts';
import { foldIcon } from './icons.ts';

export function headFold(desk: EditorDesk | undefined): TemplateResult | typeof nothing {
  if (!desk || desk.head === 0) return nothing;
  return html`<button class="head-fold" data-testid="head-fold"
    title=${desk.headHidden ? 'Show these lines' : 'Hide these lines'}
    aria-expanded=${desk.headHidden ? 'false' : 'true'}
    @click=${() => desk.toggleHead()}><span class="head-fold-mark">${foldIcon}</span>Lines
    1–${desk.head}: #include${desk.headHidden ? ' …' : ''}</button>`;
}
