// flow-state.ts — what the Flow tab shows of a run: its model, the cursor in it, filter, selection.
// Invariants: 1. The cursor is at a step that is shown, or at none (-1) if there is none.
//             2. While it follows, the cursor is at the last step.

import type { RunTrace } from '../../logic/run-trace.ts';
import type { Trace } from '../model/events.ts';
import type { FlowModel, FlowThread } from '../model/flow-model.ts';
import { messageOf, placeOf, threadState } from '../model/moment.ts';
import { FlowRecording } from '../model/recording.ts';
import { Names } from '../model/words.ts';
import { Axis, noFilter, type Filter, type Scale } from '../picture/axis.ts';
import { laneColours } from '../picture/lanes.ts';
import type { Selection } from '../picture/scene.ts';
import type { LineMark } from '../../logic/code-editor.ts';

/** In nanoseconds: how long a run takes at least that a reader can follow. */
const followable = 1e9;

export class FlowState {
  names: Names;
  axis: Axis;
  scale: Scale;
  filter: Filter = noFilter;
  cursor = -1;
  selection: Selection = {};
  follows = true;
  private readonly recording = new FlowRecording();
  private readonly trace: RunTrace;
  private hasRead = false;
  private isComplete = false;
  private readonly changed: (state: FlowState) => void;

  constructor(trace: RunTrace, scale: Scale, changed: (state: FlowState) => void) {
    this.trace = trace;
    this.scale = scale;
    this.changed = changed;
    this.names = new Names(this.model);
    this.axis = new Axis(this.model, this.scale, this.filter);
  }

  get model(): FlowModel {
    return this.recording.model;
  }

  /** What has been read, to pass on. */
  get recorded(): Trace {
    return this.recording.trace();
  }

  /** Reads what has arrived. `complete`: the run has ended; if nobody could follow it, it is told
   *  from its start, unless it stands still. */
  read(complete: boolean, standsStill: boolean): void {
    const isNew = !this.hasRead;
    const { model } = this;
    const batches = this.trace.take();
    if (batches.length === 0 && this.isComplete === complete) return;
    const hasEnded = complete && !this.isComplete;
    this.hasRead = true;
    for (const batch of batches) this.recording.take(batch);
    if (complete) this.recording.end();
    this.isComplete = complete;
    if (this.model !== model) this.selection = {}; // its oldest steps are gone
    this.renew();
    const wasShort = (this.model.steps.at(-1)?.time ?? 0) < followable;
    if (hasEnded && !standsStill && this.follows && (isNew || wasShort)) {
      this.setCursor(this.axis.shown[0] ?? -1);
    }
    if (this.follows || this.cursor < 0) this.cursor = this.axis.shown.at(-1) ?? -1;
    this.change();
  }

  /** To where another run's cursor is on the same scale. */
  moveAlongside({ axis, cursor }: FlowState): void {
    this.setCursor(this.axis.stepAt(axis.position(cursor)));
  }

  setCursor(step: number): void {
    if (step === this.cursor || step < 0) return;
    this.cursor = step;
    this.follows = step === this.axis.shown.at(-1);
    this.change();
  }

  move(by: number): void {
    this.setCursor(this.axis.neighbour(this.cursor, by));
  }

  /** To the next step of the cursor's thread, or to the previous one. */
  moveInThread(by: 1 | -1): void {
    const { thread } = this.model.steps[this.cursor] ?? {};
    for (let step = this.cursor, next; ; step = next) {
      next = this.axis.neighbour(step, by);
      if (next === step || next < 0) return;
      if (this.model.steps[next]?.thread === thread) return this.setCursor(next);
    }
  }

  /** The next step at this line of the source after the cursor, else the first one. */
  showLine(line: number): boolean {
    const { shown } = this.axis;
    const isThere = (step: number): boolean =>
      this.model.places[placeOf(this.model, step)]?.line === line;
    const step = shown.find((each) => each > this.cursor && isThere(each)) ?? shown.find(isThere);
    if (step === undefined) return false;
    this.setCursor(step);
    return true;
  }

  setScale(scale: Scale): void {
    this.scale = scale;
    this.renew();
    this.change();
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.renew();
    this.cursor = this.axis.stepAt(this.axis.position(this.cursor));
    this.change();
  }

  select(selection: Selection): void {
    this.selection = selection;
    this.change();
  }

  selectThread(thread: FlowThread): void {
    this.select(this.selection.thread === thread ? {} : { thread });
  }

  follow(follows: boolean): void {
    this.follows = follows;
    if (follows) this.cursor = this.axis.shown.at(-1) ?? -1;
    this.change();
  }

  /** Where each thread stands in main.cpp at a step: the marks of the editor. */
  lineMarks(step = this.cursor): LineMark[] {
    const { model, names } = this;
    const current = model.steps[step]?.thread;
    return model.threads.flatMap((thread) => {
      const state = threadState(thread, step);
      const { line = 0 } = model.places[state.place] ?? {};
      if (line <= 0 || state.kind === 'ended' || state.kind === 'not begun') return [];
      return [{ line, lane: thread.lane % laneColours + 1, isCurrent: thread.id === current,
        text: `${names.thread(thread)} ${names.state(state)}` }];
    });
  }

  /** Selects the message of the cursor's step, if it has one. */
  selectMessage(): void {
    const message = messageOf(this.model, this.cursor);
    this.select(message && message !== this.selection.message ? { message } : {});
  }

  private renew(): void {
    this.names = new Names(this.model);
    this.axis = new Axis(this.model, this.scale, this.filter);
  }

  private change(): void {
    this.changed(this);
  }
}
