// recording.ts — the events of a run as they arrive, in batches, and the model of them.
// Idea: threads write their events independently, so a batch may lack an event that the next one
//       brings. Events wait until the ones before them have arrived, but not for long.
// Invariants: 1. The model gets events by ascending sequence number, each at most once.
//             2. At most `eventsLimit` events are kept: when there are more, the older half goes.
//             3. An event that is left out is counted as lost.

import { decodeTrace } from '../../../../wasm/trace/decoder.mjs';
import { limits } from '../../../../wasm/trace/format.mjs';
import type { FlowEvent, Place, Trace } from './events.ts';
import type { FlowModel } from './flow-model.ts';
import { ModelBuilder } from './model-builder.ts';

export const eventsLimit = limits.events;

export class FlowRecording {
  /** Another one once the older events have been left out. */
  model: FlowModel;
  private builder: ModelBuilder;
  private events: FlowEvent[] = [];
  /** Ascending; what precedes them has not arrived yet. */
  private early: FlowEvent[] = [];
  /** The sequence number that is due; the first one of a run is 1. */
  private next = 1;
  private waited = 0;

  private readonly places: Place[] = [];

  constructor() {
    this.builder = new ModelBuilder(this.places);
    this.model = this.builder.model;
  }

  /** A batch as the runner hands it out. */
  take(bytes: Uint8Array): void {
    const { events, places } = decodeTrace(bytes);
    places.forEach((place, index) => {
      // Places that this batch does not name are empty in it.
      if (place.file !== '' || !this.places[index]) this.places[index] = place;
    });
    this.add(events);
  }

  add(batch: readonly FlowEvent[]): void {
    const known = batch.filter(({ sequence }) => Number.isSafeInteger(sequence) &&
      (sequence >= this.next || this.events.length === 0));
    this.countLost(batch.length - known.length);
    if (known.length > 0) {
      this.early = [...this.early, ...known].sort((a, b) => a.sequence - b.sequence);
    }
    this.order(this.waited >= limits.batchesToWait);
  }

  /** What the model was made of. */
  trace(): Trace {
    return { events: [...this.events], places: [...this.places], lost: this.model.lost };
  }

  /** No more events will come. */
  end(): void {
    this.order(true);
  }

  private order(all: boolean): void {
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
