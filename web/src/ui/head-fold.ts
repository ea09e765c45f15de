// head-fold.ts — the line above the code that represents its hidden #includes and shows them.

import { html, nothing, type TemplateResult } from 'lit';
import type { EditorController } from './editor-controller.ts';
import { foldIcon } from './icons.ts';

export function headFold(
  controller: EditorController | undefined): TemplateResult | typeof nothing {
  if (!controller || controller.head === 0) return nothing;
  return html`<button class="head-fold" data-testid="head-fold"
    title=${controller.headHidden ? 'Show these lines' : 'Hide these lines'}
    aria-expanded=${controller.headHidden ? 'false' : 'true'}
    @click=${() => controller.toggleHead()}><span class="head-fold-mark">${foldIcon}</span>Lines
    1–${controller.head}: #include${controller.headHidden ? ' …' : ''}</button>`;
}
