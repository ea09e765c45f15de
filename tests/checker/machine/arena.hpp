// arena.hpp — the memory that a model's threads allocate. Nothing is used twice in one execution:
// so addresses depend only on what the thread itself has done, and a block that is used after its
// end holds nothing but a pattern.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "search.hpp"

namespace checker {

class arena {
 public:
  /// Forgets all blocks.
  void begin() noexcept;

  /// Null: the thread has used up its share.
  void* allocate(int thread, std::size_t size, std::size_t alignment) noexcept;

  enum class freed : std::uint8_t { now, before, not_allocated };
  freed deallocate(void* block) noexcept;

  /// What a freed block is filled with.
  static constexpr std::uint32_t freed_word = 0xDDDDDDDD;

  bool contains(const void* address) const noexcept;
  std::size_t live_blocks() const noexcept { return live_; }

 private:
  struct header {
    std::uint32_t size;
    std::uint32_t state;
  };
  static constexpr std::uint32_t live_mark = 0x11feb10c;
  static constexpr std::uint32_t freed_mark = 0xf4eedb10;
  static constexpr std::size_t share = 128 * 1024;

  static header& header_of(void* block) noexcept { return static_cast<header*>(block)[-1]; }

  std::unique_ptr<std::byte[]> memory_ =
      std::make_unique_for_overwrite<std::byte[]>(share * most_threads);
  std::array<std::size_t, most_threads> used_{};
  std::size_t live_ = 0;
};

}  // namespace checker
