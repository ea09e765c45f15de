// scenario.ts — the list of scenarios in scenarios.json, validated before it is used.
// Invariants: ids are unique; the list is never empty; every string is a string.

import * as v from 'valibot';
import { constantForm, knobLimits, withSetting } from '../../../wasm/pipeline/knobs.mjs';
import { parseFile, pathBelow, scenarioId } from './schemas.ts';

const someText = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(v.string());

const constant = v.pipe(v.string(), v.regex(constantForm, 'is no name of a constant'));
const settingValue = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(knobLimits.value));

const knob = v.object({
  constant,
  values: v.pipe(v.array(settingValue), v.minLength(2), v.maxLength(knobLimits.values)),
  scale: v.picklist(['steps', 'time']),
});

const scenario = v.object({
  id: scenarioId,
  title: someText,
  group: someText,
  blurb: someText,
  /** What to look at: short paragraphs, code between back-ticks. */
  text: texts,
  try: texts,
  tags: texts,
  source: someText,
  /** Relative address of the prebuilt module of exactly `source`. */
  module: pathBelow,
  /** Constants of which it is instructive to compare several values. */
  knobs: v.exactOptional(v.array(knob)),
  /** The prebuilt modules of these values, that of the source apart. */
  variants: v.exactOptional(v.array(v.object({ constant, value: settingValue,
    module: pathBelow }))),
});

export type Scenario = v.InferOutput<typeof scenario>;

const scenarioList = v.object({
  version: v.literal(1),
  scenarios: v.pipe(v.array(scenario), v.nonEmpty(), v.check(
    (scenarios) => new Set(scenarios.map(({ id }) => id)).size === scenarios.length,
    'an id stands twice in the list')),
});

export interface ScenarioGroup {
  name: string;
  scenarios: Scenario[];
}

export function parseScenarios(value: unknown): Scenario[] {
  return parseFile(scenarioList, value, 'scenarios.json').scenarios;
}

/** The module that was built from exactly this source, if there is one. */
export function moduleOf(scenarios: readonly Scenario[], source: string): string | undefined {
  for (const scenario of scenarios) {
    if (scenario.source === source) return scenario.module;
    const variant = scenario.variants?.find((setting) =>
      withSetting(scenario.source, setting) === source);
    if (variant) return variant.module;
  }
  return undefined;
}

/** Groups in the order of their first scenario. */
export function groupScenarios(scenarios: readonly Scenario[]): ScenarioGroup[] {
  const groups = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const group = groups.get(scenario.group);
    if (group) group.push(scenario);
    else groups.set(scenario.group, [scenario]);
  }
  return [...groups].map(([name, members]) => ({ name, scenarios: members }));
}

/** `30` of `30-ticker-and-timeout`. */
export function scenarioNumber(id: string): string {
  return /^\d+/.exec(id)?.[0] ?? '';
}
