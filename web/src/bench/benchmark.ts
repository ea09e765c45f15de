// benchmark.ts — measures the benchmark's programs in this page, as `npm run bench` does natively:
// a run of its own for each measurement; within a cell one system after the other, the first one
// changing from round to round; rounds are outermost. So what changes meanwhile changes for all.
// Not here: workers (run/), the page (bench-view.ts).

import * as v from 'valibot';
import { matrix, rotated, type Cell } from '../../../bench/harness/matrix.mjs';
import { resultsOf } from '../../../bench/harness/statistics.mjs';
import { describeOutcome } from '../logic/outcome.ts';
import type { ActiveRun, ProgramLauncher } from '../logic/run-sequence.ts';
import { parseFile, parseUntrusted, pathBelow } from '../logic/schemas.ts';

const benchmarkFile = v.object({ version: v.literal(1),
  programs: v.array(v.object({ name: v.string(), module: pathBelow })) });
const listing = v.object({ version: v.string(), runs: v.array(v.string()) });
const measurement = v.object({ messages: v.number(), ns: v.number() });

/** A system's program. */
export interface Program {
  name: string;
  module: string;
}

interface System extends Program, v.InferOutput<typeof listing> {}

interface Sample {
  cell: Cell;
  system: string;
  output: v.InferOutput<typeof measurement>;
}

/** As in the benchmark's results.json. */
export interface Row {
  channel: string;
  pattern: string;
  system: string;
  rounds: number;
  messages: number;
  ns_per_message: { min: number; median: number; max: number };
}

export interface Progress {
  /** From 1. */
  round: number;
  done: number;
  all: number;
  /** The measurement that has begun. */
  what: string;
  /** Undefined at first. */
  secondsLeft: number | undefined;
}

export interface BenchmarkOptions {
  launcher: ProgramLauncher;
  loadPrograms(): Promise<Program[]>;
  rounds: number;
  /** Of the messages that move natively. */
  share: number;
  /** In milliseconds. */
  now(): number;
  changed(progress: Progress): void;
}

/** What takes longer has failed. */
const timeLimitSeconds = 30;

export function parsePrograms(value: unknown): Program[] {
  return parseFile(benchmarkFile, value, 'benchmark.json').programs;
}

/** So many messages move in a run of the page. */
export const messagesOf = ({ messages }: { messages: number }, share: number): number =>
  Math.max(16, Math.round(messages * share));

export class Benchmark {
  /** What was measured so far. */
  rows: Row[] = [];
  readonly failures: string[] = [];
  private readonly options: BenchmarkOptions;
  private readonly samples: Sample[] = [];
  private systems: System[] = [];
  private active: ActiveRun | undefined;
  isStopped = false;

  constructor(options: BenchmarkOptions) {
    this.options = options;
  }

  /** Measures everything, unless it is stopped. Throws if the programs cannot run at all. */
  async run(): Promise<void> {
    for (const program of await this.options.loadPrograms()) {
      if (this.isStopped) return;
      const said = await this.say(program, '--list');
      if (this.isStopped) return;
      const listed = parseUntrusted(listing, parsed(said));
      if (!listed) throw new Error(`the program of ${program.name} says what it should not`);
      this.systems.push({ ...program, ...listed });
    }
    await this.measure();
  }

  stop(): void {
    this.isStopped = true;
    this.active?.stop();
  }

  private async measure(): Promise<void> {
    const { rounds, now, changed } = this.options;
    const plan = matrix.map((cell) => ({ cell, systems: this.systems.filter(({ runs }) =>
      runs.includes(`${cell.channel}/${cell.run}`)) })).filter(({ systems }) => systems.length > 0);
    const all = rounds * plan.reduce((sum, { systems }) => sum + systems.length, 0);
    const begun = now();
    let done = 0;
    for (let round = 0; round < rounds; ++round) {
      for (const { cell, systems } of plan) {
        for (const system of rotated(systems, round)) {
          const what = `${cell.channel}/${cell.pattern}, ${system.name}`;
          changed({ round: round + 1, done, all, what, secondsLeft: done === 0 ? undefined
            : (now() - begun) / 1000 / done * (all - done) });
          await this.measureOnce(cell, system, what);
          if (this.isStopped) return;
          done += 1;
        }
      }
    }
  }

  /** What has failed once is not tried again. */
  private async measureOnce(cell: Cell, system: System, what: string): Promise<void> {
    if (this.failures.some((each) => each.startsWith(`${what}:`))) return;
    const { channel, run } = cell;
    const words = `${channel} ${run} ${messagesOf(cell, this.options.share)}`;
    try {
      const output = parseUntrusted(measurement, parsed(await this.say(system, words)));
      if (this.isStopped) return;
      if (!output) throw new Error('it says what it should not');
      this.samples.push({ cell, system: system.name, output });
      this.rows = resultsOf(this.samples, this.systems)['results'] as Row[];
    } catch (error) {
      this.failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** What a program prints. */
  private async say({ module }: Program, stdin: string): Promise<string> {
    const texts = { out: '', err: '' };
    const ignore = (): void => {};
    const run = this.options.launcher.start({ kind: 'prebuilt', module }, {
      started: ignore, threads: ignore, files: ignore, trace: ignore, deadlock: ignore,
      output: ({ lines }) => {
        for (const { stream, text } of lines) texts[stream] += text;
      },
    }, { stdin, timeLimitSeconds, trace: false });
    this.active = run;
    if (this.isStopped) run.stop();
    const outcome = await run.outcome;
    if (this.isStopped || (outcome.kind === 'exited' && outcome.code === 0)) return texts.out;
    throw new Error(texts.err || describeOutcome(outcome));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
