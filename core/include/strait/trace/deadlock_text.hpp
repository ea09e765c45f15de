// deadlock_text.hpp — a deadlock in words: who waits for what and where, who waits for whom, and
// the usual cure.
#pragma once

#include <strait/trace/deadlock_cure.hpp>

STRAIT_BEGIN
namespace trace {

/// How long it waits, as far as is known.
inline std::string time_of(const live_thread& thread, std::uint64_t now) {
  if (thread.since == unknown_time) return "";
  return ", for " + seconds(now > thread.since ? now - thread.since : 0);
}

/// The whole report; empty if there is no deadlock. `now`: nanoseconds since the run began.
inline std::string deadlock_text(const deadlock_analysis& found, const wait_cycle& ring,
                                 std::uint64_t now) {
  constexpr std::size_t threads_told = 32;
  std::size_t count = 0;
  std::string lines;
  found.for_each([&](std::uint32_t index) {
    const live_thread& thread = found.tables().threads[index];
    if (++count > threads_told) return;
    const std::string place = place_of(thread);
    lines += "  " + name_of(thread) + ' ' + describe_wait(found, thread) +
             (place.empty() ? "" : " at " + place) + time_of(thread, now) + '\n';
  });
  if (found.found() == verdict::none) return "";
  std::string text =
      found.found() == verdict::certain ? "Deadlock. Nothing in this program can move any more.\n"
      : count == 1 ? "This thread can probably never go on.\n"
                   : "These " + std::to_string(count) + " threads can probably never go on.\n";
  text += lines;
  if (count > threads_told) {
    text += "  and " + std::to_string(count - threads_told) + " more\n";
  }
  if (const auto cycle = ring.threads(); !cycle.empty()) {
    for (std::size_t at = 0; at < cycle.size(); ++at) {
      const auto name = [&](std::size_t index) {
        return name_of(found.tables().threads[cycle[index % cycle.size()]]);
      };
      text += (at == 0 ? "  " : ", ") + name(at) + " waits for " + name(at + 1);
    }
    text += ".\n";
  }
  const std::string cure = deadlock_cure(found, ring).text();
  return cure.empty() ? text : text + cure + '\n';
}

}  // namespace trace
STRAIT_END
