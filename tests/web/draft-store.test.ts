// draft-store.test.ts — drafts of scenarios and links, and two tabs that write in one place.

import { expect, test } from '@playwright/test';
import { DraftStore, type TextStore } from '../../web/src/logic/draft-store.ts';

const place = '#10-first';
const key = 'strait.draft.10-first';
const link = (name: string): string => `#v1.deflate.${name}`;

function store(kept = new Map<string, string>()): TextStore & { kept: Map<string, string> } {
  return { kept, get: (name) => kept.get(name), remove: (name) => void kept.delete(name),
    set: (name, text) => Boolean(kept.set(name, text)) };
}

/** Two tabs of one browser, both showing the place. */
function twoTabs(before?: string) {
  const shared = store(new Map(before === undefined ? [] : [[key, before]]));
  const [first, second] = [new DraftStore(shared), new DraftStore(shared)];
  first.draft(place);
  second.draft(place);
  return { shared, first, second };
}

test('each link keeps its own draft, and so do the scenarios', () => {
  const drafts = new DraftStore(store());
  drafts.keep(place, 'mine', 'original');
  drafts.keep(link('a'), 'in a', 'linked');
  drafts.keep(link('b'), 'in b', 'linked');
  expect([place, link('a'), link('b'), link('c')].map((name) => drafts.draft(name)))
    .toEqual(['mine', 'in a', 'in b', undefined]);
  drafts.keep(link('a'), 'linked', 'linked');
  expect(drafts.has(link('a'))).toBe(false);
  expect(drafts.draft(link('b'))).toBe('in b');
});

test('the drafts of thirty links are kept, older ones make room', () => {
  const shared = store();
  const drafts = new DraftStore(shared);
  for (let number = 0; number < 100; ++number) drafts.keep(link(`n${number}`), 'x', '');
  const again = new DraftStore(shared);
  const left = Array.from({ length: 100 }, (_, number) => number)
    .filter((number) => again.has(link(`n${number}`)));
  expect(left).toEqual(Array.from({ length: 30 }, (_, index) => 70 + index));
});

test('a tab that changed nothing takes over what another one wrote', () => {
  const { first, second } = twoTabs();
  first.keep(place, 'by the first', '');
  expect(second.storeChanged(key, place)).toBe('newer');
  expect(second.draft(place)).toBe('by the first');
  second.keep(place, 'by the first, and the second', '');
  expect(second.conflict(place)).toBeUndefined();
});

test('two tabs that both changed it keep both versions, and each is told', () => {
  const { first, second } = twoTabs('before');
  first.keep(place, 'A', '');
  second.keep(place, 'B', ''); // it had not heard of A
  expect(first.storeChanged(key, place)).toBe('conflict');
  expect([first.draft(place), first.conflict(place)]).toEqual(['A', 'B']);
  expect([second.draft(place), second.conflict(place)]).toEqual(['B', 'A']);
  first.keep(place, 'A2', '');
  expect(second.storeChanged(key, place)).toBe('conflict');
  expect([second.draft(place), second.conflict(place)]).toEqual(['B', 'A2']);
});

test('after a reload the later version is the draft and the earlier one is offered', () => {
  const { shared, first, second } = twoTabs();
  first.keep(place, 'A', '');
  second.keep(place, 'B', '');
  const reloaded = new DraftStore(shared);
  expect([reloaded.draft(place), reloaded.conflict(place)]).toEqual(['B', 'A']);
  expect(reloaded.swapConflict(place, '')).toBe('A');
  expect([reloaded.draft(place), reloaded.conflict(place)]).toEqual(['A', 'B']);
  expect(reloaded.swapConflict(place, '')).toBe('B');
  reloaded.resolveConflict(place);
  expect(reloaded.conflict(place)).toBeUndefined();
});

test('going back to the original in one tab takes nothing from the other', () => {
  const { shared, first, second } = twoTabs();
  first.keep(place, 'A', 'original');
  second.draft(place);
  second.keep(place, 'original', 'original');
  expect(first.storeChanged(key, place)).toBeUndefined();
  expect(first.draft(place)).toBe('A');
  expect(new DraftStore(shared).draft(place)).toBe('A');
});

test('what another tab writes elsewhere means nothing here', () => {
  const { first, second } = twoTabs();
  second.keep('#20-second', 'B', '');
  expect(first.storeChanged('strait.draft.20-second', place)).toBeUndefined();
  expect(first.storeChanged('something.else', place)).toBeUndefined();
});
