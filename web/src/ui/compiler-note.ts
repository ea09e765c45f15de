// compiler-note.ts — one quiet line about the compiler: its size before it is fetched, the progress
// of the download, and how much of it this device stores. Cancel and Delete are here.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { compilerText, type CompilerState } from '../logic/compiler-state.ts';
import { LightElement } from './light-element.ts';

export interface CompilerControl {
  readonly state: CompilerState;
  onChange: () => void;
  cancelWarmUp(): void;
  /** Download size of the whole compiler; 0 when it cannot be determined. */
  downloadBytes(): Promise<number>;
  keptBytes(): Promise<number>;
  deleteKept(): Promise<void>;
}

export class CompilerNote extends LightElement {
  static override properties = {
    compiler: { attribute: false },
    downloadBytes: { state: true },
    keptBytes: { state: true },
  };

  declare compiler: CompilerControl | undefined;
  declare private downloadBytes: number;
  declare private keptBytes: number;

  constructor() {
    super();
    this.compiler = undefined;
    this.downloadBytes = 0;
    this.keptBytes = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { compiler } = this;
    if (!changed.has('compiler') || !compiler) return;
    compiler.onChange = () => {
      this.requestUpdate();
      void this.count(compiler);
    };
    void compiler.downloadBytes().then((bytes) => { this.downloadBytes = bytes; });
    void this.count(compiler);
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.compiler) return nothing;
    const { state } = this.compiler;
    const text = compilerText(state, this.downloadBytes, this.keptBytes);
    if (!text) return nothing;
    return html`<p class="compiler-note" data-testid="compiler" data-state=${state.kind}>
      <span>${text}</span>${this.renderAction(state)}
      ${state.kind === 'fetching' && state.total > 0
        ? html`<progress max=${state.total} .value=${state.received}
            aria-label="Compiler"></progress>` : nothing}
    </p>`;
  }

  private renderAction(state: CompilerState): TemplateResult | typeof nothing {
    if (state.kind === 'fetching' || state.kind === 'warming') {
      return html`<button class="button button-quiet"
        title="The compiler will be downloaded when you run an edited program"
        @click=${() => this.compiler?.cancelWarmUp()}>Cancel</button>`;
    }
    if (this.keptBytes === 0) return nothing;
    return html`<button class="button button-quiet"
      title="The compiler will be downloaded again when it is needed"
      @click=${() => void this.delete()}>Delete</button>`;
  }

  private async delete(): Promise<void> {
    await this.compiler?.deleteKept();
    if (this.compiler) await this.count(this.compiler);
  }

  /** Not during the download, where the number would only lag behind the progress bar. */
  private async count(compiler: CompilerControl): Promise<void> {
    if (compiler.state.kind === 'fetching') return;
    this.keptBytes = await compiler.keptBytes();
  }
}

customElements.define('compiler-note', CompilerNote);
