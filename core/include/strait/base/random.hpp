// random.hpp — a fair choice among cases that are ready.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// One step of a shuffle (R. Durstenfeld's): chooses the item number `index` among those from there
/// on. Once it has been done for each in turn, the order is random. A random start alone would not
/// be fair: the case after a run of cases that are not ready would be chosen far more often.
template <class T>
void draw(std::span<T> items, std::size_t index) noexcept {
  const std::size_t left = items.size() - index;
  if (left < 2) return;
  std::swap(items[index], items[index + platform::random_below(static_cast<std::uint32_t>(left))]);
}

}  // namespace detail
STRAIT_END
