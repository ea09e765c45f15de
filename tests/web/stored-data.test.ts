// stored-data.test.ts — what earlier versions of the page stored in a browser is still read. These
// texts are in readers' browsers: never change them.

import { expect, test } from '@playwright/test';
import { DraftStore, type TextStore } from '../../web/src/logic/draft-store.ts';
import { defaultOptions } from '../../web/src/logic/program-settings.ts';
import { SettingsStore } from '../../web/src/logic/settings-store.ts';
import { Tour } from '../../web/src/logic/tour.ts';

const link = '#v1.deflate.q1Yqzi8tSk5VslJSqgUA';
const stored = {
  'strait.scenario': '20-timeouts',
  'strait.draft.10-many-producers': 'int main() { return 1; }\n',
  'strait.rival.draft.10-many-producers': 'int main() { return 2; }\n',
  'strait.link.b14d3436': `${link}\nint main() { return 3; }\n`,
  'strait.links': 'strait.link.b14d3436',
  'strait.settings': '[["draft.10-many-producers",{"options":{"standard":"c++26","optimize":"2",' +
    '"warnings":"extra"},"stdin":"1 2 3"}],["link.b14d3436",{"options":{"standard":"c++23",' +
    '"optimize":"0","warnings":"default"},"stdin":"of the link"}]]',
  'strait.tour': '["10-many-producers","20-timeouts"]',
};

test('drafts, conflicts, settings and progress of earlier visits are read', () => {
  const kept = new Map(Object.entries(stored));
  const store: TextStore = { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => Boolean(kept.set(key, text)) };
  const drafts = new DraftStore(store);
  expect(drafts.lastScenario()).toBe('20-timeouts');
  expect(drafts.draft('#10-many-producers')).toBe('int main() { return 1; }\n');
  expect(drafts.conflict('#10-many-producers')).toBe('int main() { return 2; }\n');
  expect(drafts.draft(link)).toBe('int main() { return 3; }\n');
  const settings = new SettingsStore(store);
  expect(settings.chosen('#10-many-producers')).toEqual({ stdin: '1 2 3',
    options: { standard: 'c++26', optimize: '2', warnings: 'extra' } });
  expect(settings.chosen(link)).toEqual({ options: defaultOptions, stdin: 'of the link' });
  const scenarios = ['10-many-producers', '20-timeouts', '30-new'].map((id) => ({ id, title: id,
    group: 'g', blurb: 'b', text: [], try: [], tags: [], source: 's', module: 'm' }));
  expect([...new Tour(scenarios, store).finished]).toEqual(['10-many-producers', '20-timeouts']);
});
