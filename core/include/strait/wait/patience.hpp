// patience.hpp — how long a thread looks for what it waits for before it sleeps.
//
// A peer that runs on another processor usually comes within a microsecond; a system call to sleep
// and one to be woken cost tens of them. So a thread looks first, but learns: once it has looked in
// vain often in a row, it looks less, and now and then longer, in case things have changed.
// What it spends in vain is bounded: a few microseconds for each wait, in WebAssembly a few tens of
// them, and now and then six times that.
//
// With more threads than processors the peer may be ready, and only need ours: so after a while the
// thread yields, once. That costs less than to sleep and be woken, if it helps; each yield that did
// not, or that gave the processor to a thread that kept it, doubles the number of waits without. A
// thread that yields only ever meets the threads of its own processor, so every few times it sleeps
// nevertheless: then it is woken where there is room.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The thread's history of waits; one object for each wait.
class patience {
 public:
  /// Looks until `is_over()`: whether it is. May also give up.
  template <class IsOver>
  bool suffices(IsOver is_over) noexcept {
    int until_yield = turns_before_yield;
    for (int left = turns(); left > 0; --left) {
      if (is_over()) {
        past_.in_vain = 0;
        return true;
      }
      if (--until_yield == 0 && yield_suffices(is_over)) return true;
      // Each look takes the cache line away from the peer, who may be writing into it just now.
      platform::pause();
      platform::pause();
    }
    return until_yield > 0 && yield_suffices(is_over);
  }

 private:
  struct history {
    std::uint32_t in_vain = 0;  ///< Waits in a row in which looking did not suffice.
    std::uint32_t yields_that_helped = 0;
    std::uint32_t waits_without_yield = 0;  ///< From now on.
    std::uint32_t last_pause = 0;           ///< What that was when it was set.
  };

  static constexpr int turns_before_yield = 60;
  static constexpr std::uint32_t discouraged = 16;
  static constexpr std::uint32_t most_counted = 1u << 20;
  static constexpr std::uint32_t yields_before_a_sleep = 8;
  static constexpr std::uint32_t longest_pause = 1024;
  static constexpr auto long_absence = std::chrono::milliseconds(1);

  /// How often to look, with a pause in between.
  int turns() noexcept {
    const int usual = platform::wait_turns();
    if (usual == 0) return 0;  // One processor: the peer cannot run while we look.
    const std::uint32_t before = past_.in_vain;
    if (before != most_counted) ++past_.in_vain;
    int turns = before < discouraged || before % 8 == 0 ? usual : usual / 4;
    const bool is_power_of_two = (before & (before - 1)) == 0;
    if (before > 0 && (is_power_of_two || before % 64 == 0)) turns += 5 * usual;
    return turns;
  }

  template <class IsOver>
  bool yield_suffices(IsOver is_over) noexcept {
    if (!platform::can_yield) return false;
    if (past_.waits_without_yield > 0) {
      --past_.waits_without_yield;
      return false;
    }
    const auto left = platform::now();
    platform::yield();
    const bool suffices = is_over();
    if (suffices && platform::now() - left < long_absence) {
      past_.last_pause = 0;
      if (++past_.yields_that_helped % yields_before_a_sleep == 0) past_.waits_without_yield = 1;
    } else {
      past_.last_pause = std::min(past_.last_pause * 2 + 1, longest_pause);
      past_.waits_without_yield = past_.last_pause;
    }
    return suffices;
  }

  history& past_ = platform::per_thread<history, patience>();
};

}  // namespace detail
STRAIT_END
