// flow-element.ts — a part of the flow view: it shows what a state says, and is rendered anew when
// the state's version changes.

import { LightElement } from '../../ui/light-element.ts';
import type { FlowState } from './flow-state.ts';

export class FlowElement extends LightElement {
  static override properties: Record<string, object> =
    { state: { attribute: false }, version: { type: Number } };

  declare state: FlowState;
  declare version: number;

  constructor() {
    super();
    this.version = 0;
  }
}
