#include "arena.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace checker {

void arena::begin() noexcept {
  used_ = {};
  live_ = 0;
}

void* arena::allocate(int thread, std::size_t size, std::size_t alignment) noexcept {
  auto& used = used_[static_cast<std::size_t>(thread)];
  std::byte* const begin = memory_.get() + static_cast<std::size_t>(thread) * share;
  void* place = begin + used + sizeof(header);
  std::size_t room = share - std::min(share, used + sizeof(header));
  if (std::align(std::max(alignment, std::size_t{16}), size, place, room) == nullptr) {
    return nullptr;
  }
  used = static_cast<std::size_t>(static_cast<std::byte*>(place) + size - begin);
  header_of(place) = {static_cast<std::uint32_t>(size), live_mark};
  ++live_;
  return place;
}

arena::freed arena::deallocate(void* block) noexcept {
  header& its = header_of(block);
  if (its.state == freed_mark) return freed::before;
  if (its.state != live_mark) return freed::not_allocated;
  its.state = freed_mark;
  std::memset(block, freed_word & 0xFF, its.size);
  --live_;
  return freed::now;
}

bool arena::contains(const void* address) const noexcept {
  const auto* byte = static_cast<const std::byte*>(address);
  return !std::less<>()(byte, memory_.get()) &&
         std::less<>()(byte, memory_.get() + share * most_threads);
}

}  // namespace checker
