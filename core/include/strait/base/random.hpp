// random.hpp — a fair choice among ready cases: cheap, one state a thread, of no other quality.
//
// Idea: G. Marsaglia's xorshift64*, seeded from the clock and the thread's own address.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

inline std::uint32_t next_random() noexcept {
  thread_local std::uint64_t state = 0;
  if (state == 0) {
    const auto moment = platform::now().time_since_epoch().count();
    state = (static_cast<std::uint64_t>(moment) ^ reinterpret_cast<std::uintptr_t>(&state)) | 1;
    state *= 0x9E3779B97F4A7C15u;
  }
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return static_cast<std::uint32_t>((state * 0x2545F4914F6CDD1Du) >> 32);
}

/// Puts `items` into a random order (R. Durstenfeld's shuffle). A random start alone would not be
/// fair: the case after a run of cases that are not ready would be chosen far more often.
template <class T>
void shuffle(std::span<T> items) noexcept {
  for (std::size_t left = items.size(); left > 1; --left) {
    const auto other = static_cast<std::size_t>((std::uint64_t{next_random()} * left) >> 32);
    std::swap(items[left - 1], items[other]);
  }
}

}  // namespace detail
STRAIT_END
