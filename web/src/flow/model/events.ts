// events.ts — what a trace consists of. The definition is wasm/trace's.

export type { EventKind, FlowEvent, Place, Trace } from '../../../../wasm/trace/decoder.mjs';
