// output-pane.ts — the pane of a run: the compiler's messages, the program's output, its flow,
// earlier runs and the status line; in an embed without the earlier runs.
// Events: `tab-chosen` (detail: which); it passes on `problem-chosen`, `stop-pressed`, `let-run`,
//         `line-chosen`, `line-marks`, `wide-pressed`, `flow-shared`, `compare-wanted` and
//         `compare-closed`.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Comparison, Setting } from '../logic/comparison.ts';
import type { ConsoleChange } from '../logic/console-text.ts';
import type { DeadlockReport } from '../logic/deadlock-report.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import { noFiles, type LeftFiles } from '../logic/left-files.ts';
import type { RunRecord } from '../logic/run-history.ts';
import { idle, isBusy, type RunState } from '../logic/run-state.ts';
import type { RunTrace } from '../logic/run-trace.ts';
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

const tabs = ['output', 'flow', 'runs'] as const;
type Tab = (typeof tabs)[number];

/** <flow-view>, of which this layer knows no more. */
interface FlowElement extends HTMLElement {
  showLine(line: number): boolean;
  showOutput(line: number): void;
  peekOutput(line: number | undefined): void;
}

export class OutputPane extends LightElement {
  static override properties = {
    session: { attribute: false },
    state: { attribute: false },
    diagnostics: { attribute: false },
    runs: { attribute: false },
    left: { attribute: false },
    loadFlow: { attribute: false },
    trace: { attribute: false },
    deadlock: { attribute: false },
    flow: { state: true },
    batches: { state: true },
    wide: { type: Boolean },
    embedded: { type: Boolean },
    edited: { type: Boolean },
    settings: { attribute: false },
    comparison: { attribute: false },
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
  /** Defines <flow-view>. */
  declare loadFlow: () => Promise<unknown>;
  /** Of the last run. */
  declare trace: RunTrace | undefined;
  declare deadlock: DeadlockReport | undefined;
  declare private flow: 'unused' | 'loading' | 'loaded' | 'failed';
  declare private batches: number;
  /** It lies below the code, at full width. */
  declare wide: boolean;
  /** Links and comparisons are left to the playground's own page. */
  declare embedded: boolean;
  /** The program shown is no longer the one that ran. */
  declare edited: boolean;
  /** What can be compared, and what is. */
  declare settings: readonly Setting[];
  declare comparison: Comparison | undefined;
  declare copyText: (text: string) => Promise<boolean>;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  declare askAfter: number;
  declare timeLimit: number;
  declare private times: boolean;
  declare private copied: string;
  declare private tab: Tab;
  private flowOpenedItself = false;

  constructor() {
    super();
    this.session = undefined;
    this.state = idle;
    this.diagnostics = [];
    this.runs = [];
    this.left = noFiles;
    this.loadFlow = async () => {};
    this.trace = undefined;
    this.deadlock = undefined;
    this.flow = 'unused';
    this.batches = 0;
    this.wide = false;
    this.embedded = false;
    this.edited = false;
    this.settings = [];
    this.comparison = undefined;
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
    if (this.tab === 'runs' || this.flowOpenedItself) this.choose('output');
    this.batches = 0;
    this.requestUpdate();
  }

  /** More of the trace has arrived. */
  traceGrown(): void {
    this.batches = this.session?.trace.count ?? 0;
    if (this.session?.trace.isLarge && this.flow === 'unused') void this.openFlow();
  }

  private choose(tab: Tab): void {
    this.flowOpenedItself = false;
    this.tab = tab;
    this.emit('tab-chosen', tab);
  }

  /** The Flow tab opens by itself, only for a deadlock; the next run begins with the output. */
  showFlow(): void {
    if (this.tab === 'flow') return;
    this.choose('flow');
    this.flowOpenedItself = true;
  }

  /** Moves the flow's cursor to this line of the source. */
  showLine(line: number): void {
    if (this.tab === 'flow') this.flowView?.showLine(line);
  }

  protected override willUpdate(): void {
    if (this.tab === 'flow' && this.flow === 'unused') void this.openFlow();
  }

  private async openFlow(): Promise<void> {
    this.flow = 'loading';
    try {
      await this.loadFlow();
      this.flow = 'loaded';
    } catch {
      this.flow = 'failed';
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('session') && this.session) {
      this.view?.fill(this.session.output);
      if (this.flowOpenedItself && changed.get('session')) this.choose('output');
    }
  }

  override render(): TemplateResult {
    const { session, state, tab } = this;
    const outcome = state.phase === 'ended' ? state.outcome : undefined;
    const dimmed = isBusy(state) && state.phase !== 'launching' && state.phase !== 'running';
    return html`<section class="result" id="output" aria-label="Output">
      ${this.head()}
      ${session?.recordedBy ? html`<p class="result-recorded" role="status"
        data-testid="recorded"><strong>Recorded run${this.edited
          ? ' of the program before it was edited' : ''}.</strong> ${session.recordedBy}</p>`
        : nothing}
      <div class="result-body" id="panel-output" role="tabpanel" aria-labelledby="tab-output"
        data-testid="output" ?hidden=${tab !== 'output'}>
        <problem-list .diagnostics=${this.diagnostics}
          .reason=${outcome?.kind === 'compile-error' ? outcome.reason : ''}></problem-list>
        <output-view ?cut=${session?.output.cut ?? false} ?dimmed=${dimmed}
          .times=${this.times} .hint=${this.hint(state)}
          @line-peeked=${(event: CustomEvent<number | undefined>) =>
            this.flowView?.peekOutput(event.detail)}></output-view>
      </div>
      <div class="result-body" id="panel-flow" role="tabpanel" aria-labelledby="tab-flow"
        ?hidden=${tab !== 'flow'}>${this.renderFlow()}</div>
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

  private get tabs(): readonly Tab[] {
    return this.embedded ? tabs.filter((name) => name !== 'runs') : tabs;
  }

  private head(): TemplateResult {
    const count = this.runs.length;
    const words = { output: 'Output', flow: 'Flow',
      runs: count > 0 ? `Runs (${count})` : 'Runs' };
    return html`<div class="result-head">
      <div class="tabs" role="tablist" aria-label="Output of this and earlier runs"
        @keydown=${(event: KeyboardEvent) => tabKey(event)}>${this.tabs.map((name) => html`
        <button class="tab" role="tab" id="tab-${name}" aria-controls="panel-${name}"
          aria-selected=${this.tab === name} tabindex=${this.tab === name ? 0 : -1}
          @click=${() => this.choose(name)}>${words[name]}</button>`)}</div>
      <button class="button button-quiet" aria-pressed=${this.times} aria-label="Times"
        title="Show when each line was printed"
        @click=${() => { this.times = !this.times; }}>${clockIcon}<span>Times</span></button>
      <button class="button button-quiet" title="Copy the output" data-testid="copy"
          aria-label=${this.copied || 'Copy'}
        @click=${() => void this.copy()}>${copyIcon}<span>${this.copied || 'Copy'}</span></button>
    </div>`;
  }

  private renderFlow(): TemplateResult | typeof nothing {
    switch (this.flow) {
      case 'loaded':
        return html`<flow-view .trace=${this.trace} .batches=${this.batches}
          .running=${isBusy(this.state)} .deadlock=${this.deadlock} .saveFile=${this.saveFile}
          .hiddenTab=${this.tab !== 'flow'}
          .canLink=${!this.embedded && !this.edited}
          .settings=${this.settings} .comparison=${this.comparison}
          ?wide=${this.wide}></flow-view>`;
      case 'failed':
        return html`<p class="output-hint">The flow could not be loaded; check the connection and
          choose the tab again.</p>`;
      default:
        return nothing;
    }
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

  private get flowView(): FlowElement | null {
    return this.querySelector<FlowElement>('flow-view');
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
