// flow-state.test.ts — where the Flow tab's cursor is while a run goes on, and once it has ended.

import { expect, test } from '@playwright/test';
import { FlowState } from '../../web/src/flow/view/flow-state.ts';
import { RunTrace } from '../../web/src/logic/run-trace.ts';
import { encodeTrace } from '../../wasm/trace/encoder.mjs';
import { pipeline, places } from './made-traces.ts';

const second = 1e9;

/** A run that takes so long arrives in two parts; what the reader does in between, and its end. */
function cursorAfter({ nanoseconds, reads = true, standsStill = false, between = () => {} }: {
  nanoseconds: number; reads?: boolean; standsStill?: boolean;
  between?: (state: FlowState) => void;
}): { cursor: number; last: number; follows: boolean } {
  const made = pipeline();
  const span = made.at(-1)!.time;
  const events = made.map((event) => ({ ...event, time: event.time / span * nanoseconds }));
  const trace = new RunTrace();
  const state = new FlowState(trace, 'steps', () => {});
  const half = events.length / 2;
  trace.add(encodeTrace({ events: events.slice(0, half), places, lost: 0 }));
  if (reads) {
    state.read(false, false);
    expect(state.cursor).toBe(state.axis.shown.at(-1));
  }
  between(state);
  trace.add(encodeTrace({ events: events.slice(half), places: [], lost: 0 }));
  state.read(true, standsStill);
  return { cursor: state.cursor, last: state.axis.shown.at(-1)!, follows: state.follows };
}

test('a run that was followed to its end is shown there', () => {
  const { cursor, last } = cursorAfter({ nanoseconds: 2 * second });
  expect(cursor).toBe(last);
});

test('a run that nobody could follow is told from its start', () => {
  expect(cursorAfter({ nanoseconds: 0.1 * second })).toMatchObject({ cursor: 0, follows: false });
  expect(cursorAfter({ nanoseconds: 2 * second, reads: false })).toMatchObject({ cursor: 0 });
});

test('one that stands still is shown where it does', () => {
  for (const reads of [true, false]) {
    const { cursor, last } = cursorAfter({ nanoseconds: 0.1 * second, reads, standsStill: true });
    expect(cursor).toBe(last);
  }
});

test('a reader who has gone to a step stays there', () => {
  const between = (state: FlowState): void => state.setCursor(3);
  expect(cursorAfter({ nanoseconds: 0.1 * second, between })).toMatchObject({ cursor: 3 });
});
