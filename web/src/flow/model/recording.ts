// recording.ts — the events of a run as they arrive, in batches, and the model of them.
// Idea: threads write their events independently, so a batch may lack an event that the next one
//       brings. Events wait until the ones before them have arrived, but not for long.
// Invariants: 1. The model gets events by ascending sequence number, each at most once.
//             2. At most `eventsLimit` events are kept: when there are more, the older half goes.
//             3. An event that is left out is counted as lost.

import type { FlowEvent, Place } from './events.ts';
import type { FlowModel } from './flow-model.ts';
import { ModelBuilder } from './model-builder.ts';

export const eventsLimit = 200_000;
/** A missing event is given up when this many batches have come without it. */
const patience = 2;

export class FlowRecording {
  /** Another one once the older events have been left out. */
  model: FlowModel;
  private builder: ModelBuilder;
  private events: FlowEvent[] = [];
  /** Ascending; what precedes them has not arrived yet. */
  private early: FlowEvent[] = [];
  /** The sequence number that is due; the first one of a run is 0 or 1. */
  private next = 1;
  private waited = 0;

  /** `places` may grow from batch to batch. */
  constructor(places: readonly Place[]) {
    this.builder = new ModelBuilder(places);
    this.model = this.builder.model;
  }

  add(batch: readonly FlowEvent[]): void {
    const known = batch.filter(({ sequence }) => Number.isSafeInteger(sequence) &&
      (sequence >= this.next || this.events.length === 0));
    this.countLost(batch.length - known.length);
    if (known.length > 0) {
      this.early = [...this.early, ...known].sort((a, b) => a.sequence - b.sequence);
    }
    this.take(this.waited >= patience);
  }

  /** No more events will come. */
  end(): void {
    this.take(true);
  }

  private take(all: boolean): void {
    const { early } = this;
    let count = 0;
    for (const event of early) {
      if (event.sequence > this.next && !all) break;
      ++count;
      this.append(event);
    }
    this.waited = count < early.length && count === 0 ? this.waited + 1 : 0;
    this.early = early.slice(count);
  }

  private append(event: FlowEvent): void {
    if (event.sequence < this.next && this.events.length > 0) return this.countLost(1);
    this.countLost(Math.max(0, event.sequence - this.next));
    this.next = event.sequence + 1;
    this.events.push(event);
    if (this.events.length > eventsLimit) this.forgetOldest();
    else this.builder.add(event);
  }

  private forgetOldest(): void {
    const old = this.model;
    const count = this.events.length >> 1;
    const { lost } = old;
    this.events = this.events.slice(count);
    this.builder = new ModelBuilder(old.places);
    this.model = this.builder.model;
    this.builder.introduce(old);
    for (const event of this.events) this.builder.add(event);
    this.model.lost = lost + count;
  }

  private countLost(count: number): void {
    this.model.lost += count;
  }
}
