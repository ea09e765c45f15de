// comparison.ts — one program at two settings of a constant, run one after the other.
// Invariants: the runs are in the order of the settings.
// Not here: running them (session.ts), showing them (flow/view).

import { settingName, valueOf, withSetting, type Knob, type Setting }
  from '../../../wasm/pipeline/knobs.mjs';
import type { DeadlockReport } from './deadlock-report.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import type { RunTrace } from './run-trace.ts';
import type { Scenario } from './scenario.ts';

export { settingName, withSetting, type Setting };

export interface ComparedRun {
  readonly setting: Setting;
  readonly trace: RunTrace;
  readonly outcome: Outcome;
  readonly deadlock: DeadlockReport | undefined;
}

export interface Comparison {
  readonly settings: readonly [Setting, Setting];
  readonly scale: Knob['scale'];
  /** Those that are over. */
  readonly runs: readonly ComparedRun[];
}

export type SettingPair = Comparison['settings'];

/** What a reader may compare: the values of each knob that the source still has, its own value
 *  among them. */
export function settingsOf(scenario: Scenario | undefined, source: string): Setting[] {
  return (scenario?.knobs ?? []).flatMap(({ constant, values }) => {
    const own = valueOf(source, constant);
    if (own === undefined) return [];
    return [...new Set([...values, own])].sort((a, b) => a - b)
      .map((value) => ({ constant, value }));
  });
}

/** The least and the largest value of the first knob: they differ most. */
export function usualPair(settings: readonly Setting[]): SettingPair | undefined {
  const values = settings.filter(({ constant }) => constant === settings[0]?.constant);
  const [least, most] = [values[0], values.at(-1)];
  return least && most && least !== most ? [least, most] : undefined;
}

export function scaleOf(scenario: Scenario | undefined, [{ constant }]: SettingPair):
  Knob['scale'] {
  return scenario?.knobs?.find((knob) => knob.constant === constant)?.scale ?? 'steps';
}

/** It ran as far as it goes: another run can be compared with it. */
export function isComparable({ outcome, deadlock }: ComparedRun): boolean {
  switch (outcome.kind) {
    case 'exited':
    case 'timed-out':
      return true;
    case 'crashed':
      return !outcome.notStarted;
    case 'stopped':
      return deadlock?.kind === 'certain';
    case 'compile-error':
      return false;
  }
}

export function describeComparedRun({ outcome, deadlock }: ComparedRun): string {
  return outcome.kind === 'stopped' && deadlock?.kind === 'certain' ? 'deadlock'
    : describeOutcome(outcome);
}
