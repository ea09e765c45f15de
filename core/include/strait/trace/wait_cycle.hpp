// wait_cycle.hpp — threads of a deadlock of which each waits for the next one, and the last for the
// first.
//
// Whom a thread waits for in a channel is inferred from the handles of the other side, so a cycle
// is looked for among the surest ties first. A thread that only joins others is seldom the reason:
// cycles without one come first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include <strait/trace/deadlock.hpp>

STRAIT_BEGIN
namespace trace {

class wait_cycle {
 public:
  explicit wait_cycle(const deadlock_analysis& found) : found_(found) {
    for (const rules& each : attempts) {
      rules_ = each;
      std::ranges::fill(seen_, seen::never);
      found_.for_each([this](std::uint32_t index) {
        if (size_ == 0 && seen_[index] == seen::never && is_allowed(index)) search_from(index);
      });
      if (size_ > 0) return;
    }
  }

  /// Indices of threads, two at least; empty: there is no cycle.
  std::span<const std::uint32_t> threads() const noexcept { return {&path_[first_], size_}; }
  /// Whether each has received what the one before waits to receive: channels used as locks.
  bool is_of_takers() const noexcept { return size_ > 0 && rules_.takers; }

 private:
  using tie = deadlock_analysis::tie;

  struct rules {
    bool joins;  ///< Threads that join others count.
    tie weakest;
    bool takers;  ///< A message may come back from a thread that has received it.
  };
  static constexpr rules attempts[] = {
      {false, tie::uses, false}, {false, tie::put, false}, {false, tie::put, true},
      {true, tie::uses, false},  {true, tie::put, false},
  };
  enum class seen : std::uint8_t { never, on_the_path, done };

  const live_thread& thread(std::uint32_t index) const { return found_.tables().threads[index]; }

  bool is_allowed(std::uint32_t index) const {
    return rules_.joins || thread(index).waits != wait_kind::join;
  }

  /// Depth first; a cycle is a step back onto the path.
  void search_from(std::uint32_t start) {
    std::uint32_t depth = 0;
    path_[0] = start;
    seen_[start] = seen::on_the_path;
    for (;;) {
      const std::uint32_t here = path_[depth];
      const next_threads next = threads_after(here);
      if (next.on_the_path != live_thread_limit) {
        while (path_[first_] != next.on_the_path) ++first_;
        size_ = depth + 1 - first_;
        return;
      }
      if (next.fresh != live_thread_limit) {
        path_[++depth] = next.fresh;
        seen_[next.fresh] = seen::on_the_path;
        continue;
      }
      seen_[here] = seen::done;
      if (depth-- == 0) return;
    }
  }

  /// One of each kind that the thread waits for, itself aside.
  struct next_threads {
    std::uint32_t on_the_path = live_thread_limit;
    std::uint32_t fresh = live_thread_limit;
  };

  next_threads threads_after(std::uint32_t index) const {
    next_threads next;
    const auto add = [&](std::uint32_t other) {
      if (other == index || !found_.is_stuck_for_good(other) || !is_allowed(other)) return;
      if (seen_[other] == seen::on_the_path) next.on_the_path = other;
      if (seen_[other] == seen::never && next.fresh == live_thread_limit) next.fresh = other;
    };
    const live_thread& self = thread(index);
    add(found_.thread_awaited_by(self));
    if (!deadlock_analysis::waits_in_channels(self)) return next;
    for (const live_wait& wait : deadlock_analysis::waits_of(self)) {
      found_.for_each_tied(wait.channel, wait.is_send == 0, [&](std::uint32_t other, tie how) {
        if (how >= rules_.weakest) add(other);
      });
      if (rules_.takers && wait.is_send == 0) add_takers(wait.channel, add);
    }
    return next;
  }

  /// Who has received from a channel with room for one message, and now waits elsewhere.
  template <class Add>
  void add_takers(std::uint32_t channel, Add add) const {
    const live_channel* it = found_.channel_of(channel);
    if (it == nullptr || it->capacity != 1 || !it->has_carried) return;
    found_.for_each_tied(channel, false, [&](std::uint32_t other, tie how) {
      const auto waits = deadlock_analysis::waits_of(thread(other));
      const bool is_elsewhere = std::ranges::none_of(
          waits, [&](const live_wait& wait) { return wait.channel == channel; });
      if (how == tie::uses && is_elsewhere) add(other);
    });
  }

  const deadlock_analysis& found_;
  rules rules_ = {};
  seen seen_[live_thread_limit];
  std::uint32_t path_[live_thread_limit];
  std::uint32_t first_ = 0;  ///< Where on the path the cycle begins.
  std::uint32_t size_ = 0;
};

}  // namespace trace
STRAIT_END
