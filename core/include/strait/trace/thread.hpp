// thread.hpp — what a trace knows of the calling thread: its number, its ring, its entry in the
// live tables.
//
// A thread is met when it first does something that is traced. A runtime that sees threads begin (a
// playground's) announces them instead, and says what memory is theirs and when they wait outside
// of channels; it defines STRAIT_TRACE_RUNTIME.
//
// Invariants  I1 a ring in use belongs to one thread; the others are in `free_rings`.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>

#include <strait/base/call_site.hpp>
#ifndef STRAIT_TRACE_RUNTIME
#include <strait/base/platform_threads.hpp>
#endif
#include <strait/trace/live.hpp>
#include <strait/trace/place.hpp>
#include <strait/trace/ring.hpp>

STRAIT_BEGIN
namespace trace {

inline constexpr std::uint32_t ring_limit = 512;

/// What all threads share.
struct shared_state {
  platform::atomic<std::uint32_t> recording{1};
  platform::atomic<std::uint32_t> ring_count{0};
  platform::atomic<std::uint64_t> last_sequence{0};
  platform::atomic<std::uint64_t> last_message{0};
  platform::atomic<std::int64_t> start{0};  ///< When the run began, in nanoseconds.
  table_lock ring_lock;                     ///< Guards the next three.
  std::uint32_t free_count = 0;
  ring* free_rings[ring_limit] = {};
  bool main_is_known = false;
  table_lock introduction_lock;  ///< Guards the next one.
  ring* introductions = nullptr;
};
STRAIT_PROCESS_WIDE inline constinit shared_state shared;
/// All that were ever made: ring_count of them.
STRAIT_PROCESS_WIDE inline constinit platform::atomic<ring*> rings[ring_limit];

struct thread_state {
  ring* own = nullptr;
  std::uint32_t number = 0;
  std::uint32_t entry = 0;  ///< In live.threads, plus 1; 0: none.
  bool is_known = false;
  bool is_over = false;  ///< It is destroying its thread_local objects.
  bool is_describing = false;
  bool is_stoppable = false;
  bool is_asleep = false;
  std::uint32_t cases_left = 0;  ///< Of a select whose cases are being told.
  std::uint32_t case_count = 0;
  std::uint32_t wait_count = 0;
  live_wait for_what[wait_limit] = {};
  const event_text* value = nullptr;  ///< Of the send that has begun.
  std::uintptr_t first_frame = 0;
  std::uint64_t time = 0;  ///< Of its last event; 0: that may be long ago.
};

inline thread_state& self() noexcept { return platform::per_thread<thread_state, shared_state>(); }

inline bool is_recording() noexcept {
  return shared.recording.load(std::memory_order_relaxed) != 0;
}

inline std::uint64_t nanoseconds_since_start() noexcept {
  const std::int64_t now = platform::now().time_since_epoch().count();
  std::int64_t start = shared.start.load(std::memory_order_relaxed);
  if (start == 0 && shared.start.compare_exchange_strong(start, now, std::memory_order_relaxed)) {
    start = now;
  }
  return now > start ? static_cast<std::uint64_t>(now - start) : 0;
}

/// Null: there is no memory, or there are too many threads.
inline ring* take_ring() noexcept {
  const std::lock_guard guard(shared.ring_lock);
  if (shared.free_count > 0) return shared.free_rings[--shared.free_count];
  const std::uint32_t count = shared.ring_count.load(std::memory_order_relaxed);
  if (count == ring_limit) return nullptr;
  ring* made = new (std::nothrow) ring;
  if (made == nullptr) return nullptr;
  rings[count].store(made, std::memory_order_relaxed);
  // order: release; pairs with the acquire of who reads all rings.
  shared.ring_count.store(count + 1, std::memory_order_release);
  return made;
}

inline void give_back(ring* used) noexcept {
  const std::lock_guard guard(shared.ring_lock);
  shared.free_rings[shared.free_count++] = used;
}

/// What threads and channels are: the messages that follow say little without it.
constexpr bool is_introduction(record_kind kind) noexcept {
  return kind == record_kind::channel_made || kind == record_kind::channel_named ||
         kind == record_kind::thread_began || kind == record_kind::thread_named;
}

/// The first ones have a ring of their own, which never runs over: a flood of messages cannot push
/// them out. False: it is full, or there is none.
inline bool introduce(const record& event, std::string_view text) noexcept {
  const std::lock_guard guard(shared.introduction_lock);
  ring*& all = shared.introductions;
  if (all == nullptr && (all = take_ring()) == nullptr) return false;
  if (all->written() == ring::kept) return false;
  all->write(event, text);
  return true;
}

enum class moment : std::uint8_t { now, same };

/// Gives `event` its number and its time, and writes it. The same moment: it belongs to the
/// operation that the thread's last event began or went on with, so the clock is not read again.
inline void write_event(record event, std::string_view text = {},
                        moment when = moment::now) noexcept {
  thread_state& me = self();
  event.sequence = shared.last_sequence.fetch_add(1, std::memory_order_relaxed) + 1;
  if (when == moment::now || me.time == 0) me.time = nanoseconds_since_start();
  event.time = me.time;
  event.text_bytes = static_cast<std::uint16_t>(text.size());
  if (is_introduction(event.kind) && introduce(event, text)) return;
  if (me.own == nullptr && (me.own = take_ring()) == nullptr) return;  // It counts as lost.
  me.own->write(event, text);
  if (me.is_over) give_back(std::exchange(me.own, nullptr));
}

inline std::uintptr_t frame_address() noexcept {
#if defined(__GNUC__)
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
#else
  const char here = 0;
  return reinterpret_cast<std::uintptr_t>(&here);
#endif
}

/// Its number; and its entry plus 1, which is 0 if there is no room.
struct announced_thread {
  std::uint32_t number;
  std::uint32_t entry;
};

/// A thread that is about to be started by the one with that number (plus 1; 0: unknown).
inline announced_thread announce_thread(std::uint32_t parent_plus_1, bool is_main) noexcept {
  const live_change change;
  const std::uint32_t number = is_main ? 0 : ++live.last_thread;
  for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
    live_thread& entry = live.threads[index];
    if (entry.used != 0) continue;
    entry = live_thread();
    entry.used = 1;
    entry.number = number;
    entry.parent = parent_plus_1;
    if (is_main) entry.name = short_text("main");
    return {number, index + 1};
  }
  return {number, 0};
}

inline live_thread* entry_of(std::uint32_t entry) noexcept {
  return entry == 0 ? nullptr : &live.threads[entry - 1];
}

inline void forget_thread(std::uint32_t entry) noexcept {
  const live_change change;
  if (live_thread* it = entry_of(entry)) it->used = 0;
}

/// The calling thread is the announced one.
inline void begin_thread(announced_thread which, std::int64_t parent) noexcept {
  thread_state& me = self();
  me.number = which.number;
  me.entry = which.entry;
  me.is_known = true;
  me.first_frame = frame_address();
  if (is_recording()) {
    write_event({.number = parent, .thread = me.number, .kind = record_kind::thread_began});
  }
}

inline void end_thread() noexcept {
  thread_state& me = self();
  if (is_recording()) {
    write_event({.thread = me.number, .kind = record_kind::thread_ended});
  }
  forget_thread(std::exchange(me.entry, 0));
  me.is_over = true;
  if (me.own != nullptr) give_back(std::exchange(me.own, nullptr));
}

#ifdef STRAIT_TRACE_RUNTIME
inline void meet_thread() noexcept {}
#else
/// The first one that is met, before main() begins, is main()'s.
inline void meet_thread() noexcept {
  struct last_word {
    ~last_word() { end_thread(); }
  };
  thread_state& me = self();
  if (me.is_over) return;
  bool is_main = false;
  {
    const std::lock_guard guard(shared.ring_lock);
    is_main = !std::exchange(shared.main_is_known, true);
  }
  const announced_thread which = announce_thread(0, is_main);
  const detail::address_range stack = detail::stack_of_this_thread();
  {
    const live_change change;
    if (live_thread* entry = entry_of(which.entry)) {
      entry->handle = detail::system_number();
      entry->stack = {stack.low, stack.high};
    }
  }
  begin_thread(which, -1);
  if (!is_main) {
    static thread_local last_word at_the_end;
    static_cast<void>(&at_the_end);
  }
}
inline const bool main_was_met = (meet_thread(), true);
#endif

/// The calling thread, which is known from now on.
inline thread_state& known_self() noexcept {
  thread_state& me = self();
  if (!me.is_known) meet_thread();
  return me;
}

/// Where the operation of this thread is called.
inline std::uint32_t current_place() noexcept { return place_of(called_from()); }

inline void name_this_thread(std::string_view name) noexcept {
  thread_state& me = known_self();
  {
    const live_change change;
    if (live_thread* entry = entry_of(me.entry)) entry->name = short_text(name);
  }
  if (!is_recording()) return;
  write_event({.thread = me.number, .kind = record_kind::thread_named}, event_text(name).view());
}

// For a runtime: waits outside of channels.

/// What a thread waits for, as far as a runtime knows.
struct awaited {
  std::uint32_t joins_plus_1 = 0;
  std::uintptr_t lock =
      0;  ///< The address of a word that tells who has the lock; 0: there is none.
  bool is_lock_of_system = false;  ///< By the system's number; else by the thread's, plus 1.
};

inline void begin_wait(wait_kind kind, bool is_endless, awaited what = {}) noexcept {
  thread_state& me = known_self();
  if (is_recording()) {
    write_event({.number = std::int64_t{what.joins_plus_1} - 1,
                 .thread = me.number,
                 .kind = record_kind::wait_began},
                to_string(kind));
  }
  const std::uint64_t now = nanoseconds_since_start();
  const live_change change;
  live_thread* entry = entry_of(me.entry);
  if (entry == nullptr) return;
  entry->waits = kind;
  entry->is_endless = is_endless;
  entry->is_stoppable = false;
  entry->joins = what.joins_plus_1;
  entry->lock = what.lock;
  entry->is_lock_of_system = what.is_lock_of_system;
  entry->place = 0;  // Not where it waited last.
  entry->where = live_place();
  entry->wait_count = 0;
  entry->since = now;
}

inline void end_wait() noexcept {
  thread_state& me = known_self();
  {
    const live_change change;
    if (live_thread* entry = entry_of(me.entry)) entry->waits = wait_kind::none;
  }
  if (is_recording()) write_event({.thread = me.number, .kind = record_kind::wait_ended});
}

/// It sleeps on that word while it is as expected.
inline void set_sleep(std::uintptr_t word, std::uint32_t expected) noexcept {
  live_thread* entry = entry_of(self().entry);
  if (entry == nullptr) return;
  const live_change change;
  entry->word = word;
  entry->expected = expected;
  entry->bits = ~std::uint32_t{0};
}

}  // namespace trace
STRAIT_END
