// theme.ts — light, dark, or the system's; public/first-paint.js does the same before scripts load.

import type { TextStore } from '../logic/draft-store.ts';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const key = 'strait.theme';

export class ThemePort {
  choice: ThemeChoice;
  private readonly store: TextStore;
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  /** Called with the new theme. */
  onChange: (theme: Theme) => void = () => {};

  constructor(store: TextStore) {
    this.store = store;
    const kept = store.get(key);
    this.choice = kept === 'light' || kept === 'dark' ? kept : 'auto';
    this.system.addEventListener('change', () => this.apply());
    this.apply();
  }

  get theme(): Theme {
    if (this.choice !== 'auto') return this.choice;
    return this.system.matches ? 'dark' : 'light';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    if (choice === 'auto') this.store.remove(key);
    else this.store.set(key, choice);
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset['theme'] = this.theme;
    this.onChange(this.theme);
  }
}
