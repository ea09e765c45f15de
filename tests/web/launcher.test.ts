// launcher.test.ts — a program that does not begin is started once more, in another worker; nothing
// of the first is heard any more.

import { expect, test } from '@playwright/test';
import { loaded } from '../../web/src/logic/watched-worker.ts';
import { WorkerLauncher } from '../../web/src/run/launcher.ts';
import type { PlaygroundFiles } from '../../web/src/run/playground-files.ts';
import { FakeWorker } from './fake-worker.ts';

type Worker = FakeWorker<{ kind: string }>;

const starts = (worker: Worker): number =>
  worker.sent.filter(({ kind }) => kind === 'start').length;

const files = { glue: () => Promise.resolve('glue.mjs') } as unknown as PlaygroundFiles;
const program = { kind: 'fresh', wasm: new Uint8Array(8) } as const;
const settings = { timeLimitSeconds: 10, stdin: '' };
const ended = { kind: 'outcome', outcome: { kind: 'exited', code: 0 } };

/** `patience`: a minute where nothing may run out. */
function launch(patience: number, slowAfter = 60_000) {
  const workers: Worker[] = [];
  const heard: string[] = [];
  const tell = (what: string) => () => void heard.push(what);
  const launcher = new WorkerLauncher({
    files,
    beginAgainAfter: patience,
    slowStart: { after: slowAfter, pause: tell('slow'), resume: tell('no longer') },
    createWorker: () => {
      const worker: Worker = new FakeWorker();
      workers.push(worker);
      queueMicrotask(() => worker.say(loaded));
      return worker;
    },
  });
  const run = launcher.start(program, {
    started: tell('started'), output: tell('output'), threads: tell('threads'),
    files: tell('files'), trace: tell('trace'), deadlock: tell('deadlock'),
  }, settings);
  const started = () => workers.filter((worker) => starts(worker) > 0);
  return { run, heard, started };
}

test('a program that begins is started once', async () => {
  const { run, heard, started } = launch(60_000);
  await expect.poll(() => started().length).toBe(1);
  const [worker] = started();
  worker?.say({ kind: 'started' });
  worker?.say(ended);
  expect(await run.outcome).toEqual({ kind: 'exited', code: 0 });
  expect(heard).toEqual(['started']);
  expect(started().length).toBe(1);
});

test('a program that does not begin is started in another worker, and the first is ended',
  async () => {
    const { run, heard, started } = launch(1);
    await expect.poll(() => started().length).toBe(2);
    const [first, second] = started();
    expect(first?.ended).toBe(true);
    first?.say({ kind: 'started' });
    first?.say({ kind: 'outcome', outcome: { kind: 'crashed', reason: 'late' } });
    expect(heard).toEqual([]);
    second?.say({ kind: 'started' });
    second?.say(ended);
    expect(await run.outcome).toEqual({ kind: 'exited', code: 0 });
    expect(heard).toEqual(['started']);
    expect(second && starts(second)).toBe(1);
  });

test('a program that was stopped before it began is not started again', async () => {
  const { run, started } = launch(300);
  await expect.poll(() => started().length).toBe(1);
  run.stop();
  expect(await run.outcome).toEqual({ kind: 'stopped' });
  expect(started().length).toBe(1);
});

test('a slow start is told once, and that it is over', async () => {
  const { run, heard, started } = launch(60_000, 1);
  await expect.poll(() => heard).toEqual(['slow']);
  started()[0]?.say({ kind: 'started' });
  started()[0]?.say(ended);
  await run.outcome;
  expect(heard).toEqual(['slow', 'no longer', 'started']);
});

test('a slow start that is stopped is over, too', async () => {
  const { run, heard } = launch(60_000, 1);
  await expect.poll(() => heard).toEqual(['slow']);
  run.stop();
  expect(heard).toEqual(['slow', 'no longer']);
  expect(await run.outcome).toEqual({ kind: 'stopped' });
});
