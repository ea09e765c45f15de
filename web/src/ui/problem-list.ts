// problem-list.ts — the compiler's messages: the first error in full, the rest folded.
// Events: `problem-chosen` (detail: the diagnostic), to go to its line.

import { html, nothing, type TemplateResult } from 'lit';
import { countProblems, describeProblem, firstProblem, type Diagnostic }
  from '../logic/diagnostics.ts';
import { LightElement } from './light-element.ts';

const problemsLimit = 50;

export class ProblemList extends LightElement {
  static override properties = { diagnostics: { attribute: false }, reason: {} };

  declare diagnostics: readonly Diagnostic[];
  /** Shown for a failure without a diagnostic of its own. */
  declare reason: string;

  constructor() {
    super();
    this.diagnostics = [];
    this.reason = '';
  }

  override render(): TemplateResult | typeof nothing {
    const first = firstProblem(this.diagnostics);
    if (!first && !this.reason) return nothing;
    const rest = this.diagnostics.filter((entry) => entry !== first).slice(0, problemsLimit);
    const isError = Boolean(this.reason) || first?.severity === 'error';
    return html`<div class="problems" data-severity=${isError ? 'error' : 'warning'}>
      <div role=${isError ? 'alert' : 'note'}>
        <h3>${isError ? 'The program did not compile' : 'Compiled, with warnings'}</h3>
        ${first ? this.entry(first) : html`<p class="problem-reason">${this.reason}</p>`}
      </div>
      ${rest.length === 0 ? nothing : html`<details class="problems-rest">
        <summary>Show all: ${countProblems(this.diagnostics)}</summary>
        <ul>${rest.map((entry) => html`<li>${this.entry(entry)}</li>`)}</ul>
      </details>`}
    </div>`;
  }

  private entry(problem: Diagnostic): TemplateResult {
    const { line, severity } = problem;
    const words = describeProblem(problem).replace(/^line \d+: /, '');
    if (line < 1) return html`<p class="problem-reason">${words}</p>`;
    return html`<button class="problem" data-severity=${severity}
      @click=${() => this.emit('problem-chosen', problem)}>
      <span class="problem-place">${severity === 'error' ? '' : `${severity}, `}line ${line}</span>
      <span class="problem-words">${words}</span>
    </button>`;
  }
}

customElements.define('problem-list', ProblemList);
