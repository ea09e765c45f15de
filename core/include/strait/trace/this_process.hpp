// this_process.hpp — the analysis of the running program itself.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <strait/base/platform_threads.hpp>
#include <strait/trace/deadlock_text.hpp>
#include <strait/trace/thread.hpp>

STRAIT_BEGIN
namespace trace {

using detail::futex_sleep;
using detail::system_thread;

/// Which thread has to do something before a sleeper goes on.
struct awaited_thread {
  std::uint32_t number = 0;  ///< 0: it is not known.
  wait_kind kind = wait_kind::other;
};

#ifdef __GLIBC__
/// What is awaited by whoever nobody is known to keep waiting. libstdc++ compares a word and
/// sleeps; glibc's condition variables, semaphores and read-write locks sleep by another operation.
inline wait_kind kind_of(const futex_sleep& sleep) {
  if (sleep.is_private_lock()) return wait_kind::other;
#ifdef __GLIBCXX__
  constexpr std::uint32_t no_result_yet = 0x8000'0000;  // The bit says that somebody waits.
  if (sleep.is_plain()) {
    return sleep.expected == no_result_yet ? wait_kind::future : wait_kind::atomic;
  }
#endif
  // Beside the zero of a semaphore stands how many wait for it; its address is a multiple of 8.
  const bool may_be_semaphore = sleep.address % 8 == 0 && detail::word_at(sleep.address + 4) != 0;
  const bool is_condition = !sleep.is_shared() && sleep.expected == 0 && !may_be_semaphore;
  return is_condition && !sleep.is_plain() ? wait_kind::condition : wait_kind::other;
}
#endif

/// As glibc sleeps in pthread_join(): on the number of the thread, which the system clears at its
/// end; and in pthread_mutex_lock(): on the first word of a mutex, whose third one is the number of
/// its owner.
inline awaited_thread awaited_by([[maybe_unused]] const futex_sleep& sleep,
                                 [[maybe_unused]] const std::vector<system_thread>& all) {
#ifdef __GLIBC__
  const auto is_thread = [&](std::uint32_t number) {
    return std::ranges::find(all, number, &system_thread::number) != all.end();
  };
  const auto expected = static_cast<std::uint32_t>(sleep.expected);
  if (detail::word_at(sleep.address) != expected) return {};
  if (sleep.is_shared() && is_thread(expected)) return {expected, wait_kind::join};
  if (sleep.is_private_lock()) {
    const std::uint32_t owner = detail::word_at(sleep.address + 2 * sizeof(std::uint32_t));
    if (is_thread(owner)) return {owner, wait_kind::mutex};
  }
  return {0, kind_of(sleep)};
#else
  return {};
#endif
}

/// Notes in the live tables, for as long as it exists, what threads wait for outside of channels.
/// Requires: the tables' lock.
class outside_waits {
 public:
  explicit outside_waits(const std::vector<system_thread>& all) {
    noted_.reserve(all.size());  // Nothing that is in the tables may be left there by an exception.
    added_.reserve(all.size());
    std::vector<std::uint32_t> entries;
    entries.reserve(all.size());
    for (const system_thread& each : all) entries.push_back(entry_for(each));
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (entries[at] == none || all[at].now.address == 0) continue;
      note(awaited_by(all[at].now, all), all[at].now, live.threads[entries[at]]);
    }
  }
  outside_waits(const outside_waits&) = delete;
  outside_waits& operator=(const outside_waits&) = delete;
  ~outside_waits() {
    for (live_thread* each : noted_) each->waits = wait_kind::none;
    for (live_thread* each : added_) each->used = 0;
  }

  /// How many threads may do something that are not in the tables.
  std::size_t unknown_count() const noexcept { return unknown_count_; }

 private:
  static constexpr std::uint32_t none = live_thread_limit;

  static std::uint32_t entry_with(std::uint64_t handle) noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      const live_thread& each = live.threads[index];
      if (each.used != 0 && each.handle == handle) return index;
    }
    return none;
  }

  /// A thread that has never used a channel gets an entry while it sleeps, but for the caller.
  std::uint32_t entry_for(const system_thread& thread) {
    const std::uint32_t known = entry_with(thread.number);
    if (known != none || thread.number == detail::system_number()) return known;
    const auto is_free = [](const live_thread& each) { return each.used == 0; };
    const auto free = std::ranges::find_if(live.threads, is_free);
    if (thread.now.address == 0 || free == std::end(live.threads)) {
      ++unknown_count_;
      return none;
    }
    *free = live_thread();
    free->used = 1;
    free->number = first_added + static_cast<std::uint32_t>(added_.size());
    free->handle = thread.number;
    free->name.append("thread without channels (LWP ");
    free->name.append_number(thread.number);
    free->name.append(')');
    added_.push_back(free);
    return static_cast<std::uint32_t>(free - live.threads);
  }

  void note(const awaited_thread& awaited, const futex_sleep& sleep, live_thread& thread) {
    if (thread.waits != wait_kind::none) return;  // In a channel.
    const std::uint32_t other = awaited.number == 0 ? none : entry_with(awaited.number);
    // Awake: it may end, or unlock.
    if (awaited.number != 0 && other == none) return;
    if (awaited.number == 0 && sleep.is_shared() && detail::is_shared_memory(sleep.address)) return;
    thread.waits = awaited.kind;
    thread.is_endless = true;
    thread.is_stoppable = thread.is_waking = false;
    thread.joins = awaited.kind == wait_kind::join ? live.threads[other].number + 1 : 0;
    thread.lock_owner = awaited.kind == wait_kind::mutex ? live.threads[other].number + 1 : 0;
    thread.place = thread.wait_count = 0;
    thread.where = live_place();
    thread.since = unknown_time;
    noted_.push_back(&thread);
  }

  /// Those of threads that have used channels are smaller.
  static constexpr std::uint32_t first_added = 0x8000'0000;

  std::size_t unknown_count_ = 0;
  std::vector<live_thread*> noted_;
  std::vector<live_thread*> added_;
};

inline void note_woken_threads() noexcept {
  for (live_thread& each : live.threads) {
    if (each.used == 0 || each.waits == wait_kind::none || each.word == 0) continue;
    const auto* word = reinterpret_cast<const platform::atomic<std::uint32_t>*>(
        static_cast<std::uintptr_t>(each.word));
    each.is_waking = wakes_at(each, word->load(std::memory_order_relaxed));
  }
}

/// The calling thread does not count if it has never used a channel: it watches.
inline std::string report_of_this_process(std::size_t unrelated) {
  const std::vector<system_thread> before = detail::look_at_threads();
  const live_change change;  // The analysis needs the tables to stand still; so do waking threads.
  note_woken_threads();
  const std::vector<system_thread> all = detail::look_again(before);
  const outside_waits outside(all);
  const bool is_any_unknown = all.empty() || outside.unknown_count() > unrelated;
  const deadlock_analysis found(live, is_any_unknown ? 1 : 0);
  return deadlock_text(found, wait_cycle(found), nanoseconds_since_start());
}

}  // namespace trace
STRAIT_END
