// labels.ts — which labels have room: none hides another text.

import { textSize, textWidth, type Shape } from './shapes.ts';

export type TextShape = Shape & { kind: 'text' };

/** Of each label the first of its places where no text is yet; without one it is left out. */
export function placed(labels: readonly (readonly TextShape[])[], taken: readonly TextShape[]):
  TextShape[] {
  const shown: TextShape[] = [];
  const all = [...taken];
  for (const places of labels) {
    const free = places.find((place) => !all.some((text) => doOverlap(place, text)));
    if (!free) continue;
    shown.push(free);
    all.push(free);
  }
  return shown;
}

export function doOverlap(one: TextShape, other: TextShape): boolean {
  return Math.abs(one.y - other.y) < textSize &&
    leftOf(one) < leftOf(other) + textWidth(other.text) &&
    leftOf(other) < leftOf(one) + textWidth(one.text);
}

const parts = { start: 0, middle: 0.5, end: 1 } as const;
const leftOf = ({ x, text, anchor }: TextShape): number => x - textWidth(text) * parts[anchor];
