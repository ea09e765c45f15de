// tour.test.ts — the way through the scenarios: order, progress, search.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { countTags, findScenarios } from '../../web/src/logic/scenario-search.ts';
import { parseScenarios, type Scenario } from '../../web/src/logic/scenario.ts';
import { Tour } from '../../web/src/logic/tour.ts';

const folder = new URL('../../core/scenarios/', import.meta.url);
const ids = readdirSync(folder).filter((name) => /^\d\d-/.test(name)).sort();
const entries = ids.map((id) => ({ id, module: `modules/${id}.wasm`,
  source: readFileSync(new URL(`${id}/main.cpp`, folder), 'utf8'),
  ...JSON.parse(readFileSync(new URL(`${id}/scenario.json`, folder), 'utf8')) as object }));
const scenarios = parseScenarios({ version: 1, scenarios: entries });
const found = (words: string, tag = ''): string[] =>
  findScenarios(scenarios, { words, tag }).map(({ id }) => id);

function store(kept = new Map<string, string>()) {
  return { kept, get: (key: string) => kept.get(key),
    remove: (key: string) => void kept.delete(key),
    set: (key: string, text: string) => Boolean(kept.set(key, text)) };
}

test('every scenario teaches: text, three things to try, tags, at most 80 lines', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(24);
  for (const { id, text, try: hints, tags, source, blurb } of scenarios) {
    expect(text.length, `${id}: text`).toBeGreaterThan(0);
    expect(hints.length, `${id}: things to try`).toBe(3);
    expect(tags.length, `${id}: tags`).toBeGreaterThan(1);
    expect(blurb.length, `${id}: blurb`).toBeLessThan(100);
    expect(source.split('\n').length, `${id}: lines`).toBeLessThanOrEqual(81);
    expect(source, `${id}: public headers only`).not.toMatch(/strait\/(?:base|flavor|wait)\//);
    for (const words of [...text, ...hints]) {
      expect(words.split('`').length % 2, `${id}: back-ticks in pairs: ${words}`).toBe(1);
    }
  }
});

test('groups stand one after the other, in the order that teaches', () => {
  const groups = scenarios.map(({ group }) => group).filter((group, at, all) =>
    group !== all[at - 1]);
  expect(groups).toEqual(['Basics', 'Time', 'Select', 'Patterns', 'Shutdown', 'Mistakes']);
});

test('a scenario knows the ones beside it; the ends have one neighbour', () => {
  const tour = new Tour(scenarios, store());
  expect(tour.place('11-drain-after-close')).toMatchObject({ position: 2,
    previous: { id: '10-many-producers' }, next: { id: '12-capacities' } });
  expect(tour.place('10-many-producers')?.previous).toBeUndefined();
  expect(tour.place(scenarios.at(-1)!.id)?.next).toBeUndefined();
  expect(tour.place('no-such')).toBeUndefined();
});

test('progress is remembered, and two tabs add to the same list', () => {
  const shared = store();
  const first = new Tour(scenarios, shared);
  const second = new Tour(scenarios, shared);
  first.finish('12-capacities');
  second.finish('10-many-producers');
  expect([...new Tour(scenarios, shared).finished]).toEqual(['10-many-producers', '12-capacities']);
});

test('what storage holds is checked: nothing but known scenarios is done', () => {
  for (const text of ['', 'null', '{', '{"length":3}', '["__proto__", 1, null]', '[["a"]]']) {
    const tour = new Tour(scenarios, store(new Map([['strait.tour', text]])));
    expect(tour.finished.size, text).toBe(0);
  }
  const some = store(new Map([['strait.tour', '["gone", "20-timeouts"]']]));
  expect([...new Tour(scenarios, some).finished]).toEqual(['20-timeouts']);
});

test('search finds by number, title, tag and text; titles come first', () => {
  expect(found('51')).toContain('51-prime-sieve');
  expect(found('SIEVE')[0]).toBe('51-prime-sieve');
  expect(found('on send')).toContain('35-send-or-quit');
  expect(found('on_send')).toContain('35-send-or-quit');
  expect(found('deadlock')[0]).toBe('48-dining-philosophers');
  expect(found('token philosophers')).toEqual(['48-dining-philosophers']);
  expect(found('no such words at all')).toEqual([]);
  expect(found('  ')).toHaveLength(scenarios.length);
  expect(found('('.repeat(10_000))).toEqual([]);
});

test('a tag narrows the list to its scenarios, and words narrow it further', () => {
  const counts = new Map(countTags(scenarios));
  for (const [tag, count] of counts) expect(found('', tag), tag).toHaveLength(count);
  const both = found('fork', 'deadlock').length + found('chopstick', 'deadlock').length;
  expect(both).toBe(1);
  const byTag = (scenario: Scenario): boolean => scenario.tags.includes('mistake');
  expect(found('', 'mistake')).toEqual(scenarios.filter(byTag).map(({ id }) => id));
});
