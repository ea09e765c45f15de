// left-files.ts — below the output: the files that the last run left behind, each to be saved.

import { html, nothing, type TemplateResult } from 'lit';
import { describeOmitted, noFiles, savedName, shownPath, type LeftFile, type LeftFiles }
  from '../logic/left-files.ts';
import { describeBytes, describeCount } from '../logic/words.ts';
import { saveIcon } from './icons.ts';
import { LightElement } from './light-element.ts';

export class LeftFilesView extends LightElement {
  static override properties = {
    left: { attribute: false },
    saveFile: { attribute: false },
  };

  declare left: LeftFiles;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;

  constructor() {
    super();
    this.left = noFiles;
    this.saveFile = () => {};
  }

  override render(): TemplateResult | typeof nothing {
    const { files } = this.left;
    const omitted = describeOmitted(this.left);
    if (files.length === 0 && !omitted) return nothing;
    return html`<section class="files" aria-labelledby="files-title" data-testid="left-files">
      <h3 id="files-title">${describeCount(files.length, 'file')} left behind</h3>
      <ul>${files.map((file) => html`<li>${this.entry(file)}</li>`)}</ul>
      ${omitted ? html`<p class="files-omitted">${omitted}</p>` : nothing}
    </section>`;
  }

  private entry(file: LeftFile): TemplateResult {
    const path = shownPath(file.path);
    const size = describeBytes(file.bytes.length);
    return html`<button class="file" aria-label="Save ${path}, ${size}" title="Save this file"
      @click=${() => this.saveFile(savedName(file.path), file.bytes)}>${saveIcon}<span
      class="file-path">${path}</span><span class="file-size">${size}</span></button>`;
  }
}

customElements.define('left-files', LeftFilesView);
