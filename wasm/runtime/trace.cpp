// trace.cpp — the runtime's part of the trace. The linker's --wrap sends the libraries' calls that
// may sleep here, so it is known what a sleeping thread waits for.
//
// A call that does not sleep leaves no event. C++'s classes are made of the C library's: what the
// program has called is the outermost call.
#include "trace.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/stack.h>
#include <malloc.h>
#include <unistd.h>

#include "atomic_wait.hpp"
#include "composed_locks.hpp"
#include "control.hpp"

namespace strait_run {

namespace trace = strait::trace;
using trace::wait_kind;

namespace {

/// The call that may sleep, from its beginning to its end.
class Call {
 public:
  Call(wait_kind kind, bool is_endless, trace::awaited what = {}) noexcept
      : kind_(kind), is_endless_(is_endless), what_(what), outer_(innermost) {
    innermost = this;
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    innermost = outer_;
    if (!has_slept_) return;
    trace::end_wait();
    for (Call* each = outer_; each != nullptr; each = each->outer_) each->has_slept_ = false;
  }

  /// The C library sleeps in slices: it is one wait.
  void sleep() noexcept {
    // A condition variable that has been notified locks its mutex again: that is another wait.
    const bool is_part =
        outer_ != nullptr && !(kind_ == wait_kind::mutex && outer_->kind_ == wait_kind::condition);
    if (is_part) return outer_->sleep();
    if (has_slept_) return;
    has_slept_ = true;
    trace::begin_wait(kind_, is_endless_, what_);
  }

  static thread_local Call* innermost;

 private:
  const wait_kind kind_;
  const bool is_endless_;
  const trace::awaited what_;
  Call* const outer_;
  bool has_slept_ = false;
};

thread_local Call* Call::innermost = nullptr;

/// The thread's number plus 1; 0: unknown.
std::uint32_t number_of(pthread_t thread) noexcept {
  const trace::live_change change;
  for (const trace::live_thread& each : trace::live.threads) {
    if (each.used != 0 && each.handle == thread) return each.number + 1;
  }
  return 0;
}

/// In a mutex of the normal kind, where musl has nothing: the number, plus 1, of who holds it.
int* owner_in(pthread_mutex_t* mutex) noexcept {
  constexpr int kind_word = 0;
  constexpr int spare_word = 3;
  return mutex->__u.__i[kind_word] == PTHREAD_MUTEX_NORMAL ? &mutex->__u.__i[spare_word] : nullptr;
}

/// The other kinds note the system's number of their owner themselves.
trace::awaited awaited_in(pthread_mutex_t* mutex) noexcept {
  constexpr int lock_word = 1;
  if (int* word = owner_in(mutex)) return {.lock = reinterpret_cast<std::uintptr_t>(word)};
  return {.lock = reinterpret_cast<std::uintptr_t>(&mutex->__u.__vi[lock_word]),
          .is_lock_of_system = true};
}

/// Only by who holds the lock. Whoever waits for it, and the runner, may look meanwhile.
void set_owner(int* word, std::uint32_t number_plus_1) noexcept {
  if (word != nullptr) {
    __atomic_store_n(word, static_cast<int>(number_plus_1), __ATOMIC_RELAXED);
  }
}

std::uint32_t own_number_plus_1() noexcept { return trace::self().number + 1; }

/// The mutex is taken, or is about to be released.
void note_taken(pthread_mutex_t* mutex) noexcept {
  set_owner(owner_in(mutex), own_number_plus_1());
  ComposedLock(mutex).taken();
}
void note_release(pthread_mutex_t* mutex) noexcept {
  ComposedLock(mutex).to_be_released(static_cast<int>(own_number_plus_1()));
  set_owner(owner_in(mutex), 0);
}

/// Whoever waits until a composed lock changes waits for that lock.
Call wait_for_change(pthread_mutex_t* mutex, bool is_endless) noexcept {
  const ComposedLock lock(mutex);
  if (!lock.is_one()) return {wait_kind::condition, is_endless};
  return {wait_kind::mutex, is_endless, {.lock = reinterpret_cast<std::uintptr_t>(lock.owner())}};
}

/// What strait_trace() gives to the runner, in the order of trace/format.mjs.
const void* const trace_words[] = {
    &trace::shared.recording,
    &trace::shared.ring_count,
    trace::rings,
    trace::places,
    &trace::live_version,
    &trace::live,
    reinterpret_cast<const void*>(sizeof trace::live),
};

}  // namespace

trace::announced_thread trace_announce(bool is_main) noexcept {
  return trace::announce_thread(is_main ? 0 : trace::self().number + 1, is_main);
}

void trace_started(trace::announced_thread which, pthread_t thread) noexcept {
  const trace::live_change change;
  trace::live_thread* entry = trace::entry_of(which.entry);
  if (entry != nullptr && entry->number == which.number) {
    entry->handle = reinterpret_cast<std::uintptr_t>(thread);
  }
}

void trace_begin(trace::announced_thread which, const void* argument) noexcept {
  std::int64_t parent = -1;
  {
    const trace::live_change change;
    if (trace::live_thread* entry = trace::entry_of(which.entry)) {
      parent = std::int64_t{entry->parent} - 1;
      entry->stack = {emscripten_stack_get_end(), emscripten_stack_get_base()};
      entry->system_number = static_cast<std::uint32_t>(gettid());
      if (which.number != 0 && argument != nullptr) {
        const auto low = reinterpret_cast<std::uintptr_t>(argument);
        entry->arguments = {low, low + malloc_usable_size(const_cast<void*>(argument))};
      }
    }
  }
  trace::begin_thread(which, parent);
}

void trace_output(std::uint32_t lines_before) noexcept {
  if (!trace::is_recording()) return;
  trace::write_event({.number = lines_before,
                      .thread = trace::self().number,
                      .place = trace::current_place(),
                      .kind = trace::record_kind::output});
}

TracedSleep::TracedSleep(std::uintptr_t word, std::uint32_t expected, bool is_endless) noexcept {
  if (trace::table_lock::is_used_here()) return;
  trace::thread_state& me = trace::self();
  if (me.entry == 0) return;
  if (me.is_asleep) return;  // in a channel, which knows the word
  if (Call::innermost != nullptr) {
    Call::innermost->sleep();
  } else if (is_endless) {
    is_alone_ = true;
    trace::begin_wait(wait_kind::other, true);
  }
  trace::set_sleep(word, expected);
}

TracedSleep::~TracedSleep() {
  if (is_alone_) trace::end_wait();
}

}  // namespace strait_run

using namespace strait_run;

extern "C" {

/// For the runner: where it finds the trace.
EMSCRIPTEN_KEEPALIVE const void* strait_trace() { return trace_words; }

int __real_pthread_join(pthread_t, void**);
int __real_pthread_mutex_lock(pthread_mutex_t*);
int __real_pthread_mutex_trylock(pthread_mutex_t*);
int __real_pthread_mutex_timedlock(pthread_mutex_t*, const timespec*);
int __real_pthread_mutex_unlock(pthread_mutex_t*);
int __real_pthread_cond_timedwait(pthread_cond_t*, pthread_mutex_t*, const timespec*);
void __real_emscripten_thread_sleep(double milliseconds);

int __wrap_pthread_join(pthread_t thread, void** result) {
  const Call call(wait_kind::join, true, {.joins_plus_1 = number_of(thread)});
  return __real_pthread_join(thread, result);
}

int __wrap_pthread_mutex_lock(pthread_mutex_t* mutex) {
  const Call call(wait_kind::mutex, true, awaited_in(mutex));
  const int error = __real_pthread_mutex_lock(mutex);
  if (error == 0) note_taken(mutex);
  return error;
}

int __wrap_pthread_mutex_trylock(pthread_mutex_t* mutex) {
  const int error = __real_pthread_mutex_trylock(mutex);
  if (error == 0) note_taken(mutex);
  return error;
}

int __wrap_pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) {
  const Call call(wait_kind::mutex, false, awaited_in(mutex));
  const int error = __real_pthread_mutex_timedlock(mutex, until);
  if (error == 0) note_taken(mutex);
  return error;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t* mutex) {
  note_release(mutex);
  return __real_pthread_mutex_unlock(mutex);
}

/// Also pthread_cond_wait() calls it, without a time; it locks by pthread_mutex_lock().
int __wrap_pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                  const timespec* until) {
  const Call call = wait_for_change(mutex, until == nullptr);
  note_release(mutex);
  const int error = __real_pthread_cond_timedwait(condition, mutex, until);
  ComposedLock(mutex).woken_by(condition, static_cast<int>(own_number_plus_1()));
  return error;
}

void __wrap_emscripten_thread_sleep(double milliseconds) {
  const Call call(wait_kind::sleep, false);
  __real_emscripten_thread_sleep(milliseconds);
}
}

// Of C++, which would else show as the condition variables that they are made of. Weak: a program
// without futures has nothing of them.

#define STRAIT_WRAP_WAIT(kind, name, parameters, arguments)       \
  extern "C" __attribute__((weak)) void __real_##name parameters; \
  extern "C" void __wrap_##name parameters {                      \
    const Call call(wait_kind::kind, true);                       \
    __real_##name arguments;                                      \
  }

STRAIT_WRAP_WAIT(future, _ZNSt3__217__assoc_sub_state4waitEv, (void* self), (self))
STRAIT_WRAP_WAIT(future, _ZNSt3__217__assoc_sub_state10__sub_waitERNS_11unique_lockINS_5mutexEEE,
                 (void* self, void* lock), (self, lock))

/// A constructor returns its object.
#define STRAIT_WRAP_CONSTRUCTOR(kind, name)                          \
  extern "C" __attribute__((weak)) void* __real_##name(void* self);  \
  extern "C" void* __wrap_##name(void* self) {                       \
    __real_##name(self);                                             \
    ComposedLock(static_cast<pthread_mutex_t*>(self)).compose(kind); \
    return self;                                                     \
  }

// Of whole objects, and of bases and members.
#define STRAIT_WRAP_CONSTRUCTORS(kind, name) \
  STRAIT_WRAP_CONSTRUCTOR(kind, name##C1Ev)  \
  STRAIT_WRAP_CONSTRUCTOR(kind, name##C2Ev)

STRAIT_WRAP_CONSTRUCTORS(Composed::timed, _ZNSt3__211timed_mutex)
STRAIT_WRAP_CONSTRUCTORS(Composed::recursive, _ZNSt3__221recursive_timed_mutex)
STRAIT_WRAP_CONSTRUCTORS(Composed::shared, _ZNSt3__218shared_timed_mutex)
STRAIT_WRAP_CONSTRUCTORS(Composed::shared, _ZNSt3__219__shared_mutex_base)

// Atomics, once for any, and once for std::atomic<long long>: not libc++'s own.

#define STRAIT_WRAP_ATOMIC_WAIT(place_type)                               \
  extern "C" void __wrap__ZNSt3__220__libcpp_atomic_waitE##place_type##x( \
      const volatile void* place, long long before) {                     \
    const Call call(wait_kind::atomic, true);                             \
    wait_at_gate(place, before);                                          \
  }

/// For barrier_wait.hpp.
extern "C" void strait_wait_until(bool (*is_so)(const void*), const void* what) {
  const Call call(wait_kind::atomic, true);
  wait_at_any_gate(is_so, what);
}

STRAIT_WRAP_ATOMIC_WAIT(PVKv)
STRAIT_WRAP_ATOMIC_WAIT(PVKNS_17__cxx_atomic_implIxNS_22__cxx_atomic_base_implIxEEEE)
