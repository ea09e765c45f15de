// bundles.ts — many arrows of the same lanes, close to each other, as one with a count.

import type { Message } from '../model/flow-model.ts';
import type { Colour } from './shapes.ts';

/** A message on its way: where it leaves and arrives along the picture, and across it. */
export interface Arrow {
  message: Message;
  from: number;
  to: number;
  sender: number;
  receiver: number;
  colour: Colour;
}

export interface Bundle {
  from: number;
  to: number;
  sender: number;
  receiver: number;
  colour: Colour;
  count: number;
}

const binPixels = 48;

export function bundled(arrows: readonly Arrow[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const { from, to, sender, receiver, colour } of arrows) {
    const key = `${sender} ${receiver} ${Math.floor(to / binPixels)}`;
    const bundle = bundles.get(key);
    if (!bundle) bundles.set(key, { from, to, sender, receiver, colour, count: 1 });
    else {
      // The mean, as it grows.
      ++bundle.count;
      bundle.from += (from - bundle.from) / bundle.count;
      bundle.to += (to - bundle.to) / bundle.count;
    }
  }
  return [...bundles.values()];
}
