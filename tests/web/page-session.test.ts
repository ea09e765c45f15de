// page-session.test.ts — the page hears of its first program, whatever opened it, and does later
// what was asked of it too early.

import { expect, test } from '@playwright/test';
import { DraftStore, type TextStore } from '../../web/src/logic/draft-store.ts';
import { SettingsStore } from '../../web/src/logic/settings-store.ts';
import { Session, type SessionEvent } from '../../web/src/logic/session.ts';
import { encodeShareLink } from '../../web/src/logic/share-link.ts';
import { Tour } from '../../web/src/logic/tour.ts';
import { Notices } from '../../web/src/ui/notices.ts';
import { PageSession } from '../../web/src/ui/page-session.ts';
import type { PlaygroundServices } from '../../web/src/ui/services.ts';

const scenarios = ['10-first', '20-second'].map((id) => ({ id, title: id, group: 'g', blurb: 'b',
  text: [], try: [], tags: [], source: `// ${id}\n`, module: `modules/${id}.wasm` }));

function open(fragment: string, failure?: string) {
  const kept = new Map<string, string>();
  const store: TextStore = { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => Boolean(kept.set(key, text)) };
  const never = (): never => { throw new Error('opening runs nothing'); };
  const prepared: unknown[] = [];
  const services = {
    loadSession: async () => {
      if (failure) throw new Error(failure);
      return { tour: new Tour(scenarios, store), session: new Session({ scenarios,
        drafts: new DraftStore(store), settingsStore: new SettingsStore(store), now: () => 0,
        launcher: { start: never }, compiler: { compile: never } }) };
    },
    address: { fragment: () => fragment, replace: () => {}, push: () => {}, onChange: () => {},
      href: (text: string) => text },
    onStoreChange: () => {},
    prepare: (module: string | undefined) => prepared.push(module),
  } as unknown as PlaygroundServices;
  const element = { addController: () => {}, removeController: () => {}, requestUpdate: () => {},
    updateComplete: Promise.resolve(true) };
  const heard: [SessionEvent['kind'], source: string][] = [];
  const page = new PageSession(element, services, new Notices(element), (event, session) => {
    if (event.kind !== 'cleared') heard.push([event.kind, session.source]);
  });
  return { page, heard, prepared };
}

test('the last scenario, a scenario of the address and a link are all announced', async () => {
  const link = await encodeShareLink({ source: 'linked' });
  for (const [fragment, source, module] of [['', '// 10-first\n', 'modules/10-first.wasm'],
    ['#20-second', '// 20-second\n', 'modules/20-second.wasm'], [link, 'linked', undefined],
    ['#v1.deflate.damaged', '// 10-first\n', 'modules/10-first.wasm']] as const) {
    const { page, heard, prepared } = open(fragment);
    await page.loaded();
    expect(heard, fragment).toEqual([['source', source], ['changed', source]]);
    expect(prepared, fragment).toEqual([module]);
    expect(page.source).toBe(source);
  }
});

test('what was asked before the scenarios arrived is done when they have', async () => {
  const early = open('#20-second');
  early.page.source = 'set early';
  expect(early.page.source).toBe('set early');
  await early.page.loaded();
  expect([early.page.scenario, early.page.source]).toEqual(['20-second', 'set early']);
  const chosen = open('');
  chosen.page.scenario = '20-second';
  await chosen.page.loaded();
  expect([chosen.page.scenario, chosen.page.source]).toEqual(['20-second', '// 20-second\n']);
  const unknown = open('');
  unknown.page.scenario = 'no-such';
  await unknown.page.loaded();
  expect(unknown.page.scenario).toBe('10-first');
  expect(unknown.heard[0]).toEqual(['source', '// 10-first\n']);
});

test('a failure to load is a sentence, and nothing waits for ever', async () => {
  const { page } = open('', 'no list');
  await page.loaded();
  expect([page.failure, page.session]).toEqual(['no list', undefined]);
});
