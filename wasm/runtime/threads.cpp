// threads.cpp — what every thread passes through: its start, its end, and each of its sleeps.
// The linker's --wrap sends the C library's own calls here, so std::mutex, condition variables,
// join, sleep_for and strait's parking all obey the stop word without knowing of it.
#include <emscripten/emscripten.h>
#include <emscripten/stack.h>
#include <emscripten/threading.h>
#include <pthread.h>

#include <cerrno>
#include <cmath>
#include <exception>

#include "control.hpp"

extern "C" {
int __real_emscripten_futex_wait(volatile void* address, std::uint32_t value, double milliseconds);
int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

/// JavaScript (glue/guard.js): calls the routine, and turns a trap into a crash of the run.
void* strait_call_guarded(void* (*routine)(void*), void* argument);
}

namespace strait_run {

Slot slots[slot_count];

namespace {

thread_local Slot* own_slot = nullptr;

/// Stands at the far end of every thread's stack. What lies beyond it belongs to others, and
/// nothing in the machine keeps a stack from growing into it.
constexpr std::uint32_t stack_mark = 0x57ac0e4d;

volatile std::uint32_t& stack_end() {
  return *reinterpret_cast<volatile std::uint32_t*>(emscripten_stack_get_end());
}

struct Start {
  void* (*routine)(void*);
  void* argument;
  bool is_main;
};

/// A place in the table for as long as the thread's routine runs, however it ends.
class Registration {
 public:
  Registration() {
    for (Slot& slot : slots) {
      std::uint32_t free = 0;
      if (slot.taken.compare_exchange_strong(free, 1)) {
        own_slot = &slot;
        return;
      }
    }
    crash("thread limit reached: no place for another thread");
  }
  ~Registration() {
    own_slot->taken.store(0);
    own_slot = nullptr;
    control.alive.fetch_sub(1);
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;
};

/// An exception that nobody caught ends the run with its text.
void* run_routine(void* pointer) {
  const Start start = *static_cast<Start*>(pointer);
  delete static_cast<Start*>(pointer);
  try {
    void* result = start.routine(start.argument);
    check_stack();
    return result;
  } catch (...) {
    std::terminate();
  }
}

void* enter(void* start) {
  stack_end() = stack_mark;
  const Registration registration;
  if (static_cast<Start*>(start)->is_main) {
    control.start_time = emscripten_get_now();
    control.started.store(1);
  }
  return strait_call_guarded(run_routine, start);
}

/// main()'s thread is the only detached one that the runner's thread creates (crt1_proxy_main).
bool starts_main(const pthread_attr_t* attributes) {
  int detach_state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &detach_state);
  return on_runner_thread() && detach_state == PTHREAD_CREATE_DETACHED;
}

__attribute__((constructor(101))) void prepare() {
  control.slots_address = reinterpret_cast<std::uintptr_t>(slots);
  control.slots_size = slot_count;
}

}  // namespace

/// Not by thread-local state: that lies just beyond the stack.
bool stack_overflown() { return !on_runner_thread() && stack_end() != stack_mark; }

void check_stack() {
  if (stack_overflown()) crash("");  // which says so
}

bool on_runner_thread() { return emscripten_is_main_runtime_thread() != 0; }

// A trap is the one way out that no catch block and no destructor of the program sees.
void end_thread() { __builtin_trap(); }

}  // namespace strait_run

/// For glue/guard.js: what a trap really came from.
extern "C" EMSCRIPTEN_KEEPALIVE int strait_stack_overflown() {
  return strait_run::stack_overflown() ? 1 : 0;
}

/// For playground_platform.hpp.
extern "C" void strait_obey_stop() noexcept {
  using namespace strait_run;
  if (control.stop.load(std::memory_order_relaxed) != 0 && !on_runner_thread()) end_thread();
  check_stack();
}

extern "C" int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                     void* (*routine)(void*), void* argument) {
  using namespace strait_run;
  if (control.stop.load() != 0 && !on_runner_thread()) end_thread();
  const bool is_main = starts_main(attributes);
  if (control.alive.fetch_add(1) > thread_limit && !is_main) {
    crash(
        "thread limit reached: the playground allows %u threads at a time; join some before more "
        "are started",
        thread_limit);
  }
  auto* start = new Start{routine, argument, is_main};
  const int error = __real_pthread_create(thread, attributes, enter, start);
  if (error != 0) {
    control.alive.fetch_sub(1);
    delete start;
  }
  return error;
}

extern "C" int __wrap_emscripten_futex_wait(volatile void* address, std::uint32_t value,
                                            double milliseconds) {
  using namespace strait_run;
  if (own_slot == nullptr) return __real_emscripten_futex_wait(address, value, milliseconds);
  check_stack();
  const auto place = reinterpret_cast<std::uintptr_t>(address);
  if (place % 4 != 0) return -EINVAL;
  const bool for_ever = std::isinf(milliseconds);
  const auto nanoseconds = for_ever ? -1 : static_cast<std::int64_t>(milliseconds * 1e6);
  // order: sequentially consistent, as is the runner's store of stop before it reads the slots (I3)
  own_slot->address.store(place);
  if (control.stop.load() != 0) end_thread();
  const int result = __builtin_wasm_memory_atomic_wait32(
      const_cast<int*>(static_cast<volatile int*>(address)), static_cast<int>(value), nanoseconds);
  own_slot->address.store(0);
  if (control.stop.load() != 0) end_thread();
  return result == 1 ? -EWOULDBLOCK : result == 2 ? -ETIMEDOUT : 0;
}
