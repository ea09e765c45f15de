// control.hpp — the words in shared memory through which a running program and its runner speak.
// The runner (runner.mjs) never calls into a running program: it reads and writes these words, so a
// program that spins or sleeps can be told to stop and can be listened to all the same.
//
// Invariants   I1 `outcome` leaves `running` exactly once, by compare-and-swap, whoever is first.
//              I2 the ring's bytes in [tail, head) are whole records; positions only ever grow.
//              I3 a thread that sleeps has its futex address in a slot before it looks at `stop`.
// Not here: what the words lead to (console.cpp, threads.cpp, ending.cpp).
#pragma once

#include <atomic>
#include <cstdint>

namespace strait_run {

enum class Outcome : std::uint32_t { running, exited, crashed, ended_by_runner };

inline constexpr std::uint32_t ring_bytes = 1u << 18;
inline constexpr std::uint32_t crash_bytes = 2048;
inline constexpr std::uint32_t input_bytes = 1u << 16;

/// Threads besides main() that may be alive at a time.
inline constexpr std::uint32_t thread_limit = 128;

/// main(), the others, and some room for threads that end while others begin.
inline constexpr std::uint32_t slot_count = 160;

/// What a thread sleeps on. Written by that thread, read by the runner, which wakes it there.
struct Slot {
  std::atomic<std::uint32_t> taken;
  std::atomic<std::uint32_t> address;
};

/// Words of 32 bits, in an order that runner.mjs repeats.
struct Control {
  std::atomic<Outcome> outcome;
  std::atomic<std::int32_t> code;          ///< with Outcome::exited
  std::atomic<std::uint32_t> crash_ready;  ///< with Outcome::crashed: crash_text is complete
  std::atomic<std::uint32_t> stop;         ///< set once: threads end at their next wait
  std::atomic<std::uint32_t> mute;         ///< set by the runner: further output is dropped
  std::atomic<std::uint32_t> head;         ///< ring position after the last record
  std::atomic<std::uint32_t> tail;         ///< ring position of the first unread record
  std::atomic<std::uint32_t> alive;        ///< threads that run, main() included
  std::atomic<std::uint32_t> started;      ///< main() has begun
  std::uint32_t ring_address;
  std::uint32_t ring_size;
  std::uint32_t crash_address;
  std::uint32_t slots_address;
  std::uint32_t slots_size;
  std::uint32_t input_size;  ///< set by the runner before main() begins
  std::uint32_t files_address;  ///< files/left_files.hpp, once the program has ended; or null
  double start_time;  ///< milliseconds, of emscripten_get_now()
};

extern Control control;
extern Slot slots[slot_count];

/// Whether this thread may not sleep: it is the runner's own, which only runs static initialisers.
bool on_runner_thread();

/// Whether this thread has used more stack than it has.
bool stack_overflown();

/// Crashes the run when this thread has used more stack than it has, which is seen at its far end.
void check_stack();

/// Ends the calling thread at once; no handler of the program runs.
[[noreturn]] void end_thread();

/// Ends the run with a reason, unless it has ended already, and ends the calling thread.
[[noreturn]] void crash(const char* format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace strait_run
