// link-controller.test.ts — what an address opens, and what the reader is told about it.

import { expect, test } from '@playwright/test';
import { DraftStore, type TextStore } from '../../web/src/logic/draft-store.ts';
import { SettingsStore } from '../../web/src/logic/settings-store.ts';
import { Session } from '../../web/src/logic/session.ts';
import { encodeShareLink } from '../../web/src/logic/share-link.ts';
import { LinkController } from '../../web/src/ui/link-controller.ts';

const scenario = { id: '10-first', title: 'First', group: 'g', blurb: 'b', text: [], try: [],
  tags: [], source: 'int main() {}\n', module: 'modules/10-first.wasm' };

function open(kept = new Map<string, string>()) {
  const store: TextStore = { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => Boolean(kept.set(key, text)) };
  const session = new Session({ scenarios: [scenario], drafts: new DraftStore(store),
    settingsStore: new SettingsStore(store), now: () => 0,
    launcher: { start: () => { throw new Error('nothing is run by a link'); } },
    compiler: { compile: () => { throw new Error('nothing is compiled by a link'); } } });
  const told: string[] = [];
  session.listen((event) => {
    if (event.kind === 'drafts') told.push(event.news);
  });
  const address = { fragment: () => '', replace: () => {}, push: () => {}, onChange: () => {},
    href: (fragment: string) => fragment };
  const links = new LinkController(session, { address, copy: async () => true },
    ({ tone }) => told.push(tone));
  return { session, links, told };
}

test('an address opens a link or a scenario, or says why it does not', async () => {
  const { session, links, told } = open();
  expect(await links.open('')).toBe(false);
  expect(await links.open('#10-first')).toBe(true);
  expect(told).toEqual([]);
  expect(await links.open('#no-such')).toBe(false);
  expect(await links.open('#v1.deflate.damaged')).toBe(false);
  expect(told.splice(0)).toEqual(['error', 'error']);
  expect(session.source).toBe(scenario.source);
  expect(await links.open(await encodeShareLink({ source: 'linked' }))).toBe(true);
  expect(session.source).toBe('linked');
  expect(told).toEqual(['plain']);
});

test('that another tab changed a linked program is told last, so that it is read', async () => {
  const kept = new Map<string, string>();
  const link = await encodeShareLink({ source: 'linked' });
  const first = open(kept);
  await first.links.open(link);
  first.session.edit('mine');
  const [draft] = [...kept.keys()].filter((key) => key.startsWith('strait.link.'));
  kept.set(draft!.replace('strait.', 'strait.rival.'), `${link}\ntheirs`);
  const again = open(kept);
  expect(await again.links.open(link)).toBe(true);
  expect(again.told).toEqual(['plain', 'conflict']);
});

test('of two links the one opened last is shown, whichever is decoded first', async () => {
  const { session, links } = open();
  const long = await encodeShareLink({ source: '// long\n'.repeat(8000) });
  const short = await encodeShareLink({ source: 'short' });
  const [first, second] = await Promise.all([links.open(long), links.open(short)]);
  expect([first, second]).toEqual([false, true]);
  expect(session.source).toBe('short');
});
