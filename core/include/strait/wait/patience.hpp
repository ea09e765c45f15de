// patience.hpp — how long a thread looks for what it waits for before it sleeps.
//
// A peer that runs on another processor usually comes within a microsecond; a system call to sleep
// and one to be woken cost tens of them. So a thread looks first, but learns: once it has looked in
// vain often in a row, it looks less, and now and then longer, in case things have changed.
// What it spends in vain is bounded: at most a few microseconds for each wait.
#pragma once

#include <cstdint>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The thread's history of waits; one object for each wait.
class patience {
 public:
  /// How often to look, with a pause in between. Counts as looking in vain until was_enough().
  int turns() noexcept {
    const int usual = platform::wait_turns();
    if (usual == 0) return 0;  // One processor: the peer cannot run while we look.
    auto& failures = failures_in_a_row();
    const std::uint32_t before = failures;
    if (failures != most_counted) ++failures;
    int turns = before < discouraged || before % 8 == 0 ? usual : usual / 4;
    const bool is_power_of_two = (before & (before - 1)) == 0;
    if (before > 0 && (is_power_of_two || before % 64 == 0)) turns += 5 * usual;
    return turns;
  }

  void was_enough() noexcept { failures_in_a_row() = 0; }

 private:
  static constexpr std::uint32_t discouraged = 16;
  static constexpr std::uint32_t most_counted = 1u << 20;

  static std::uint32_t& failures_in_a_row() noexcept {
    return platform::per_thread<std::uint32_t, patience>();
  }
};

}  // namespace detail
STRAIT_END
