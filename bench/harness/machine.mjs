// machine.mjs — the machine that is measured on: what it is, whether it is idle, and keeping it
// busy on purpose.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Missing, say } from '../../.ci/setup/run.mjs';

const idleShare = 0.1;

export function describeMachine() {
  const [first] = os.cpus();
  return {
    processor: first?.model.trim() ?? 'unknown', processors: os.availableParallelism(),
    system: `${os.type()} ${os.release().split('.', 2).join('.')}`,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
  };
}

/** The share of all processors that was in use between two readings of os.cpus(). */
export function busyShare(before, after) {
  let busy = 0;
  let total = 0;
  after.forEach(({ times }, index) => {
    for (const [kind, value] of Object.entries(times)) {
      const spent = value - (before[index]?.times[kind] ?? 0);
      total += spent;
      if (kind !== 'idle') busy += spent;
    }
  });
  return total > 0 ? busy / total : 0;
}

/**
 * Watches the machine for two seconds; gives the share of processor time in use. Throws Missing if
 * it is not idle, unless `busy` says to go on.
 */
export async function requireIdle({ busy }) {
  const before = os.cpus();
  await sleep(2000);
  const share = Math.round(busyShare(before, os.cpus()) * 100) / 100;
  if (share > idleShare) {
    const found = `other programs use ${Math.round(share * 100)} % of the processors`;
    if (!busy) throw new Missing(`${found}: wait until they end, or measure with --busy.`);
    say(`not idle: ${found}`);
  }
  return share;
}

/** The first processor that this process may use, for taskset. */
export async function firstProcessor() {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return /^Cpus_allowed_list:\s*(\d+)/m.exec(status)?.[1] ?? '0';
}

/** Keeps every processor busy from now on; gives a function that ends that. */
export async function keepBusy() {
  const workers = os.cpus().map(() =>
    new Worker('for (let i = 0; ; ++i) Math.sqrt(i);', { eval: true }));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  return () => Promise.all(workers.map((worker) => worker.terminate()));
}
