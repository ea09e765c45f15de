// Promise: whoever opens the page in Chromium, Firefox or WebKit can run a program as it is, edit
// and run it, see a mistake at its line, stop what does not end, share it, and do so again without
// a network.

import { expect, test } from './support/journey.ts';
import { clean, deadlock, greeting, mistake, spin } from './support/programs.ts';

const exited = { kind: 'exited', code: 0 };

test('a scenario runs as it is', async ({ journey }) => {
  await journey.do('ensureOpen', journey.server.site);
  expect(await journey.do('isIsolated')).toBe(true);
  await journey.do('setScenario', '11-drain-after-close');
  const { outcome, lines, status } = await journey.do('run');
  expect(outcome).toEqual(exited);
  expect(lines.length).toBeGreaterThan(3);
  expect(status).toContain('exited 0');
});

test('an edited program runs, and once more when it is edited again', async ({ journey }) => {
  await journey.do('ensureOpen', journey.server.site);
  for (const word of ['first', 'second']) {
    await journey.do('setSource', greeting(word));
    expect(await journey.do('run')).toMatchObject({ outcome: exited, lines: [word] });
  }
});

test('a mistake is marked at its line and told in words', async ({ journey }) => {
  await journey.do('ensureOpen', journey.server.site);
  await journey.do('setSource', mistake.source);
  const { outcome, status } = await journey.do('run');
  expect(outcome.kind).toBe('compile-error');
  expect(outcome.diagnostics?.[0]).toMatchObject({ severity: 'error', line: mistake.line });
  expect(status).toContain(`line ${mistake.line}`);
  const { line, problem } = await journey.do('marker');
  expect(line).toBe(mistake.code);
  expect(problem).toContain(mistake.words);
});

for (const [name, { source, says }] of Object.entries({ spin, deadlock })) {
  test(`Stop ends a program that would go on for ever, ${name}; the next run is clean`, async ({
    journey }) => {
    await journey.do('ensureOpen', journey.server.site);
    await journey.do('setSource', source);
    await journey.do('begin', says);
    expect(await journey.do('stop')).toMatchObject({ outcome: { kind: 'stopped' }, lines: [says] });
    await journey.do('setSource', clean);
    expect(await journey.do('run')).toMatchObject({ outcome: exited, lines: ['clean'] });
  });
}

test('without a network, too, a link brings the program to another reader, and runs nothing by ' +
  'itself; the page runs and compiles', async ({ journey }) => {
  const { server } = journey;
  await journey.do('ensureOpen', server.site);
  await journey.do('setSource', greeting('shared ü'));
  expect((await journey.do('run')).outcome).toEqual(exited); // the compiler is kept, too
  const link = await journey.do('shareLink');
  await journey.do('setSource', '// my draft\n');
  await journey.do('open', link);
  expect(await journey.do('source')).toBe(greeting('shared ü'));
  await journey.do('statusSays', 'Ready');
  expect(await journey.do('keptForOffline')).toBeGreaterThan(8);
  server.isOnline = false;
  try {
    await journey.do('open', link);
    expect(await journey.do('isIsolated')).toBe(true);
    expect(await journey.do('source')).toBe(greeting('shared ü'));
    await journey.do('statusSays', 'Ready');
    expect(await journey.do('run')).toMatchObject({ outcome: exited, lines: ['shared ü'] });
    await journey.do('setScenario', '40-rendezvous');
    expect((await journey.do('run')).outcome).toEqual(exited);
  } finally {
    server.isOnline = true;
  }
});

for (const [times, tag] of [[20, ''], [200, ' @long']] as const) {
  test(`${times} runs in a row of a program with twelve threads all end${tag}`, async ({
    journey }) => {
    test.setTimeout(400_000 + times * 10_000);
    await journey.do('ensureOpen', journey.server.site);
    await journey.do('setScenario', '51-prime-sieve');
    const others: { turn: number; kind: string; status: string }[] = [];
    // In tens, so that a hang is known soon.
    for (let done = 0; done < times && others.length === 0; done += 10) {
      others.push(...await journey.do('runInARow', 10));
    }
    expect(await journey.do('serviceWorker')).toContain('service-worker.js');
    expect(others, 'runs that did not exit with 0').toEqual([]);
  });
}
