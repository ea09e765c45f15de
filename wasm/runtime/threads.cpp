// threads.cpp — what every thread passes through: its start, its end, and each of its sleeps.
// The linker's --wrap sends the C library's own calls here, so std::mutex, condition variables,
// join, sleep_for and strait's parking all obey the stop word without knowing of it.
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>
#include <pthread.h>

#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdlib>
#include <exception>

#include "control.hpp"
#include "trace.hpp"

extern "C" {
int __real_emscripten_futex_wait(volatile void* address, std::uint32_t value, double milliseconds);
int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
void __real__emscripten_init_main_thread();

void emscripten_stack_init();
void __wasm_call_ctors();
void _emscripten_thread_free_data(pthread_t);

/// JavaScript (glue/guard.js): calls the routine, and turns a trap into a crash of the run.
void* strait_call_guarded(void* (*routine)(void*), void* argument);
}

namespace strait_run {

namespace {

thread_local Slot* own_slot = nullptr;

/// Its destructor is a thread's last word: see leave().
pthread_key_t last_key;
pthread_once_t last_key_once = PTHREAD_ONCE_INIT;

struct Start {
  void* (*routine)(void*);
  void* argument;
  bool is_main;
  strait::trace::announced_thread traced;
};

/// Runs in each round of the destructors that a thread has left to its keys, and puts itself off to
/// the last round: what they print or wait for belongs to the run. When the last thread is gone the
/// run is over: main() may have left by pthread_exit().
void leave(void* round) {
  destroy_thread_locals();
  const auto count = reinterpret_cast<std::uintptr_t>(round);
  if (count < PTHREAD_DESTRUCTOR_ITERATIONS) {
    pthread_setspecific(last_key, reinterpret_cast<void*>(count + 1));
    return;
  }
  strait::trace::end_thread();
  if (control.alive.fetch_sub(1) == 1) std::exit(0);
  own_slot->taken.store(0);
  own_slot = nullptr;
}

/// Frees what the runner has put onto its list: it runs nothing of the program's by itself. The
/// first word of each block leads to the next.
void free_dead_threads() {
  // order: acquire; pairs with the runner's store of a thread that is over
  std::uint32_t dead = control.dead_threads.exchange(0, std::memory_order_acquire);
  while (dead != 0) {
    const auto* first_word = reinterpret_cast<std::uint32_t*>(dead);
    const std::uint32_t next = *first_word;
    _emscripten_thread_free_data(dead);
    dead = next;
  }
}

/// Takes a place in the table, for as long as the thread runs.
void join_run() {
  pthread_once(&last_key_once, [] { pthread_key_create(&last_key, leave); });
  pthread_setspecific(last_key, reinterpret_cast<void*>(1));
  for (Slot& slot : block.slots) {
    std::uint32_t free = 0;
    if (slot.taken.compare_exchange_strong(free, 1)) {
      own_slot = &slot;
      return;
    }
  }
  crash("thread limit reached: no place for another thread");
}

/// An exception that nobody caught ends the run with its text.
[[noreturn]] void* run_routine(void* pointer) {
  const Start start = *static_cast<Start*>(pointer);
  delete static_cast<Start*>(pointer);
  void* result = nullptr;
  try {
    // The program's objects of namespace scope are made here: they may print, throw and wait.
    if (start.is_main) __wasm_call_ctors();
    result = start.routine(start.argument);
  } catch (...) {
    std::terminate();
  }
  pthread_exit(result);  // not by returning: the thread's destructors are guarded, too
}

void* enter(void* start) {
  join_run();
  const auto& [routine, argument, is_main, traced] = *static_cast<Start*>(start);
  if (is_main) begin_clock();
  trace_begin(traced, argument);
  return strait_call_guarded(run_routine, start);
}

}  // namespace

// A trap is the one way out that no catch block and no destructor of the program sees.
void end_thread() { __builtin_trap(); }

}  // namespace strait_run

/// For runner.mjs, in place of the constructors: what the C library needs on the runner's thread.
extern "C" EMSCRIPTEN_KEEPALIVE void strait_prepare_runner() {
  emscripten_stack_init();
  __real__emscripten_init_main_thread();
}

/// One of the constructors, which main()'s thread runs: by then the runner has done this.
extern "C" void __wrap__emscripten_init_main_thread() {}

/// For playground_platform.hpp.
extern "C" void strait_obey_stop() noexcept {
  using namespace strait_run;
  if (control.stop.load(std::memory_order_relaxed) != 0) end_thread();
}

extern "C" int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                     void* (*routine)(void*), void* argument) {
  using namespace strait_run;
  // The runner's thread creates one: main()'s. It is known by a global of the instance, which no
  // pointer of a program can reach.
  const bool is_main = emscripten_is_main_runtime_thread() != 0;
  if (control.stop.load() != 0) end_thread();
  if (control.alive.fetch_add(1) > thread_limit) {
    crash("thread limit reached: the playground allows %u threads at a time; join some before more "
          "are started",
          thread_limit);
  }
  free_dead_threads();
  const auto traced = trace_announce(is_main);
  auto* start = new Start{routine, argument, is_main, traced};
  const int error = __real_pthread_create(thread, attributes, enter, start);
  if (error != 0) {
    control.alive.fetch_sub(1);
    strait::trace::forget_thread(traced.entry);
    delete start;
    return error;
  }
  trace_started(traced, *thread);
  return 0;
}

extern "C" int __wrap_emscripten_futex_wait(volatile void* address, std::uint32_t value,
                                            double milliseconds) {
  using namespace strait_run;
  if (own_slot == nullptr) return __real_emscripten_futex_wait(address, value, milliseconds);
  const auto place = reinterpret_cast<std::uintptr_t>(address);
  if (place % 4 != 0) return -EINVAL;
  const bool for_ever = std::isinf(milliseconds);
  const auto nanoseconds = for_ever ? -1 : static_cast<std::int64_t>(milliseconds * 1e6);
  // Before `stop` is read (I3 of control.hpp): the runner sets it before it reads the slots.
  const TracedSleep sleep(place, value, for_ever);
  own_slot->address.store(place);
  if (control.stop.load() != 0) end_thread();
  const int result = __builtin_wasm_memory_atomic_wait32(
      const_cast<int*>(static_cast<volatile int*>(address)), static_cast<int>(value), nanoseconds);
  own_slot->address.store(0);
  if (control.stop.load() != 0) end_thread();
  return result == 1 ? -EWOULDBLOCK : result == 2 ? -ETIMEDOUT : 0;
}
