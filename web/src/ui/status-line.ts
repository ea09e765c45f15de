// status-line.ts — one line that says what is going on. Its first part is announced, the ticking
// part is not.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { idle, isBusy, type RunState } from '../logic/run-state.ts';
import { statusText } from '../logic/status-text.ts';
import { LightElement } from './light-element.ts';

const tickMilliseconds = 100;

export class StatusLine extends LightElement {
  static override properties = { state: { attribute: false } };

  declare state: RunState;
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.state = idle;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.tick(false);
  }

  protected override updated(_changed: PropertyValues): void {
    this.tick(isBusy(this.state));
  }

  override render(): TemplateResult {
    const { phase, detail, tone, progress } = statusText(this.state, performance.now());
    const { state } = this;
    // The list of problems shows it in full.
    const isBrief = state.phase === 'ended' && state.outcome.kind === 'compile-error';
    return html`<div class="status" data-testid="status" data-tone=${tone} ?data-brief=${isBrief}>
      <span class="status-mark" aria-hidden="true"></span>
      <span class="status-phase" role="status" title=${phase}>${phase}</span>
      ${detail ? html`<span class="status-detail" aria-hidden="true">${detail}</span>` : nothing}
      ${progress === undefined ? nothing
        : html`<progress class="status-progress" max="1" .value=${progress}
            aria-label="Fetching the compiler"></progress>`}
    </div>`;
  }

  private tick(wanted: boolean): void {
    if (wanted === (this.ticking !== undefined)) return;
    clearInterval(this.ticking);
    this.ticking = wanted ? setInterval(() => this.requestUpdate(), tickMilliseconds) : undefined;
  }
}

customElements.define('status-line', StatusLine);
