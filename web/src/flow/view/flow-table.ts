// flow-table.ts — <flow-table>: the picture's twin, all steps as a table. It shows one page of
// rows, the one with the cursor. Tab stops at the cursor's row only; arrow keys move the cursor.
// Events: `line-chosen` (detail: the line).

import { html, type PropertyValues, type TemplateResult } from 'lit';
import { describeInstant, groupedDigits } from '../../logic/words.ts';
import { firstAbove } from '../model/contents.ts';
import { messageOf, placeOf } from '../model/moment.ts';
import type { FlowEvent } from '../model/events.ts';
import { FlowElement } from './flow-element.ts';

const pageRows = 200;

export class FlowTable extends FlowElement {
  override render(): TemplateResult {
    const { axis, cursor } = this.state;
    const index = Math.max(0, firstAbove(axis.shown, cursor) - 1);
    const first = index - index % pageRows;
    const rows = axis.shown.slice(first, first + pageRows);
    const last = first + rows.length;
    return html`<div class="flow-table-scroll" tabindex="0" role="region" aria-label="Steps">
      <table class="flow-table" data-testid="flow-table" @keydown=${this.key}>
        <caption class="unseen">Steps ${first + 1} to ${last} of ${axis.shown.length}</caption>
        <thead><tr>${['Step', 'Time', 'Thread', 'What', 'Channel', 'Value', 'Line'].map((head) =>
          html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map((step, row) => this.row(step, first + row))}</tbody>
      </table></div>
      <div class="flow-pages"><button class="button" ?disabled=${first === 0}
          @click=${() => this.state.setCursor(axis.shown[first - 1] ?? -1)}>Earlier</button>
        <span>${groupedDigits(Math.min(first + 1, last))} to ${groupedDigits(last)} of ${
          groupedDigits(axis.shown.length)}</span>
        <button class="button" ?disabled=${last >= axis.shown.length}
          @click=${() => this.state.setCursor(axis.shown[last] ?? -1)}>Later</button></div>`;
  }

  private row(step: number, index: number): TemplateResult {
    const { model, names, cursor } = this.state;
    const event = model.steps[step] as FlowEvent;
    const channel = model.channelsById.get(event.channel);
    const { line = 0 } = model.places[placeOf(model, step)] ?? {};
    const stop = step === cursor ? 0 : -1;
    return html`<tr aria-current=${step === cursor}>
      <th scope="row"><button class="flow-line" tabindex=${stop}
        @click=${() => this.state.setCursor(step)}>${groupedDigits(index + 1)}</button></th>
      <td>${describeInstant(event.time / 1e6)}</td>
      <td>${names.thread(model.threadsById.get(event.thread))}</td>
      <td>${names.what(step)}</td>
      <td>${channel ? names.channel(channel) : ''}</td>
      <td class="flow-value">${messageOf(model, step)?.value ?? ''}</td>
      <td>${line > 0 ? html`<button class="flow-line" tabindex=${stop}
        @click=${() => this.emit('line-chosen', line)}>${line}</button>` : ''}</td>
    </tr>`;
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { state } = this;
    const actions: Record<string, () => void> = {
      ArrowUp: () => state.move(-1),
      ArrowDown: () => state.move(1),
      PageUp: () => state.move(-20),
      PageDown: () => state.move(20),
      Home: () => state.setCursor(state.axis.shown[0] ?? -1),
      End: () => state.follow(true),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  protected override updated(_changed: PropertyValues): void {
    const scroller = this.querySelector<HTMLElement>('.flow-table-scroll');
    const row = this.querySelector<HTMLTableRowElement>('[aria-current="true"]');
    if (!scroller || !row) return;
    const cell = document.activeElement?.closest('th, td');
    if (cell instanceof HTMLTableCellElement && this.contains(cell) && !row.contains(cell)) {
      // The focus goes with the cursor, in its column; not every step has a line.
      [row.cells[cell.cellIndex], row.cells[0]].map((each) => each?.querySelector('button'))
        .find((each) => each)?.focus({ preventScroll: true });
    }
    const top = row.offsetTop - scroller.scrollTop;
    if (top < row.offsetHeight || top > scroller.clientHeight - row.offsetHeight) {
      scroller.scrollTop = row.offsetTop - scroller.clientHeight / 2;
    }
  }
}

customElements.define('flow-table', FlowTable);
