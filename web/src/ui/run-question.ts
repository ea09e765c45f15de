// run-question.ts — asks after a while whether a run should be stopped. Once per run; the question
// floats over the output and blocks nothing.
// Events: `stop-pressed`, `let-run`.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { askAfterSecondsDefault, idle, millisecondsUntilQuestion, timeLimitSecondsDefault,
  type RunState } from '../logic/run-state.ts';
import { LightElement } from './light-element.ts';

export class RunQuestion extends LightElement {
  static override properties = {
    state: { attribute: false },
    askAfter: { type: Number },
    limit: { type: Number },
  };

  declare state: RunState;
  /** Seconds until it asks, and until the run is stopped unless the reader lets it run. */
  declare askAfter: number;
  declare limit: number;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.state = idle;
    this.askAfter = askAfterSecondsDefault;
    this.limit = timeLimitSecondsDefault;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private get wait(): number | undefined {
    return millisecondsUntilQuestion(this.state, performance.now(), this.askAfter * 1000);
  }

  protected override updated(_changed: PropertyValues): void {
    clearTimeout(this.timer);
    const { wait } = this;
    if (wait !== undefined && wait > 0) {
      this.timer = setTimeout(() => this.requestUpdate(), wait + 1);
    }
  }

  override render(): TemplateResult {
    const asks = this.wait === 0;
    return html`<div class="question-place" role="status">${asks
      ? html`<div class="question" data-testid="question">
        <p>Still running after ${this.askAfter} s. It will be stopped at
          ${this.limit} s unless you let it run.</p>
        <button class="button" @click=${() => this.emit('stop-pressed', null)}>Stop it</button>
        <button class="button" @click=${() => this.emit('let-run', null)}>Let it run</button>
      </div>` : nothing}</div>`;
  }
}

customElements.define('run-question', RunQuestion);
