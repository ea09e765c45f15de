// run-history.ts — the latest runs of the program shown, and how the output of one differs from
// that of the run before it.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { DiffRow, LineDiff } from '../logic/line-diff.ts';
import { describeOutcome } from '../logic/outcome.ts';
import type { RunRecord } from '../logic/run-history.ts';
import { describeCount } from '../logic/words.ts';
import { LightElement } from './light-element.ts';

const rowsLimit = 2000;
const marks = { same: ' ', added: '+', removed: '−' };
const markWords = { same: '', added: 'only in this run: ', removed: 'only in the earlier run: ' };

export class RunHistoryView extends LightElement {
  static override properties = {
    runs: { attribute: false },
    chosen: { state: true },
    diff: { state: true },
  };

  /** Newest first. */
  declare runs: readonly RunRecord[];
  /** The number of the run that is compared with the one before it; the newest by default. */
  declare private chosen: number | undefined;
  declare private diff: LineDiff | 'too different' | undefined;
  private compared = '';

  constructor() {
    super();
    this.runs = [];
    this.chosen = undefined;
    this.diff = undefined;
  }

  /** After another run the newest one is compared. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('runs')) return;
    if (changed.get('runs')?.[0] !== this.runs[0]) this.chosen = undefined;
  }

  private get pair(): [after: RunRecord, before: RunRecord] | undefined {
    const index = this.chosen === undefined ? 0
      : this.runs.findIndex(({ number }) => number === this.chosen);
    const [after, before] = [this.runs[index], this.runs[index + 1]];
    return after && before ? [after, before] : undefined;
  }

  protected override updated(): void {
    const { pair } = this;
    const wanted = pair ? `${pair[0].number} ${this.runs.length} ${this.runs[0]?.number}` : '';
    if (wanted === this.compared) return;
    this.compared = wanted;
    this.diff = undefined;
    if (pair) void this.compare(pair[0], pair[1], wanted);
  }

  private async compare(after: RunRecord, before: RunRecord, wanted: string): Promise<void> {
    const { compareLines } = await import('../logic/line-diff.ts');
    if (wanted !== this.compared) return;
    this.diff = compareLines(before.lines, after.lines) ?? 'too different';
  }

  override render(): TemplateResult {
    const { pair } = this;
    return html`<div class="history" data-testid="history">
      ${this.runs.length === 0 ? html`<p class="history-hint">Runs of this program are listed here
        while the tab is open.</p>` : nothing}
      <ul class="history-runs">${this.runs.map((run, index) => html`<li>${this.entry(run,
        this.runs[index + 1], pair?.[0] === run)}</li>`)}</ul>
      ${this.runs.length === 1 ? html`<p class="history-hint">Run it again to compare the
        outputs.</p>` : nothing}
      ${pair ? this.comparison(pair[0], pair[1]) : nothing}
    </div>`;
  }

  private entry(run: RunRecord, before: RunRecord | undefined, shown: boolean): TemplateResult {
    const words = html`<span class="history-number">${run.number}</span>
      <span>${describeOutcome(run.outcome, run.figures)}</span>
      <span class="history-lines">${describeCount(run.lines.length, 'line')}</span>`;
    if (!before) return html`<div class="history-run">${words}</div>`;
    return html`<button class="history-run" aria-pressed=${shown}
      title="Compare with run ${before.number}"
      @click=${() => { this.chosen = run.number; }}>${words}</button>`;
  }

  private comparison(after: RunRecord, before: RunRecord): TemplateResult {
    return html`<section aria-labelledby="compare-title" class="compare">
      <h3 id="compare-title">Run ${after.number} compared with run ${before.number}</h3>
      <p role="status" class="compare-sum" data-testid="compare">${this.sum(after, before)}</p>
      ${typeof this.diff === 'object' && this.diff.added + this.diff.removed > 0
        ? html`<div class="compare-rows" tabindex="0" role="region" aria-label="Compared lines">${
          this.diff.rows.slice(0, rowsLimit).map((row) => this.row(row))}</div>` : nothing}
    </section>`;
  }

  private sum(after: RunRecord, before: RunRecord): string {
    const { diff } = this;
    if (diff === undefined) return 'Comparing';
    if (diff === 'too different') return 'The outputs differ too much to be compared.';
    if (diff.added + diff.removed === 0) {
      return `Both runs printed the same ${describeCount(after.lines.length, 'line')}.`;
    }
    return `${describeCount(diff.added, 'line')} only in run ${after.number}, ` +
      `${diff.removed} only in run ${before.number}.`;
  }

  private row(row: DiffRow): TemplateResult {
    if (row.kind === 'folded') {
      return html`<p class="compare-folded">${describeCount(row.count, 'unchanged line')}</p>`;
    }
    return html`<div class="compare-row" data-kind=${row.kind}><span class="compare-mark"
      aria-hidden="true">${marks[row.kind]}</span><span class="unseen">${markWords[row.kind]}</span
      ><span class="compare-text">${row.text}</span></div>`;
  }
}

customElements.define('run-history', RunHistoryView);
