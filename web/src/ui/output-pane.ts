// output-pane.ts — the pane of a run: what the compiler objected to, what the program printed, and
// the status line.

import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { ConsoleChange } from '../logic/console-text.ts';
import { idle, type RunState } from '../logic/run-state.ts';
import type { Session } from '../logic/session.ts';
import { clockIcon, copyIcon } from './icons.ts';
import { LightElement } from './light-element.ts';
import './output-view.ts';
import type { OutputView } from './output-view.ts';
import './problem-list.ts';
import './status-line.ts';

export class OutputPane extends LightElement {
  static override properties = {
    session: { attribute: false },
    /** The run's state: a new one is a reason to draw again. */
    stamp: { attribute: false },
    copyText: { attribute: false },
    times: { state: true },
    copied: { state: true },
  };

  declare session: Session | undefined;
  declare stamp: RunState | undefined;
  declare copyText: (text: string) => Promise<boolean>;
  declare private times: boolean;
  declare private copied: string;

  constructor() {
    super();
    this.session = undefined;
    this.stamp = undefined;
    this.copyText = async () => false;
    this.times = true;
    this.copied = '';
  }

  add(change: ConsoleChange): void {
    this.view?.add(change);
    this.copied = '';
    if (this.session?.output.cut) this.requestUpdate();
  }

  clear(): void {
    this.view?.clear();
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('session') && this.session) this.view?.fill(this.session.output);
  }

  override render(): TemplateResult {
    const { session } = this;
    const state = session?.state ?? idle;
    const outcome = state.phase === 'ended' ? state.outcome : undefined;
    const dimmed = state.phase === 'starting' || state.phase === 'fetching' ||
      state.phase === 'compiling';
    return html`<section class="result" id="output" aria-label="Output">
      <div class="result-head">
        <h2>Output</h2>
        <button class="button button-quiet" aria-pressed=${this.times}
          title="Show when each line was printed"
          @click=${() => { this.times = !this.times; }}>${clockIcon}Times</button>
        <button class="button button-quiet" title="Copy the output"
          @click=${() => void this.copy()}>${copyIcon}${this.copied || 'Copy'}</button>
      </div>
      <div class="result-body" data-testid="output">
        <problem-list .diagnostics=${session?.diagnostics ?? []}
          .reason=${outcome?.kind === 'compile-error' ? outcome.reason : ''}></problem-list>
        <output-view ?cut=${session?.output.cut ?? false} ?dimmed=${dimmed}
          .times=${this.times} .hint=${this.hint(state)}></output-view>
      </div>
      <status-line .state=${state}></status-line>
    </section>`;
  }

  private hint(state: RunState): string {
    if (state.phase === 'idle') return 'Press Run to see what the program prints.';
    if (state.phase === 'ended' && state.outcome.kind === 'exited') {
      return 'The program printed nothing.';
    }
    return '';
  }

  private async copy(): Promise<void> {
    if (!this.session) return;
    const worked = await this.copyText(this.session.output.text());
    this.copied = worked ? 'Copied' : 'Not allowed';
    setTimeout(() => { this.copied = ''; }, 2000);
  }

  private get view(): OutputView | null {
    return this.querySelector('output-view');
  }
}

customElements.define('output-pane', OutputPane);
