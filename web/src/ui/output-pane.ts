// output-pane.ts — the pane of a run: the compiler's messages, the program's output, earlier runs
// and the status line.
// Events: none of its own; it passes on `problem-chosen`, `stop-pressed` and `let-run`.

import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { ConsoleChange } from '../logic/console-text.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import { noFiles, type LeftFiles } from '../logic/left-files.ts';
import type { RunRecord } from '../logic/run-history.ts';
import { idle, isBusy, type RunState } from '../logic/run-state.ts';
import type { Session } from '../logic/session.ts';
import { clockIcon, copyIcon } from './icons.ts';
import './left-files.ts';
import { LightElement } from './light-element.ts';
import './output-view.ts';
import type { OutputView } from './output-view.ts';
import './problem-list.ts';
import './run-history.ts';
import './run-question.ts';
import './status-line.ts';
import { tabKey } from './tab-keys.ts';

const tabs = ['output', 'runs'] as const;
type Tab = (typeof tabs)[number];

export class OutputPane extends LightElement {
  static override properties = {
    session: { attribute: false },
    state: { attribute: false },
    diagnostics: { attribute: false },
    runs: { attribute: false },
    left: { attribute: false },
    copyText: { attribute: false },
    saveFile: { attribute: false },
    askAfter: { type: Number },
    timeLimit: { type: Number },
    times: { state: true },
    copied: { state: true },
    tab: { state: true },
  };

  declare session: Session | undefined;
  declare state: RunState;
  declare diagnostics: readonly Diagnostic[];
  /** The runs of the program shown, newest first. */
  declare runs: readonly RunRecord[];
  /** What the last run left behind. */
  declare left: LeftFiles;
  declare copyText: (text: string) => Promise<boolean>;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  declare askAfter: number;
  declare timeLimit: number;
  declare private times: boolean;
  declare private copied: string;
  declare private tab: Tab;

  constructor() {
    super();
    this.session = undefined;
    this.state = idle;
    this.diagnostics = [];
    this.runs = [];
    this.left = noFiles;
    this.copyText = async () => false;
    this.saveFile = () => {};
    this.times = true;
    this.copied = '';
    this.tab = 'output';
  }

  add(change: ConsoleChange): void {
    if (this.session) this.view?.add(change, this.session.output);
    this.copied = '';
    if (this.session?.output.cut) this.requestUpdate();
  }

  clear(): void {
    this.view?.clear();
    this.tab = 'output';
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('session') && this.session) this.view?.fill(this.session.output);
  }

  override render(): TemplateResult {
    const { session, state, tab } = this;
    const outcome = state.phase === 'ended' ? state.outcome : undefined;
    const dimmed = isBusy(state) && state.phase !== 'launching' && state.phase !== 'running';
    return html`<section class="result" id="output" aria-label="Output">
      ${this.head()}
      <div class="result-body" id="panel-output" role="tabpanel" aria-labelledby="tab-output"
        data-testid="output" ?hidden=${tab !== 'output'}>
        <problem-list .diagnostics=${this.diagnostics}
          .reason=${outcome?.kind === 'compile-error' ? outcome.reason : ''}></problem-list>
        <output-view ?cut=${session?.output.cut ?? false} ?dimmed=${dimmed}
          .times=${this.times} .hint=${this.hint(state)}></output-view>
      </div>
      <div class="result-body" id="panel-runs" role="tabpanel" aria-labelledby="tab-runs"
        ?hidden=${tab !== 'runs'}>
        <run-history .runs=${this.runs}></run-history>
      </div>
      <left-files .left=${this.left} .saveFile=${this.saveFile}
        ?hidden=${tab !== 'output'}></left-files>
      <run-question .state=${state} .askAfter=${this.askAfter} .limit=${this.timeLimit}>
      </run-question>
      <status-line .state=${state}></status-line>
    </section>`;
  }

  private head(): TemplateResult {
    const count = this.runs.length;
    const words = { output: 'Output', runs: count > 0 ? `Runs (${count})` : 'Runs' };
    return html`<div class="result-head">
      <div class="tabs" role="tablist" aria-label="Output of this and earlier runs"
        @keydown=${(event: KeyboardEvent) => tabKey(event)}>${tabs.map((name) => html`
        <button class="tab" role="tab" id="tab-${name}" aria-controls="panel-${name}"
          aria-selected=${this.tab === name} tabindex=${this.tab === name ? 0 : -1}
          @click=${() => { this.tab = name; }}>${words[name]}</button>`)}</div>
      <button class="button button-quiet" aria-pressed=${this.times} aria-label="Times"
        title="Show when each line was printed"
        @click=${() => { this.times = !this.times; }}>${clockIcon}<span>Times</span></button>
      <button class="button button-quiet" title="Copy the output" data-testid="copy"
          aria-label=${this.copied || 'Copy'}
        @click=${() => void this.copy()}>${copyIcon}<span>${this.copied || 'Copy'}</span></button>
    </div>`;
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

declare global {
  interface HTMLElementTagNameMap {
    'output-pane': OutputPane;
  }
}
