// machine.mjs — the size of the machine that programs of the playground see.
export const machine = {
  /** All of a program's memory; it is reserved, and only touched pages cost anything. */
  memoryBytes: 256 * 1024 * 1024,
  /** main()'s stack. V8's own stack (about 1 MB a worker) ends most recursions before this does. */
  mainStackBytes: 1024 * 1024,
  /** Stack of each other thread: 128 of them take half of the memory. */
  threadStackBytes: 1024 * 1024,
  /** Threads besides main() at a time, as runtime/control.hpp says. */
  threads: 128,
  /** Each costs about 20 ms at the start of a run. */
  workersAtStart: 4,
};
