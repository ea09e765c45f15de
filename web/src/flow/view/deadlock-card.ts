// deadlock-card.ts — <deadlock-card>: why nothing moves any more: who waits for what and where, the
// cycle if there is one, and the usual cure.
// Events: `line-chosen` (detail: the line).

import { html, nothing, type TemplateResult } from 'lit';
import type { BlockedThread, DeadlockReport } from '../../logic/deadlock-report.ts';
import { describeInstant } from '../../logic/words.ts';
import { threadState } from '../model/moment.ts';
import { listed } from '../model/words.ts';
import { laneColour } from '../picture/lanes.ts';
import { FlowElement } from './flow-element.ts';

const groupsShown = 20;
/** Of threads that wait alike. */
const alikeShown = 3;
const namesShown = 5;

export class DeadlockCard extends FlowElement {
  static override properties = { ...FlowElement.properties, report: { attribute: false } };

  declare report: DeadlockReport | undefined;

  constructor() {
    super();
    this.report = undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (!report) return nothing;
    const { kind, threads, cure } = report;
    const groups = alike(report, (id) => this.state.model.threadsById.get(id)?.lane ?? id);
    const hidden = groups.slice(groupsShown).flat().length;
    return html`<section class="deadlock" role="alert" aria-labelledby="deadlock-title"
      data-testid="deadlock">
      <h3 id="deadlock-title">${kind === 'certain' ? 'Deadlock' : threads.length === 1
        ? 'This thread can probably never go on' : `These ${threads.length} threads can probably
        never go on`}</h3>
      ${kind === 'certain' ? html`<p>Nothing in this program can move any more.</p>` : nothing}
      <ul>${groups.slice(0, groupsShown).map((group) => this.group(group))}</ul>
      ${hidden > 0 ? html`<p>and ${describeMore(hidden)}</p>` : nothing}
      ${this.cycle(report)}
      ${cure ? html`<p class="deadlock-cure"><b>What helps:</b> ${
        this.withNames(cure)}</p>` : nothing}
    </section>`;
  }

  /** Of many that wait alike the first ones stand for all. */
  private group(threads: readonly BlockedThread[]): TemplateResult {
    const shown = threads.length > alikeShown + 1 ? alikeShown : threads.length;
    const rest = threads.slice(shown);
    return html`${threads.slice(0, shown).map((thread) => this.thread(thread))}${rest.length > 0
      ? html`<li><span>and ${describeMore(rest.length)} that wait at the same line: ${
        listed(rest.map(({ thread, name }) => this.name(thread, name)), namesShown)}</span></li>`
      : nothing}`;
  }

  private thread(blocked: BlockedThread): TemplateResult {
    const { thread, name, waits, channel, channelName, place, since, value } = blocked;
    const known = this.state.model.channelsById.get(channel);
    const shown = known ? this.state.names.channel(known) : channelName || 'a channel';
    const what = waits === 'send' ? html`waits to send <code>${value || 'a message'}</code> to <b>${
      shown}</b>`
      : waits === 'receive' ? html`waits to receive from <b>${shown}</b>`
      : this.withNames(blocked.what || `waits for a ${waits}`);
    return html`<li>${this.dot(thread)}<span><b>${this.name(thread, name)}</b> ${what}, ${
      this.where(thread, place)}<span class="deadlock-since">, since ${
      describeInstant(since / 1e6)} s</span></span></li>`;
  }

  private where(thread: number, place: number): TemplateResult {
    const { isExact, line } = this.line(thread, place);
    return line > 0 ? html`${isExact ? 'at ' : 'somewhere after '}<button class="flow-line"
        title=${isExact ? nothing : 'Its last step was here; where it waits now is not known'}
        @click=${() => this.emit('line-chosen', line)}>line ${line}</button>`
      : html`<span title="Lines are known only of what threads do with channels">at a line that is
        not known</span>`;
  }

  /** Where a thread joins or locks is not known, but what it did before. */
  private line(id: number, place: number): { isExact: boolean; line: number } {
    const { places, threadsById, steps } = this.state.model;
    const own = places[place]?.line ?? 0;
    if (own > 0) return { isExact: true, line: own };
    const thread = threadsById.get(id);
    const state = thread && threadState(thread, steps.length - 1);
    const before = state?.kind === 'waits' ? state.after : 0;
    return { isExact: false, line: places[before]?.line ?? 0 };
  }

  /** The runner calls threads without a name by their numbers; here they have the names of the
   *  picture. That may also be a name which the program has given to another thread. */
  private withNames(text: string): string {
    const given = (this.report?.threads ?? []).filter(({ thread, name }) =>
      !['', 'main', `thread ${thread}`].includes(name));
    return text.replace(/\bthread (\d+)/g, (whole, id: string) =>
      given.some(({ thread, name }) => `${thread}` === id || name.includes(whole)) ? whole
        : this.name(Number(id), whole));
  }

  /** A ring: the last one waits for the first. */
  private cycle({ cycle, threads }: DeadlockReport): TemplateResult | typeof nothing {
    if (cycle.length < 2) return nothing;
    const names = cycle.slice(0, 12).map((id) => html`<span class="deadlock-node">${this.dot(id)}${
      this.name(id, threads.find(({ thread }) => thread === id)?.name ?? '')}</span>`);
    const arrow = html`<span class="deadlock-arrow" aria-label="waits for">→</span>`;
    return html`<p class="deadlock-cycle" aria-label="The cycle">${names.map((name) =>
      html`${name}${arrow}`)}${names[0]}</p>`;
  }

  private dot(id: number): TemplateResult | typeof nothing {
    const thread = this.state.model.threadsById.get(id);
    return thread ? html`<span class="flow-dot"
      style="background: var(--${laneColour(thread)})"></span>` : nothing;
  }

  private name(id: number, name: string): string {
    const thread = this.state.model.threadsById.get(id);
    return thread ? this.state.names.thread(thread) : name || `thread ${id}`;
  }
}

/** Those of the cycle by themselves and first; the others together if they wait at the same line
 *  for the same thing; in their lanes' order. */
function alike({ threads, cycle }: DeadlockReport, lane: (id: number) => number):
    BlockedThread[][] {
  const groups = new Map<string, BlockedThread[]>();
  const rank = ({ thread }: BlockedThread): number => cycle.includes(thread) ? 0 : 1;
  for (const each of [...threads].sort((one, other) => rank(one) - rank(other) ||
    lane(one.thread) - lane(other.thread))) {
    const { thread, waits, place } = each;
    const isAlone = rank(each) === 0 || place === 0;
    const key = isAlone ? `${thread}` : `${waits} ${place}`;
    groups.set(key, [...groups.get(key) ?? [], each]);
  }
  return [...groups.values()];
}

const describeMore = (count: number): string => `${count} more thread${count === 1 ? '' : 's'}`;

customElements.define('deadlock-card', DeadlockCard);
