// this_process.hpp — the analysis of the running program itself.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <strait/trace/deadlock_text.hpp>
#include <strait/trace/thread.hpp>

STRAIT_BEGIN
namespace trace {

/// How many threads the process has; 0: the system does not tell.
inline std::uint32_t thread_count() noexcept {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  if (file == nullptr) return 0;
  std::uint32_t count = 0;
  char line[256];
  while (count == 0 && std::fgets(line, sizeof line, file) != nullptr) {
    constexpr std::string_view title = "Threads:";
    if (std::strncmp(line, title.data(), title.size()) != 0) continue;
    count = static_cast<std::uint32_t>(std::strtoul(line + title.size(), nullptr, 10));
  }
  std::fclose(file);
  return count;
}

/// The calling thread does not count if it has never used a channel: it watches.
inline std::string report_of_this_process(std::size_t unrelated) {
  const std::uint32_t all = thread_count();
  const live_change change;  // The analysis needs the tables to stand still; so do waking threads.
  std::size_t known = unrelated + (self().is_known ? 0 : 1);
  for (live_thread& each : live.threads) {
    if (each.used == 0) continue;
    ++known;
    if (each.waits == wait_kind::none || each.word == 0) continue;
    const auto* word = reinterpret_cast<const platform::atomic<std::uint32_t>*>(
        static_cast<std::uintptr_t>(each.word));
    each.is_waking = wakes_at(each, word->load(std::memory_order_relaxed));
  }
  const bool is_any_unknown = all == 0 || all > known;
  const deadlock_analysis found(live, is_any_unknown ? 1 : 0);
  return deadlock_text(found, wait_cycle(found), nanoseconds_since_start());
}

}  // namespace trace
STRAIT_END
