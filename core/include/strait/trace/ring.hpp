// ring.hpp — where a thread writes its records: a ring of its own, the oldest go first. Writing
// takes no lock and waits for nobody; readers may look at any time.
//
// A ring belongs to one thread at a time; when the thread ends, the next one takes it over with
// what is in it: each record says whose it is. One more ring belongs to whoever holds its lock
// (introduce() in thread.hpp).
//
// Invariants  I1 written_ is the number of records that are whole. The next one may be half written
//                at any time: a reader drops what lay in its slot.
//             I2 only the thread that owns the ring writes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <strait/base/platform.hpp>
#include <strait/trace/text.hpp>

STRAIT_BEGIN
namespace trace {

#ifdef __EMSCRIPTEN__
/// In WebAssembly every atomic store is a fence; there, one for a record has to do. The reader is
/// the runner, which trusts nothing that it reads.
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
  void write(std::uint64_t value) noexcept {
    // order: release; pairs with the acquire in read(): who sees a word of a record also sees that
    // the record before it is whole.
    value_.store(value, std::memory_order_release);
  }
  std::uint64_t read() const noexcept {
    // order: acquire; pairs with the release in write().
    return value_.load(std::memory_order_acquire);
  }

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
  /// How many records can be read: not the one whose slot is the next one's.
  static constexpr std::uint32_t kept = slots - 1;

  /// Requires: the calling thread owns the ring.
  void write(const record& head, std::string_view text) noexcept {
    const std::uint32_t number = written_.load(std::memory_order_relaxed);
    ring_word* slot = words_ + std::size_t{number % slots} * slot_words;
    slot[0].write(head.sequence);
    slot[1].write(head.time);
    slot[2].write(head.message);
    slot[3].write(static_cast<std::uint64_t>(head.number));
    slot[4].write(joined(head.channel, head.thread));
    slot[5].write(joined(head.place, joined(head.text_bytes, head.kind)));
    for (std::size_t at = 0; at < text.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, std::min<std::size_t>(8, text.size() - at));
      slot[head_words + at / 8].write(word);
    }
    // order: release; pairs with the acquire in written().
    written_.store(number + 1, std::memory_order_release);
  }

  /// How many records have been written; modulo 2^32.
  std::uint32_t written() const noexcept {
    // order: acquire; pairs with the release in write().
    return written_.load(std::memory_order_acquire);
  }

  /// Copies record number `index`; false if it is no longer there.
  bool read(std::uint32_t index, whole_record& to) const noexcept {
    std::uint64_t words[slot_words];
    const ring_word* slot = words_ + std::size_t{index % slots} * slot_words;
    for (std::size_t at = 0; at < slot_words; ++at) words[at] = slot[at].read();
    std::memcpy(&to, words, sizeof to);
    return !overwritten(index);
  }

 private:
  static constexpr std::size_t head_words = sizeof(record) / 8;

  /// As they lie one after the other in a record.
  static constexpr std::uint64_t joined(std::uint32_t low, std::uint32_t high) noexcept {
    return std::uint64_t{high} << 32 | low;
  }
  static constexpr std::uint32_t joined(std::uint16_t low, record_kind high) noexcept {
    return std::uint32_t{static_cast<std::uint8_t>(high)} << 16 | low;
  }

  /// Or being overwritten: its slot is the next one's.
  bool overwritten(std::uint32_t index) const noexcept {
    return written_.load(std::memory_order_relaxed) - index > kept;
  }

  platform::atomic<std::uint32_t> written_{0};  ///< I1. The reader in JavaScript knows its place.
  alignas(8) ring_word words_[slots * slot_words];  ///< Meaningless until written.
};

}  // namespace trace
STRAIT_END
