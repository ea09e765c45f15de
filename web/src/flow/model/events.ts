// events.ts — what a trace consists of, as its decoder hands it over.
// Not here: bytes (wasm/trace).

/** What an event tells; the other fields of `FlowEvent` mean different things by kind. */
export type EventKind =
  | 'channel-made' | 'channel-named'
  | 'send-begun' | 'receive-begun' | 'select-begun' | 'select-case'
  | 'blocked' | 'resumed'
  | 'sent' | 'received' | 'select-chose' | 'ended' | 'displaced' | 'abandoned'
  | 'closed' | 'side-gone' | 'handles' | 'timer'
  | 'thread-began' | 'thread-named' | 'thread-ended'
  | 'wait-began' | 'wait-ended'
  | 'output';

export interface FlowEvent {
  /** One counter for all threads: the order of the run. A gap means lost events. */
  sequence: number;
  /** Nanoseconds since the run began. */
  time: number;
  /** 0 is main; then 1, 2 … in order of creation. */
  thread: number;
  kind: EventKind;
  /** 0: none. */
  channel: number;
  /** 0: none; else unique in the run. */
  message: number;
  /** An index into the places; 0: unknown. */
  place: number;
  number: number;
  text: string;
}

export interface Place {
  file: string;
  line: number;
  column: number;
  function: string;
}
