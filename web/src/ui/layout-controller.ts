// layout-controller.ts — how the page is laid out: the split between code and output, the list of
// scenarios as a column or a drawer, and the controls that small screens fold away.

import type { LitElement, ReactiveController } from 'lit';
import type { PlaygroundServices } from './services.ts';

const splitRatioDefault = 0.64;
/** Of the height, while the output lies below the code. */
const splitRatioBelow = 0.38;

export class LayoutController implements ReactiveController {
  /** The code's share of the width that it divides with the output. */
  splitRatio: number;
  listOpen = false;
  moreOpen = false;
  /** The flow is shown: on small screens it gets more room than the code. */
  flowShown = false;
  /** Where there is room, the output can lie below the code, at full width. */
  outputBelow = false;
  private readonly element: LitElement;
  private readonly preferences: PlaygroundServices['preferences'];
  private readonly wideScreen = matchMedia('(min-width: 1000px)');
  private readonly update = (): void => this.element.requestUpdate();

  constructor(element: LitElement, preferences: PlaygroundServices['preferences']) {
    this.element = element;
    this.preferences = preferences;
    this.splitRatio = preferences.splitRatio ?? splitRatioDefault;
    element.addController(this);
  }

  hostConnected(): void {
    this.wideScreen.addEventListener('change', this.update);
    // Before the reader chose a ratio, the style sheet decides.
    if (this.preferences.splitRatio !== undefined) this.applySplit();
  }

  hostDisconnected(): void {
    this.wideScreen.removeEventListener('change', this.update);
  }

  /** There is room for the list beside the code. */
  get isWide(): boolean {
    return this.wideScreen.matches;
  }

  split(ratio: number): void {
    this.splitRatio = ratio;
    if (!this.outputBelow) this.preferences.splitRatio = ratio;
    this.applySplit();
    this.update();
  }

  toggleMore(): void {
    this.moreOpen = !this.moreOpen;
    this.update();
  }

  showTab(tab: string): void {
    this.flowShown = tab === 'flow';
    this.apply();
  }

  toggleBelow(): void {
    this.outputBelow = !this.outputBelow;
    this.splitRatio = this.outputBelow ? splitRatioBelow
      : this.preferences.splitRatio ?? splitRatioDefault;
    this.applySplit();
    this.apply();
  }

  private apply(): void {
    this.element.toggleAttribute('data-flow', this.flowShown);
    this.element.toggleAttribute('data-below', this.outputBelow);
    this.update();
  }

  /** The list as a drawer: the focus moves into it, and back out. */
  async openList(open: boolean): Promise<void> {
    if (this.isWide || open === this.listOpen) return;
    this.listOpen = open;
    this.update();
    await this.element.updateComplete;
    if (!open) return this.element.querySelector<HTMLElement>('.header-list')?.focus();
    const column = this.element.querySelector('scenario-column');
    await column?.updateComplete;
    column?.focusCurrent();
  }

  /** After a scenario was chosen: the focus stays where it is. */
  closeList(): void {
    this.listOpen = false;
    this.update();
  }

  async search(): Promise<void> {
    await this.openList(true);
    this.element.querySelector('scenario-column')?.focusSearch();
  }

  private applySplit(): void {
    const { style } = this.element;
    style.setProperty('--code-part', `${this.splitRatio * 100}fr`);
    style.setProperty('--output-part', `${(1 - this.splitRatio) * 100}fr`);
  }
}
