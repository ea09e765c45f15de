// pane-splitter.ts — the line between code and output: dragged, or moved by the arrow keys.
// Events: `split-moved` (detail: the code's part, 0.2 … 0.8).

import { LightElement } from './light-element.ts';
import { html, type TemplateResult } from 'lit';

const ratioMin = 0.2;
const ratioMax = 0.8;
const step = 0.02;

export class PaneSplitter extends LightElement {
  static override properties = {
    ratio: { type: Number },
    /** The panes are stacked vertically. */
    stacked: { type: Boolean },
  };

  declare ratio: number;
  declare stacked: boolean;

  constructor() {
    super();
    this.ratio = 0.64;
    this.stacked = false;
  }

  override render(): TemplateResult {
    return html`<div class="splitter" role="separator" tabindex="0"
      aria-label="Size of code and output" aria-orientation=${
        this.stacked ? 'horizontal' : 'vertical'}
      aria-valuemin=${ratioMin * 100} aria-valuemax=${ratioMax * 100}
      aria-valuenow=${Math.round(this.ratio * 100)}
      @pointerdown=${(event: PointerEvent) => this.grab(event)}
      @keydown=${(event: KeyboardEvent) => this.keyPressed(event)}></div>`;
  }

  private grab(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    const panes = this.closest('strait-playground')?.querySelectorAll('.pane');
    const before = panes?.[0]?.getBoundingClientRect();
    const after = panes?.[1]?.getBoundingClientRect();
    if (!before || !after) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const ratio = this.stacked
        ? (moved.clientY - before.top) / (after.bottom - before.top)
        : (moved.clientX - before.left) / (after.right - before.left);
      this.moveTo(ratio);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture',
      () => handle.removeEventListener('pointermove', move), { once: true });
  }

  private keyPressed(event: KeyboardEvent): void {
    const back = this.stacked ? 'ArrowUp' : 'ArrowLeft';
    const on = this.stacked ? 'ArrowDown' : 'ArrowRight';
    const targets: Record<string, number> = { [back]: this.ratio - step, [on]: this.ratio + step,
      Home: ratioMin, End: ratioMax };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.moveTo(target);
  }

  private moveTo(ratio: number): void {
    this.ratio = Math.max(ratioMin, Math.min(ratioMax, ratio));
    this.emit('split-moved', this.ratio);
  }
}

customElements.define('pane-splitter', PaneSplitter);
