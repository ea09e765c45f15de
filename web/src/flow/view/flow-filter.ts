// flow-filter.ts — <flow-filter>: which threads, channels and kinds of steps are shown.

import { html, type TemplateResult } from 'lit';
import { stepGroups, type Filter, type StepGroup } from '../picture/axis.ts';
import { FlowElement } from './flow-element.ts';

const choicesLimit = 100;

export class FlowFilter extends FlowElement {
  override render(): TemplateResult {
    const { model, names, filter } = this.state;
    return html`<div class="flow-filter">
      ${this.group('Threads', model.threads.map((thread) =>
        ({ key: thread.id, name: names.thread(thread) })), filter.threads,
        (threads) => ({ ...filter, threads }))}
      ${this.group('Channels', model.channels.map((channel) =>
        ({ key: channel.id, name: names.channel(channel) })), filter.channels,
        (channels) => ({ ...filter, channels }))}
      ${this.group('Steps', (Object.keys(stepGroups) as StepGroup[]).map((group) =>
        ({ key: group, name: group })), filter.groups, (groups) => ({ ...filter, groups }))}
    </div>`;
  }

  private group<Key>(heading: string, choices: { key: Key; name: string }[],
                     hidden: ReadonlySet<Key>,
                     changed: (hidden: ReadonlySet<Key>) => Filter): TemplateResult {
    return html`<fieldset><legend>${heading}</legend>${choices.slice(0, choicesLimit).map(
      ({ key, name }) => html`<label><input type="checkbox" .checked=${!hidden.has(key)}
        @change=${() => {
          const next = new Set(hidden);
          if (!next.delete(key)) next.add(key);
          this.state.setFilter(changed(next));
        }}> ${name}</label>`)}</fieldset>`;
  }
}

customElements.define('flow-filter', FlowFilter);
