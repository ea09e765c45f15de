// asleep.mjs — does a process do nothing at all? Asked of Linux; elsewhere a program that stays
// alive counts as asleep.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Processor time of each process at the last look. */
const lastSeen = new Map();

/**
 * True when all threads sleep now and none of them has used processor time since the last look.
 * (Not counted in switches: Node's own threads wake up now and then, for nothing.)
 * @param {number} pid
 */
export function isAsleep(pid) {
  if (!existsSync('/proc/self/task')) return true;
  try {
    const tasks = readdirSync(`/proc/${pid}/task`).map((thread) => fields(`${pid}/task/${thread}`));
    const used = tasks.reduce((sum, task) => sum + Number(task[utime]) + Number(task[stime]), 0);
    const same = lastSeen.get(pid) === used;
    lastSeen.set(pid, used);
    return same && tasks.every((task) => task[state] === 'S');
  } catch {
    return false; // a thread ended while we looked
  }
}

// Places of the fields of /proc/…/stat that follow the name in parentheses.
const [state, utime, stime] = [0, 11, 12];

/** @param {string} task */
function fields(task) {
  return readFileSync(`/proc/${task}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
}
