// ring.hpp — where a thread writes its records: a ring of its own, the oldest go first. Writing
// takes no lock and waits for nobody; readers may look at any time.
//
// A ring belongs to one thread at a time; when the thread ends, the next one takes it over with
// what is in it: each record says whose it is.
//
// Invariants  I1 state_ is twice the number of records written, plus 1 while one is being written:
//                a reader drops what may have been overwritten while it copied.
//             I2 only the thread that owns the ring writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <strait/base/platform.hpp>
#include <strait/trace/text.hpp>

STRAIT_BEGIN
namespace trace {

#ifdef __EMSCRIPTEN__
/// In WebAssembly every atomic store is a fence. The reader there is the runner, which trusts
/// nothing that it reads.
class ring_word {
 public:
  void write(std::uint64_t value) noexcept { value_ = value; }
  std::uint64_t read() const noexcept { return value_; }

 private:
  std::uint64_t value_;
};
#else
class ring_word {
 public:
  void write(std::uint64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  std::uint64_t read() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  platform::atomic<std::uint64_t> value_;
};
#endif

/// A record with its text.
struct whole_record {
  record head;
  char text[text_limit];
};
inline constexpr std::size_t slot_words = sizeof(whole_record) / 8;
static_assert(sizeof(whole_record) == slot_words * 8);

class ring {
 public:
  static constexpr std::uint32_t slots = 2048;

  /// Requires: the calling thread owns the ring.
  void write(const record& head, std::string_view text) noexcept {
    std::uint64_t words[slot_words];
    std::memcpy(words, &head, sizeof head);
    const std::size_t used = (sizeof head + padded(text.size())) / 8;
    if (!text.empty()) {
      words[used - 1] = 0;
      std::memcpy(reinterpret_cast<char*>(words) + sizeof head, text.data(), text.size());
    }
    const std::uint32_t state = state_.load(std::memory_order_relaxed);
    // order: acquire; pairs with the release in overwritten(): a reader that missed this exchange
    // has copied nothing that is written from here on.
    state_.exchange(state + 1, std::memory_order_acquire);
    ring_word* slot = words_ + std::size_t{(state / 2) % slots} * slot_words;
    for (std::size_t index = 0; index < used; ++index) slot[index].write(words[index]);
    // order: release; pairs with the acquire in written().
    state_.store(state + 2, std::memory_order_release);
  }

  /// How many records have been written; modulo 2^31.
  std::uint32_t written() const noexcept {
    // order: acquire; pairs with the release in write().
    return state_.load(std::memory_order_acquire) / 2;
  }

  /// Copies record number `index`; false if it is no longer there.
  bool read(std::uint32_t index, whole_record& to) noexcept {
    std::uint64_t words[slot_words];
    const ring_word* slot = words_ + std::size_t{index % slots} * slot_words;
    for (std::size_t at = 0; at < slot_words; ++at) words[at] = slot[at].read();
    std::memcpy(&to, words, sizeof to);
    return !overwritten(index);
  }

 private:
  bool overwritten(std::uint32_t index) noexcept {
    // order: acq_rel; pairs with the acquire in write(), as a read that writes what is there.
    const std::uint32_t state = state_.fetch_add(0, std::memory_order_acq_rel);
    const std::uint32_t begun = (state + 1) / 2;
    return ((begun - index) & 0x7FFFFFFFu) > slots;
  }

  platform::atomic<std::uint32_t> state_{0};  ///< I1. The reader in JavaScript knows its place.
  alignas(8) ring_word words_[slots * slot_words];  ///< Meaningless until written.
};

}  // namespace trace
STRAIT_END
