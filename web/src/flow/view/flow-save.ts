// flow-save.ts — <flow-save>: the flow as a file: pictures of what is in sight, and the whole run
// for other tools.
// Events: `saved`; `flow-shared` (detail: a promise of what goes into the link).

import { html, type TemplateResult } from 'lit';
import { packTrace } from '../../../../wasm/trace/packed.mjs';
import type { DeadlockReport } from '../../logic/deadlock-report.ts';
import { makeRecordedFlow, type RecordedFlow } from '../../logic/recorded-flow.ts';
import { LightElement } from '../../ui/light-element.ts';
import { svgFile } from '../export/svg.ts';
import { chromeTraceFile, csvFile, mermaidFile } from '../export/text-files.ts';
import { summary } from '../model/words.ts';
import { CanvasPainter } from '../picture/canvas-painter.ts';
import type { Colour, Shape } from '../picture/shapes.ts';
import type { FlowState } from './flow-state.ts';

interface Snapshot {
  shapes: Shape[];
  width: number;
  height: number;
}

const pngScale = 2;

export class FlowSave extends LightElement {
  static override properties = {
    state: { attribute: false },
    saveFile: { attribute: false },
    snapshot: { attribute: false },
    deadlock: { attribute: false },
    linkRefusal: { attribute: false },
    fileName: { attribute: false },
  };

  declare state: FlowState;
  declare saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** What is in sight; undefined while the table is shown. */
  declare snapshot: () => Snapshot | undefined;
  declare deadlock: DeadlockReport | undefined;
  /** Why it cannot go into a link; empty: it can. */
  declare linkRefusal: string;
  /** Of the files, without an ending. */
  declare fileName: string;

  constructor() {
    super();
    this.linkRefusal = '';
    this.fileName = 'flow';
  }

  override render(): TemplateResult {
    const { model, names } = this.state;
    const hasPicture = this.snapshot() !== undefined;
    const picture = hasPicture ? 'the picture in sight' : 'the table is shown';
    const choice = (name: string, about: string, act: () => void, isThere = true): TemplateResult =>
      html`<button class="flow-save-choice" ?disabled=${!isThere} @click=${() => {
        act();
        this.emit('saved', undefined);
      }}><b>${name}</b> ${about}</button>`;
    return html`<div class="flow-save" role="group" aria-label="Save as">
      ${choice('SVG', picture, () => this.saveSvg(), hasPicture)}
      ${choice('PNG', picture, () => this.savePng(), hasPicture)}
      ${choice('Mermaid', 'a sequence diagram', () =>
        this.saveText('.mmd', mermaidFile(model, names)))}
      ${choice('Perfetto', 'Chrome trace JSON', () =>
        this.saveText('.trace.json', chromeTraceFile(model, names)))}
      ${choice('CSV', 'all steps as a table', () =>
        this.saveText('.csv', csvFile(model, names)))}
      ${choice('Link', this.linkRefusal || 'the program with this flow', () =>
        this.emit('flow-shared', packedFlow(this.state, this.deadlock)), !this.linkRefusal)}
    </div>`;
  }

  private saveText(ending: string, text: string): void {
    this.saveFile(this.fileName + ending, new TextEncoder().encode(text));
  }

  private saveSvg(): void {
    const snapshot = this.snapshot();
    if (!snapshot) return;
    const style = getComputedStyle(this);
    this.saveText('.svg', svgFile(snapshot.shapes, snapshot.width, snapshot.height,
      `Flow: ${summary(this.state.model, false)}`, { colour: colours(style),
        textFace: style.getPropertyValue('--font-text'),
        codeFace: style.getPropertyValue('--font-code') }));
  }

  private savePng(): void {
    const snapshot = this.snapshot();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!snapshot || !context) return;
    const { shapes, width, height } = snapshot;
    const scale = Math.min(pngScale, 16_000 / Math.max(width, height));
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    context.scale(scale, scale);
    const style = getComputedStyle(this);
    const colour = colours(style);
    context.fillStyle = colour('surface');
    context.fillRect(0, 0, width, height);
    new CanvasPainter(context, colour, { text: style.getPropertyValue('--font-text'),
      code: style.getPropertyValue('--font-code') }).paint(shapes);
    canvas.toBlob((blob) => void blob?.arrayBuffer().then((bytes) =>
      this.saveFile(`${this.fileName}.png`, new Uint8Array(bytes))), 'image/png');
  }
}

/** As much of a run as a link holds; `omitted`: how many of its events do not fit. */
export async function packedFlow(state: FlowState, deadlock: DeadlockReport | undefined):
  Promise<{ flow: RecordedFlow; omitted: number }> {
  const { packed, omitted } = await packTrace(state.recorded);
  return { flow: makeRecordedFlow(packed, deadlock), omitted };
}

const colours = (style: CSSStyleDeclaration) => (name: Colour): string =>
  style.getPropertyValue(`--${name}`).trim();

customElements.define('flow-save', FlowSave);
