// setup.test.ts — what the set-up reads of a machine: its archives, its browser.

import { expect, test } from '@playwright/test';
import { chooseArchive, parseDeb822, parseOneLine } from '../../.ci/setup/apt.mjs';
import { findChromium } from '../../.ci/setup/chromium.mjs';

const sources = `# Written by the installer
Types: deb deb-src
URIs: https://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
# URIs: https://old.example/
URIs:   https://mirror.example/debian-security  
Suites: bookworm-security
Components: main
Enabled: no
`;

test('stanzas of a deb822 file are read, with comments and lines that go on', () => {
  const stanzas = parseDeb822(sources);
  expect(stanzas).toHaveLength(2);
  expect(stanzas[0]).toMatchObject({ types: 'deb deb-src', suites: 'bookworm bookworm-updates' });
  expect(stanzas[0]['signed-by']).toContain('/usr/share/keyrings/debian-archive-keyring.gpg');
  expect(stanzas[1]).toMatchObject({ uris: 'https://mirror.example/debian-security',
    enabled: 'no' });
});

test('a stanza without an address is none, nor is an empty file', () => {
  expect(parseDeb822('Types: deb\nSuites: bookworm\n')).toEqual([]);
  expect(parseDeb822('')).toEqual([]);
  expect(parseDeb822('\n \n# only words\n')).toEqual([]);
});

test('lines of a sources.list are read, with and without options', () => {
  expect(parseOneLine(`# deb https://no.example/ bookworm main
deb https://a.example/debian bookworm main contrib
deb-src https://b.example/debian bookworm main
  deb [arch=amd64 signed-by=/keys/a.gpg] https://c.example/debian trixie main
`)).toEqual([
    { types: 'deb', uris: 'https://a.example/debian', suites: 'bookworm',
      components: 'main contrib', 'signed-by': '' },
    { types: 'deb', uris: 'https://c.example/debian', suites: 'trixie', components: 'main',
      'signed-by': '/keys/a.gpg' },
  ]);
});

const archive = (more: object) => ({ types: 'deb', uris: 'https://a.example/', suites: 'bookworm',
  components: 'main', ...more });

test('the archive signed with Debian\'s key is chosen before an unsigned one', () => {
  const debian = archive({ 'signed-by': '/usr/share/keyrings/debian-archive-keyring.gpg' });
  expect(chooseArchive([archive({}), debian], 'bookworm')).toBe(debian);
  const unsigned = archive({});
  expect(chooseArchive([archive({ 'signed-by': '/keys/vendor.gpg' }), unsigned], 'bookworm'))
    .toBe(unsigned);
});

for (const [what, more] of [
  ['one of another release', { suites: 'trixie bookworm-updates' }],
  ['one of sources only', { types: 'deb-src' }],
  ['one that is switched off', { enabled: 'No' }],
  ['one without the main component', { components: 'contrib non-free' }],
  ['one of another vendor', { 'signed-by': '/keys/vendor.gpg' }],
  ['one that names no suite', { suites: undefined }],
] as const) {
  test(`${what} is not chosen`, () => {
    expect(chooseArchive([archive(more)], 'bookworm')).toBeUndefined();
  });
}

test('CHROMIUM names the browser, and one that is not there is told', () => {
  expect(findChromium({ CHROMIUM: process.execPath })).toBe(process.execPath);
  expect(() => findChromium({ CHROMIUM: '/nothing/here' })).toThrow('/nothing/here');
  expect(findChromium({ PATH: '/nothing/here' })).toBeUndefined();
});
