// bench-view.ts — <strait-benchmark>: says what is measured, starts and stops it, and shows the
// figures while they come in: the table is the data, and its last column draws it.
// Attributes: `rounds`, and `share`: of the messages that move natively.

import { html, nothing, type TemplateResult } from 'lit';
import type { ProgramLauncher } from '../logic/run-sequence.ts';
import { describeCount, groupedDigits } from '../logic/words.ts';
import { copyIcon, runIcon, saveIcon, stopIcon } from '../ui/icons.ts';
import { KeptFocus } from '../ui/kept-focus.ts';
import { LightElement } from '../ui/light-element.ts';
import { Benchmark, type Program, type Progress, type Row } from './benchmark.ts';
import { describeTime, figure, scaleOf, summaryOf, tableOf, toLines, type Line, type Scale }
  from './figures.ts';

export interface BenchServices {
  launcher: ProgramLauncher;
  loadPrograms(): Promise<Program[]>;
  /** Of the visitor's machine. */
  processors: number;
  copy(text: string): Promise<boolean>;
  save(name: string, text: string): void;
}

const channelWords: Record<string, string> = {
  bounded0: 'rendezvous: each message waits for its receiver', bounded1: 'room for one message',
  bounded: 'room for all messages', unbounded: 'grows with its messages',
};

/** The marks of strait and of its rival. */
const kinds = ['bench-own', 'bench-rival'];

export class StraitBenchmark extends LightElement {
  static services: BenchServices;
  static override properties = {
    rounds: { type: Number },
    share: { type: Number },
    missing: {},
    ready: { type: Boolean },
    benchmark: { state: true },
    progress: { state: true },
    status: { state: true },
    running: { state: true },
  };

  declare rounds: number;
  declare share: number;
  /** What this browser lacks. */
  declare missing: string | undefined;
  /** It is known what is missing. */
  declare ready: boolean;
  declare private benchmark: Benchmark | undefined;
  declare private progress: Progress | undefined;
  declare private status: string;
  declare private running: boolean;

  constructor() {
    super();
    this.rounds = 3;
    this.share = 0.1;
    this.missing = undefined;
    this.ready = false;
    this.benchmark = undefined;
    this.progress = undefined;
    this.status = '';
    this.running = false;
    // Run and Stop hand it to each other.
    new KeptFocus(this, (host) => host.querySelector<HTMLElement>('.bench-buttons :enabled'));
  }

  get rows(): readonly Row[] {
    return this.benchmark?.rows ?? [];
  }

  /** Settles when everything is measured, or after stop(). */
  async run(): Promise<void> {
    if (this.running) return;
    const { launcher, loadPrograms } = StraitBenchmark.services;
    this.running = true;
    this.progress = undefined;
    this.status = 'Measuring';
    const benchmark = new Benchmark({ launcher, loadPrograms, rounds: this.rounds,
      share: this.share, now: () => performance.now(),
      changed: (progress) => {
        this.progress = progress;
      } });
    this.benchmark = benchmark;
    try {
      await benchmark.run();
      this.status = benchmark.isStopped ? 'Stopped' : 'Measured';
    } catch (error) {
      this.status = `Not measured: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.running = false;
  }

  stop(): void {
    this.benchmark?.stop();
  }

  override render(): TemplateResult {
    const { rows, running, missing, ready, status, progress } = this;
    const { processors } = StraitBenchmark.services;
    const failures = this.benchmark?.failures ?? [];
    return html`<main class="bench" ?data-running=${running}>
      <p class="bench-back"><a href="./">strait</a></p>
      <h1>Benchmark</h1>
      <p>What does a message cost in this browser? Two C++ programs, compiled to WebAssembly, pass
        messages between threads: one through strait’s channels, the other through a deque with a
        mutex and two condition variables. They run on your machine, which has ${
        describeCount(processors, 'processor')}, for about a minute; the figures are steadiest
        if it does nothing else meanwhile.</p>
      ${missing ? html`<p class="bench-trouble" role="alert">Nothing can be measured here:
        ${missing}.</p>` : nothing}
      <div class="bench-buttons">
        <button class="button button-primary" data-testid="run"
          ?disabled=${running || missing || !ready}
          @click=${() => this.run()}>${runIcon}Run</button>
        <button class="button" data-testid="stop" ?disabled=${!running}
          @click=${() => this.stop()}>${stopIcon}Stop</button>
        <button class="button button-quiet" ?disabled=${running || rows.length === 0}
          @click=${() => this.copy()}>${copyIcon}Copy<span class="unseen"> the figures as
          JSON</span></button>
        <button class="button button-quiet" ?disabled=${running || rows.length === 0}
          @click=${() => StraitBenchmark.services.save('strait-benchmark.json', toLines(rows))}>
          ${saveIcon}Save<span class="unseen"> the figures as JSON</span></button>
      </div>
      <div class="bench-progress">
        <span role="status" data-testid="status">${status}</span>
        ${running && progress ? this.renderProgress(progress) : nothing}
      </div>
      ${this.renderTable(rows)}
      <p class="bench-summary" data-testid="summary">${!running && summaryOf(rows)}</p>
      ${failures.length === 0 ? nothing : html`<p>Failed:</p>
        <ul class="bench-failures">${failures.map((each) => html`<li>${each}</li>`)}</ul>`}
      ${this.renderMethod()}
    </main>`;
  }

  private renderProgress({ round, done, all, what, secondsLeft }: Progress): TemplateResult {
    return html`<progress max=${all} .value=${done} aria-label="Measured"></progress>
      <span class="bench-what">round ${round} of ${this.rounds}: ${what}${
        secondsLeft === undefined ? '' : `, about ${Math.ceil(secondsLeft)} s left`}</span>`;
  }

  private renderTable(rows: readonly Row[]): TemplateResult {
    const scale = scaleOf(rows);
    return html`<table class="bench-table">
      <caption>Nanoseconds per message</caption>
      <thead><tr>
        <th scope="col">Pattern</th>
        ${['strait', 'mutex'].map((name, index) => html`<th scope="col"><span
          class="bench-mark ${kinds[index]}"></span>${name}<span class="bench-spread">smallest to
          largest</span></th>`)}
        <th scope="col">Ratio</th>
        <td class="bench-chart" aria-hidden="true"><div>${scale.ticks.map((tick) => html`<span
          class="bench-tick" style="left: ${scale.at(tick)}%">${
          describeTime(tick)}</span>`)}</div></td>
      </tr></thead>
      ${tableOf(rows).map(({ channel, lines }) => html`<tbody>
        <tr><th class="bench-channel" scope="rowgroup" colspan="5">${channel}<span>${
          channelWords[channel]}</span></th></tr>
        ${lines.map((line) => this.renderLine(line, scale))}
      </tbody>`)}
    </table>`;
  }

  private renderLine({ pattern, own, rival, ratio }: Line, scale: Scale): TemplateResult {
    const cell = (row: Row | undefined) => html`<td>${row ? figure(row.ns_per_message.median) : '–'
      }<span class="bench-spread">${row && html`${figure(row.ns_per_message.min)} to ${
      figure(row.ns_per_message.max)}`}</span></td>`;
    return html`<tr>
      <th scope="row">${pattern}</th>${cell(own)}${cell(rival)}
      <td>${ratio === undefined ? '–' : ratio.toFixed(2)}</td>
      <td class="bench-chart" aria-hidden="true"><div>
        ${scale.ticks.map((tick) => html`<i style="left: ${scale.at(tick)}%"></i>`)}
        ${[own, rival].map((row, index) => row && this.renderMarks(row, kinds[index]!, scale))}
      </div></td>
    </tr>`;
  }

  private renderMarks({ ns_per_message: ns }: Row, kind: string, { at }: Scale): TemplateResult {
    return html`<span class="bench-range ${kind}"
        style="left: ${at(ns.min)}%; right: ${100 - at(ns.max)}%"></span>
      <span class="bench-mark ${kind}" style="left: ${at(ns.median)}%"></span>`;
  }

  private renderMethod(): TemplateResult {
    const few = groupedDigits(Math.round(100_000 * this.share));
    const many = groupedDigits(Math.round(1_000_000 * this.share));
    return html`<h2>How it is measured</h2>
      <dl class="bench-patterns">
        <div><dt>seq</dt><dd>one thread sends all messages, then receives them</dd></div>
        <div><dt>spsc, mpsc, mpmc</dt><dd>one sender and one receiver; four and one; four and
          four</dd></div>
        <div><dt>select_rx</dt><dd>four senders, a channel each; one receiver selects among the
          four</dd></div>
        <div><dt>select_both</dt><dd>four senders and four receivers, each selecting among four
          channels</dd></div>
      </dl>
      <p>${few} messages pass a channel of capacity 0 or 1, ${many} any other, each a number of 64
        bits; at the end, the sum of all that arrived is compared. Each measurement is a program of
        its own, with fresh memory. Its time includes making the channels, and starting and joining
        the threads, whose workers have been made before. Within a cell one system follows the
        other, the first one changing from round to round; after ${
        describeCount(this.rounds, 'round')} the median is shown. The mutex has no rendezvous and no
        select. <code>npm run bench</code> measures the same outside of the browser, beside the
        channels of Go and Rust.</p>`;
  }

  private async copy(): Promise<void> {
    const isCopied = await StraitBenchmark.services.copy(toLines(this.rows));
    this.status = isCopied ? 'Copied' : 'The browser does not let the page copy: save instead';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'strait-benchmark': StraitBenchmark;
  }
}
