// status-text.ts — the status line: what is going on, in a few words.
// `phase` changes rarely and is announced; `detail` ticks and is only shown.

import { describeOutcome, outcomeTone, type OutcomeTone } from './outcome.ts';
import type { RunState } from './run-state.ts';
import { describeBytes, describeCount, describeSeconds } from './words.ts';

export interface StatusText {
  phase: string;
  detail: string;
  tone: OutcomeTone | 'busy' | 'waiting';
  /** 0 … 1 during a download of known size. */
  progress?: number;
}

const quietMilliseconds = 3000;
const tellAfterMilliseconds = 1000;

export function statusText(state: RunState, now: number): StatusText {
  switch (state.phase) {
    case 'idle':
      return { phase: 'Ready', detail: '', tone: 'quiet' };
    case 'starting':
      return { phase: 'Starting', detail: elapsed(now - state.since), tone: 'busy' };
    case 'launching':
      return { phase: now - state.since < quietMilliseconds ? 'Starting'
        : 'Starting: waiting for the browser, which is still busy',
        detail: elapsed(now - state.since), tone: 'busy' };
    case 'fetching':
      if (state.received >= state.total) {
        return { phase: 'Preparing the compiler', detail: elapsed(now - state.since),
          tone: 'busy', progress: 1 };
      }
      return { phase: `Fetching the compiler, once: ${describeBytes(state.total)}`,
        detail: `${describeBytes(state.received)} received`, tone: 'busy',
        progress: state.received / state.total };
    case 'compiling':
      return { phase: 'Compiling', detail: elapsed(now - state.since), tone: 'busy' };
    case 'precompiling':
      return { phase: 'Preparing the headers for these options, once',
        detail: elapsed(now - state.since), tone: 'busy' };
    case 'linking':
      return { phase: 'Linking', detail: elapsed(now - state.since), tone: 'busy' };
    case 'running':
      return runningText(state, now);
    case 'ended':
      return { phase: describeOutcome(state.outcome, state), detail: '',
        tone: outcomeTone(state.outcome) };
  }
}

function runningText(state: RunState & { phase: 'running' }, now: number): StatusText {
  const time = `${(Math.max(0, now - state.since) / 1000).toFixed(1)} s`;
  if (state.standsStill) {
    return { phase: 'Deadlock: all threads are blocked', detail: time, tone: 'waiting' };
  }
  if (state.waiting > 0 && now - state.lastOutput >= quietMilliseconds) {
    return { phase: `Waiting: ${describeCount(state.waiting, 'thread')} blocked`, detail: time,
      tone: 'waiting' };
  }
  const threads = state.threads > 1 ? ` · ${describeCount(state.threads, 'thread')}` : '';
  return { phase: 'Running', detail: time + threads, tone: 'busy' };
}

function elapsed(milliseconds: number): string {
  return milliseconds < tellAfterMilliseconds ? '' : describeSeconds(milliseconds);
}
