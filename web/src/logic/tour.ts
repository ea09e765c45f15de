// tour.ts — the scenarios in the order that teaches: what comes before and after, what was run.
// Invariants: 1. Only ids of existing scenarios are finished; stored ids are validated first.
//             2. Several tabs add to one list: it is read again before it is written.

import * as v from 'valibot';
import type { TextStore } from './draft-store.ts';
import type { Scenario } from './scenario.ts';
import { parseStored } from './schemas.ts';

const key = 'strait.tour';

export interface TourPlace {
  previous: Scenario | undefined;
  next: Scenario | undefined;
  /** 1-based. */
  position: number;
}

export class Tour {
  readonly scenarios: readonly Scenario[];
  private readonly store: TextStore;
  private done: ReadonlySet<string>;

  constructor(scenarios: readonly Scenario[], store: TextStore) {
    this.scenarios = scenarios;
    this.store = store;
    this.done = this.kept();
  }

  /** Undefined if there is no such scenario. */
  place(id: string): TourPlace | undefined {
    const index = this.scenarios.findIndex((entry) => entry.id === id);
    if (index < 0) return undefined;
    return { previous: this.scenarios[index - 1], next: this.scenarios[index + 1],
      position: index + 1 };
  }

  get finished(): ReadonlySet<string> {
    return this.done;
  }

  /** A scenario was run. */
  finish(id: string): void {
    const done = new Set([...this.done, ...this.kept(), id]);
    this.done = new Set(this.known([...done]));
    this.store.set(key, JSON.stringify([...this.done]));
  }

  private kept(): ReadonlySet<string> {
    return new Set(this.known(parseStored(v.array(v.unknown()), this.store.get(key)) ?? []));
  }

  private known(ids: readonly unknown[]): string[] {
    return this.scenarios.map(({ id }) => id).filter((id) => ids.includes(id));
  }
}
