// run-state.ts — what the page is doing about a run, as a state machine.
// Table: idle/ended --start--> starting --fetch--> fetching --compile--> compiling
//        compiling --precompile--> precompiling (other than the default options)
//        compiling/precompiling --link--> linking
//        starting/fetching/compiling/precompiling/linking --launch--> launching
//        launching --started--> running
//        running --end--> ended
// Invariants: 1. From any busy state exactly one `end` leads to `ended`; later ones are ignored.
//             2. An event that does not apply to a state leaves it unchanged.
// Not here: clocks (events carry their times), wording (status-text.ts).

import type { Outcome, RunFigures } from './outcome.ts';

export type RunState =
  | { phase: 'idle' }
  | { phase: 'starting'; since: number }
  | { phase: 'fetching'; since: number; received: number; total: number }
  | { phase: 'compiling'; since: number }
  | { phase: 'precompiling'; since: number }
  | { phase: 'linking'; since: number }
  | { phase: 'launching'; since: number }
  | { phase: 'running'; since: number; threads: number; peakThreads: number; waiting: number;
      lastOutput: number; firstOutput?: number; mayGoOn: boolean; standsStill?: boolean }
  | { phase: 'ended'; outcome: Outcome } & RunFigures;

export type RunEvent =
  | { kind: 'start'; now: number }
  | { kind: 'fetch'; now: number; received: number; total: number }
  | { kind: 'compile'; now: number }
  | { kind: 'precompile'; now: number }
  | { kind: 'link'; now: number }
  | { kind: 'launch'; now: number }
  | { kind: 'started'; now: number }
  /** `at`: when the first of the lines was printed, in milliseconds since main() started. */
  | { kind: 'output'; now: number; at?: number | undefined }
  /** The reader lets a long run go on. */
  | { kind: 'let-run' }
  | { kind: 'threads'; alive: number; waiting: number }
  /** Whether no thread can ever go on. */
  | { kind: 'stand-still'; isSo: boolean }
  | { kind: 'end'; now: number; outcome: Outcome }
  | { kind: 'clear' };

export const idle: RunState = { phase: 'idle' };

/** Seconds until the reader is asked about a long run, and until it is stopped if not allowed to
 *  continue. */
export const askAfterSecondsDefault = 15;
export const timeLimitSecondsDefault = 60;

export function isBusy(state: RunState): boolean {
  return state.phase !== 'idle' && state.phase !== 'ended';
}

export function advance(state: RunState, event: RunEvent): RunState {
  switch (event.kind) {
    case 'start':
      return isBusy(state) ? state : { phase: 'starting', since: event.now };
    case 'fetch':
      return fetched(state, event);
    case 'compile':
      return state.phase === 'starting' || state.phase === 'fetching'
        ? { phase: 'compiling', since: event.now } : state;
    case 'precompile':
      return state.phase === 'compiling' ? { phase: 'precompiling', since: event.now } : state;
    case 'link':
      return state.phase === 'compiling' || state.phase === 'precompiling'
        ? { phase: 'linking', since: event.now } : state;
    case 'launch':
      return isBusy(state) && state.phase !== 'launching' && state.phase !== 'running'
        ? { phase: 'launching', since: event.now } : state;
    case 'started':
      return state.phase === 'launching' ? running(event.now) : state;
    case 'output':
      return state.phase === 'running' ? printed(state, event) : state;
    case 'let-run':
      return state.phase === 'running' ? { ...state, mayGoOn: true } : state;
    case 'threads':
      return state.phase === 'running' ? { ...state, threads: event.alive, waiting: event.waiting,
        peakThreads: Math.max(state.peakThreads, event.alive) } : state;
    case 'stand-still':
      return state.phase === 'running' ? { ...state, standsStill: event.isSo } : state;
    case 'end':
      return ended(state, event);
    case 'clear':
      return isBusy(state) ? state : idle;
  }
}

function running(now: number): RunState {
  return { phase: 'running', since: now, threads: 1, peakThreads: 1, waiting: 0, lastOutput: now,
    mayGoOn: false };
}

function printed(state: RunState & { phase: 'running' },
                 event: RunEvent & { kind: 'output' }): RunState {
  const firstOutput = state.firstOutput ?? event.at;
  return { ...state, lastOutput: event.now,
    ...(firstOutput === undefined ? {} : { firstOutput }) };
}

/** How long until the reader is asked about a long run: 0: now; undefined: never. */
export function millisecondsUntilQuestion(state: RunState, now: number,
                                          after: number): number | undefined {
  if (state.phase !== 'running' || state.mayGoOn) return undefined;
  return Math.max(0, state.since + after - now);
}

function fetched(state: RunState, event: RunEvent & { kind: 'fetch' }): RunState {
  if (state.phase !== 'starting' && state.phase !== 'fetching') return state;
  const since = state.phase === 'fetching' ? state.since : event.now;
  return { phase: 'fetching', since, received: Math.min(event.received, event.total),
    total: event.total };
}

function ended(state: RunState, event: RunEvent & { kind: 'end' }): RunState {
  if (!isBusy(state)) return state;
  if (state.phase !== 'running') {
    return { phase: 'ended', outcome: event.outcome, milliseconds: 0, peakThreads: 0 };
  }
  const { since, peakThreads, firstOutput } = state;
  // News of the start may come late, and the first line has its time from the program.
  const milliseconds = Math.max(event.now - since, firstOutput ?? 0);
  return { phase: 'ended', outcome: event.outcome, milliseconds, peakThreads,
    ...(firstOutput === undefined ? {} : { firstOutput }) };
}
