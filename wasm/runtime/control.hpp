// control.hpp — how a running program and its runner communicate: through one block of shared
// memory.
// The runner (runner.mjs) never calls into a running program: it reads and writes the block, so it
// can stop a program that spins or sleeps, and can read its output. A program may write anything
// there: the runner trusts nothing that it reads, and waits for nothing.
//
// Invariants   I1 `outcome` leaves `running` exactly once, by compare-and-swap.
//              I2 the ring's bytes in [tail, head) are whole records; positions only ever grow.
//              I3 a thread that sleeps has its futex address in a slot before it looks at `stop`.
// Memory orders: all atomics of this folder are sequentially consistent, as JavaScript's are, which
//              the runner uses; nothing here is so frequent that less would be noticed.
// Not here: the block's layout (machine.mjs), what the words lead to (console.cpp, threads.cpp,
// ending.cpp).
#pragma once

#include "machine.hpp"

namespace strait_run {

/// Made before any constructor runs: those of the program print.
extern Block block;
inline constinit Control& control = block.control;

/// main() is about to begin: times of output count from now.
void begin_clock();

/// Destroys the calling thread's thread_local objects, the last first.
void destroy_thread_locals() noexcept;

/// Ends the calling thread at once; no handler of the program runs.
[[noreturn]] void end_thread();

/// Ends the run with a reason, unless it has ended already, and ends the calling thread.
[[noreturn]] void crash(const char* format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace strait_run
