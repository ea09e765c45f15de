// flow-moment.ts — <flow-moment>: the cursor's step in words, what each thread does then, and what
// each channel holds.
// Events: `line-chosen` (detail: the line).

import { html, nothing, type TemplateResult } from 'lit';
import { describeCount, describeInstant, groupedDigits } from '../../logic/words.ts';
import type { FlowChannel, FlowThread } from '../model/flow-model.ts';
import { channelState, placeOf, threadState, waitingFor } from '../model/moment.ts';
import { laneColour } from '../picture/lanes.ts';
import { FlowElement } from './flow-element.ts';

const boxesLimit = 12;
const freeLimit = 8;
const linesLimit = 40;

export class FlowMoment extends FlowElement {
  override render(): TemplateResult {
    const { model, names, axis, cursor, filter } = this.state;
    const event = model.steps[cursor];
    if (!event) return html`<p class="moment-step">No step is shown.</p>`;
    const threads = model.threads.filter(({ id }) => !filter.threads.has(id));
    const channels = model.channels.filter((channel) => !filter.channels.has(channel.id) &&
      cursor >= channel.made && channel.kind !== 'never');
    return html`<p class="moment-step" data-testid="flow-step"><span
        class="moment-number">${groupedDigits(axis.shown.indexOf(cursor) + 1)}/${
        groupedDigits(axis.shown.length)}</span> <span class="moment-time">${
        describeInstant(event.time / 1e6)}</span> ${names.sentence(cursor)}${
        this.line(placeOf(model, cursor), ', ')}</p>
      <ul class="moment-list" aria-label="Threads at this step">${threads.slice(0, linesLimit)
        .map((thread) => this.thread(thread))}</ul>
      ${channels.length > 0 ? html`<ul class="moment-list" aria-label="Channels at this step">${
        channels.slice(0, linesLimit).map((channel) => this.channel(channel))}</ul>` : nothing}`;
  }

  private thread(thread: FlowThread): TemplateResult {
    const { names, cursor } = this.state;
    const state = threadState(thread, cursor);
    return html`<li class="moment-row" data-state=${state.kind}><span class="flow-dot"
      style="background: var(--${laneColour(thread)})"></span><span><b>${
      names.thread(thread)}</b> ${names.state(state)}${
      state.kind === 'ended' || state.kind === 'not begun' ? nothing
        : this.line(state.place, ', ')}${state.kind === 'waits'
        ? this.line(state.after, ', after ') : nothing}</span></li>`;
  }

  private channel(channel: FlowChannel): TemplateResult {
    const { model, names, cursor } = this.state;
    const { messages, isClosed, level, handles } = channelState(channel, cursor);
    const ends = handles ? `, ${describeCount(handles.senders, 'sender')}, ${
      describeCount(handles.receivers, 'receiver')}` : '';
    const shown = messages.slice(0, boxesLimit);
    const rest = Math.max(level, messages.length) - shown.length;
    const free = channel.capacity === undefined ? 0
      : Math.min(freeLimit, Math.max(0, channel.capacity - Math.max(level, messages.length)));
    const waits = waitingFor(model, channel, cursor);
    return html`<li class="moment-row"><span class="moment-channel"><b>${
      names.channel(channel)}</b> <span class="moment-about">${names.describeChannel(channel)}${
      isClosed ? ', closed' : ''}${ends}</span></span><span
      class="moment-boxes">${shown.map(({ value, sender }) => html`<span class="moment-box"
        style=${sender ? `border-color: var(--${laneColour(sender)})` : ''}>${
        value || 'message'}</span>`)}${
      rest > 0 ? html`<span class="moment-more">and ${groupedDigits(rest)} more</span>` : nothing}${
      Array.from({ length: free }, () => html`<span class="moment-box moment-free"
        aria-hidden="true"></span>`)}${waits.slice(0, 4).map((wait) =>
        html`<span class="moment-wait">${names.thread(wait.thread)} waits to ${
          wait.what === 'send' ? `send ${wait.value}` : 'receive'}</span>`)}</span></li>`;
  }

  private line(place: number, before: string): TemplateResult | typeof nothing {
    const { line = 0 } = this.state.model.places[place] ?? {};
    return line <= 0 ? nothing : html`${before}<button class="flow-line"
      @click=${() => this.emit('line-chosen', line)}>line ${line}</button>`;
  }
}

customElements.define('flow-moment', FlowMoment);
