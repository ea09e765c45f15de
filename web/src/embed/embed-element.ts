// embed-element.ts — embed.js: <strait-playground> in any page, as a frame of the site it came
// from.
// It is the only script of the site that runs in other pages: it touches nothing but its element.
// Invariants: 1. Only messages from its own frame, with the site's origin, are accepted.
//             2. run() settles exactly once, even if the element is removed.

import { encodeShareLink } from '../logic/share-link.ts';
import type { Outcome } from '../logic/outcome.ts';
import { dedent, inlineType } from './inline-source.ts';
import { parseToEmbedder, type ToEmbedder, type ToPlayground } from './messages.ts';

const here = import.meta.url;
const site = new URL('.', here);
const heightFirst = 360;

class StraitEmbed extends HTMLElement {
  static readonly observedAttributes = ['scenario', 'height'];

  private readonly frame = document.createElement('iframe');
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private queue: ToPlayground[] | undefined = [];
  private runs = 0;
  private shownSource = '';

  connectedCallback(): void {
    addEventListener('message', this.heard);
    // What is between the tags may not have been parsed yet.
    if (document.readyState !== 'loading') void this.begin();
    else document.addEventListener('DOMContentLoaded', () => void this.begin(), { once: true });
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.heard);
    this.queue = [];
    const stopped: Outcome = { kind: 'stopped' };
    for (const settle of this.waiting.values()) settle(stopped);
    this.waiting.clear();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'height') this.setHeight(this.askedHeight ?? heightFirst);
    else if (before !== null && now !== null) this.say({ strait: 1, kind: 'load', scenario: now });
  }

  get scenario(): string {
    return this.getAttribute('scenario') ?? '';
  }

  set scenario(id: string) {
    this.setAttribute('scenario', id);
  }

  get source(): string {
    return this.shownSource;
  }

  set source(source: string) {
    this.shownSource = String(source);
    this.say({ strait: 1, kind: 'load', source: this.shownSource });
  }

  run(): Promise<Outcome> {
    const id = ++this.runs;
    return new Promise((settle) => {
      this.waiting.set(id, settle);
      this.say({ strait: 1, kind: 'run', id });
    });
  }

  stop(): void {
    this.say({ strait: 1, kind: 'stop' });
  }

  private async begin(): Promise<void> {
    if (!this.isConnected) return;
    const program = this.inlineProgram();
    const fragment = program ? await encodeShareLink({ source: program }) : `#${this.scenario}`;
    this.shownSource ||= program;
    const address = new URL('embed.html', site);
    if (location.origin !== 'null') address.searchParams.set('host', location.origin);
    const theme = this.getAttribute('theme');
    if (theme === 'light' || theme === 'dark') address.searchParams.set('theme', theme);
    address.hash = fragment;
    const { frame } = this;
    frame.title = 'C++ playground';
    frame.allow = 'cross-origin-isolated; clipboard-write';
    frame.loading = 'lazy';
    frame.style.cssText = 'display: block; width: 100%; border: 0; color-scheme: normal;';
    this.setHeight(this.askedHeight ?? heightFirst);
    frame.src = address.href;
    (this.shadowRoot ?? this.attachShadow({ mode: 'open' })).replaceChildren(frame);
    if (!this.style.display) this.style.display = 'block';
  }

  private inlineProgram(): string {
    const script = this.querySelector(`script[type="${inlineType}"]`);
    return dedent((script ?? this).textContent ?? '');
  }

  private get askedHeight(): number | undefined {
    const pixels = Number(this.getAttribute('height') ?? Number.NaN);
    return pixels > 0 ? pixels : undefined;
  }

  private setHeight(pixels: number): void {
    this.frame.style.height = `${pixels}px`;
  }

  private say(message: ToPlayground): void {
    if (this.queue) this.queue.push(message);
    else this.frame.contentWindow?.postMessage(message, site.origin);
  }

  private readonly heard = (event: MessageEvent): void => {
    if (event.source !== this.frame.contentWindow || event.origin !== site.origin) return;
    const message = parseToEmbedder(event.data);
    if (message) this.receive(message);
  };

  private receive(message: ToEmbedder): void {
    switch (message.kind) {
      case 'ready': {
        const said = this.queue ?? [];
        this.queue = undefined;
        for (const each of said) this.say(each);
        this.emit('strait-ready', { runs: message.runs });
        break;
      }
      case 'output':
        this.emit('strait-output', { lines: message.lines, cut: message.cut });
        break;
      case 'outcome':
        if (message.id !== undefined) this.waiting.get(message.id)?.(message.outcome);
        if (message.id !== undefined) this.waiting.delete(message.id);
        this.emit('strait-outcome', message.outcome);
        break;
      case 'source':
        this.shownSource = message.source;
        break;
      case 'height':
        if (this.askedHeight === undefined) this.setHeight(message.pixels);
        break;
    }
  }

  private emit(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

// The site itself already has the element, with the same interface.
if (!customElements.get('strait-playground')) {
  customElements.define('strait-playground', StraitEmbed);
}
