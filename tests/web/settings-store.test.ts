// settings-store.test.ts — a program's options and input over a reload, and from a hostile store.

import { expect, test } from '@playwright/test';
import { SettingsStore } from '../../web/src/logic/settings-store.ts';
import { defaultSettings, type ProgramSettings } from '../../web/src/logic/program-settings.ts';

const key = 'strait.settings';

function store(kept = new Map<string, string>()) {
  return { kept, get: (name: string) => kept.get(name), remove: (name: string) =>
    void kept.delete(name), set: (name: string, text: string) => Boolean(kept.set(name, text)) };
}

const reading = (stdin: string): ProgramSettings => ({ ...defaultSettings, stdin });

test('each program keeps its own, over a reload; what is usual is not kept', () => {
  const shared = store();
  const settings = new SettingsStore(shared);
  const quick: ProgramSettings = { options: { ...defaultSettings.options, optimize: '2' },
    stdin: '' };
  settings.keep('#10-first', quick, defaultSettings);
  settings.keep('#v1.deflate.abc', reading('1 2'), reading('of the link'));
  const again = new SettingsStore(shared);
  expect(again.chosen('#10-first')).toEqual(quick);
  expect(again.chosen('#v1.deflate.abc')).toEqual(reading('1 2'));
  expect(again.chosen('#11-second')).toBeUndefined();
  again.keep('#10-first', defaultSettings, defaultSettings);
  again.keep('#v1.deflate.abc', reading('of the link'), reading('of the link'));
  expect(shared.kept.size).toBe(0);
});

test('two tabs keep what each chose', () => {
  const shared = store();
  const [first, second] = [new SettingsStore(shared), new SettingsStore(shared)];
  first.keep('#a', reading('a'), defaultSettings);
  second.keep('#b', reading('b'), defaultSettings);
  expect(new SettingsStore(shared).chosen('#a')).toEqual(reading('a'));
});

test('thirty programs, or 256 KiB, are kept: those chosen for last', () => {
  const many = store();
  const settings = new SettingsStore(many);
  for (let number = 0; number < 40; ++number) {
    settings.keep(`#${number}`, reading(`${number}`), defaultSettings);
  }
  const again = new SettingsStore(many);
  expect(again.chosen('#9')).toBeUndefined();
  expect(again.chosen('#10')).toEqual(reading('10'));

  const large = new SettingsStore(many);
  for (const place of ['#a', '#b', '#c', '#d', '#e']) {
    large.keep(place, reading('x'.repeat(60_000)), defaultSettings);
  }
  expect(many.kept.get(key)?.length).toBeLessThanOrEqual(256 * 1024);
  expect(new SettingsStore(many).chosen('#a')).toBeUndefined();
  expect(new SettingsStore(many).chosen('#e')?.stdin).toHaveLength(60_000);
});

test('a store that refuses costs the reload only', () => {
  const settings = new SettingsStore({ get: () => undefined, set: () => false, remove: () => {} });
  settings.keep('#a', reading('a'), defaultSettings);
  expect(settings.chosen('#a')).toEqual(reading('a'));
});

for (const text of ['', '{', 'null', '[null, 1, "x", [], [1], ["draft.a"], ["draft.a", null]]',
  '[["draft.a", {}]]', '[["draft.a", {"options": {"optimize": "9"}, "stdin": ""}]]',
  '[["draft.a", {"options": {"__proto__": "0"}, "stdin": ""}]]',
  '[["draft.a", {"options": {}, "stdin": 1}]]',
  JSON.stringify([['draft.a', { options: {}, stdin: 'x'.repeat(70_000) }]])]) {
  test(`a stored ${text.slice(0, 60)} is nobody's choice`, () => {
    expect(new SettingsStore(store(new Map([[key, text]]))).chosen('#a')).toBeUndefined();
  });
}
