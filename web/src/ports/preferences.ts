// preferences.ts — the reader's preferences: stored, and validated when read.

import type { TextStore } from '../logic/draft-store.ts';

export const codeSizes = [11, 12, 13, 14, 15, 16, 18, 20, 22, 24] as const;
export type CodeSize = (typeof codeSizes)[number];

const codeSizeKey = 'strait.code-size';
/** The key's name is older than the property's: browsers have values stored under it. */
const splitRatioKey = 'strait.code-share';

export class Preferences {
  private readonly store: TextStore;
  /** With a touch keyboard, browsers zoom in on type smaller than 16 px. */
  private readonly sizeMin = matchMedia('(pointer: coarse)').matches ? 16 : codeSizes[0];

  constructor(store: TextStore) {
    this.store = store;
    this.applySize();
  }

  get codeSize(): CodeSize {
    const kept = Number(this.store.get(codeSizeKey));
    const size = codeSizes.find((each) => each === kept) ?? 13;
    return Math.max(size, this.sizeMin) as CodeSize;
  }

  /** One step larger or smaller. */
  stepCodeSize(by: 1 | -1): void {
    const size = codeSizes[codeSizes.indexOf(this.codeSize) + by];
    if (size === undefined || size < this.sizeMin) return;
    this.store.set(codeSizeKey, String(size));
    this.applySize();
  }

  /** The code's share of the width, 0.2 … 0.8; undefined until the reader has chosen it. */
  get splitRatio(): number | undefined {
    const kept = Number(this.store.get(splitRatioKey));
    return kept >= 0.2 && kept <= 0.8 ? kept : undefined;
  }

  set splitRatio(ratio: number | undefined) {
    if (ratio === undefined) this.store.remove(splitRatioKey);
    else this.store.set(splitRatioKey, ratio.toFixed(3));
  }

  private applySize(): void {
    const { style } = document.documentElement;
    style.setProperty('--code-size', `${this.codeSize}px`);
    style.setProperty('--code-line', `${this.codeSize + 7}px`);
  }
}
