// random.hpp — a fair choice among cases that are ready.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// Puts `items` into a random order (R. Durstenfeld's shuffle). A random start alone would not be
/// fair: the case after a run of cases that are not ready would be chosen far more often.
template <class T>
void shuffle(std::span<T> items) noexcept {
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[platform::random_below(static_cast<std::uint32_t>(left))]);
  }
}

}  // namespace detail
STRAIT_END
