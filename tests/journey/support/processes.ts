// processes.ts — programs that a test starts and surely ends: each leads a process group, which is
// ended with all that it started, also when the test's own process ends early.

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ProcessGroup>();
process.on('exit', () => running.forEach((group) => group.kill()));

/** So much of what a program says is kept for a failure's message. */
const keptCharacters = 4000;

export class ProcessGroup {
  /** The end of what the program printed. */
  output = '';
  private readonly child: ChildProcess;

  constructor(program: string, args: string[], options: SpawnOptions = {}) {
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options,
      detached: true });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.output = (this.output + bytes.toString()).slice(-keptCharacters);
      });
    }
    this.child.on('error', (error) => {
      this.output += `\n${program}: ${error.message}`;
    });
    running.add(this);
  }

  /** A stream beyond the usual three, as `stdio` asked for it. */
  stream(index: number): NodeJS.ReadableStream {
    return this.child.stdio[index] as NodeJS.ReadableStream;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || !this.child.pid;
  }

  async end(): Promise<void> {
    const ended = this.hasEnded ? undefined : once(this.child, 'exit');
    this.kill();
    await ended;
  }

  /** The group outlives its leader: what the leader started is ended in any case. */
  kill(): void {
    running.delete(this);
    if (!this.child.pid) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // Nobody of the group is left.
    }
  }
}
