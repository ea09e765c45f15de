// deadlocks.hpp — for reports of deadlocks, in programs that are built with STRAIT_TRACE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <strait/strait.hpp>
#include <thread>
#include <vector>

namespace test {

/// How many threads there are that have never used a channel, and never will: no other may be about
/// to.
inline std::size_t count_unrelated_threads() {
  // A sanitizer's thread begins with the first of the program's, which has to be gone again.
  std::uint32_t first = 0;
  std::thread([&first] { first = strait::detail::system_number(); }).join();
  std::vector<strait::detail::system_thread> threads;
  const auto is_first = [&first](const auto& each) { return each.number == first; };
  do threads = strait::detail::look_at_threads();
  while (std::ranges::any_of(threads, is_first));
  const std::size_t all = threads.size();
  const strait::trace::live_change change;
  const auto is_known = [](const strait::trace::live_thread& each) { return each.used != 0; };
  const auto known = std::ranges::count_if(strait::trace::live.threads, is_known);
  return all - std::min(all, static_cast<std::size_t>(known));
}

}  // namespace test
