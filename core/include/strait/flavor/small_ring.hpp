// small_ring.hpp — the messages stored in a channel with one lock: a block of slots, used round and
// round. What a send or a receive changes, apart from the slot itself, is on the lock's cache line;
// the only slot of a channel is there, too, if it is small enough.
//
// Invariants  I1 guarded by the lock, but for might_have_messages() and might_have_room().
//             I2 the messages are those from the slot number `begin_` on, at most `capacity`, which
//                callers pass: it is constant, and elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <strait/base/lock.hpp>
#include <strait/base/message_block.hpp>
#include <strait/flavor/readiness_hints.hpp>

STRAIT_BEGIN
namespace detail {

class small_ring {
 public:
  static constexpr std::size_t largest_capacity = 32;

  small_ring(const message_type& type, std::size_t capacity) noexcept {
    // A message that needs a destructor must be in a block when its channel ends (detach()).
    const bool fits = type.stride <= sizeof(only_slot_) && type.end == nullptr;
    if (capacity == 1 && fits) first_.write() = only_slot_;
  }
  small_ring(const small_ring&) = delete;
  small_ring& operator=(const small_ring&) = delete;
  ~small_ring() { detach(); }

  /// Where the next message belongs if nothing needs thought; null otherwise.
  std::byte* place(std::size_t capacity, std::size_t stride) const noexcept {
    if (store_is_rare_.read() || count() == capacity) return nullptr;
    return at(count(), capacity, stride);
  }
  /// The next message if nothing needs thought; null otherwise.
  std::byte* next(std::size_t capacity, std::size_t stride) const noexcept {
    return take_is_rare_.read() || count() == 0 ? nullptr : at(0, capacity, stride);
  }

  /// The slot of the message number `index`: count(): where the next one belongs.
  std::byte* at(std::size_t index, std::size_t capacity, std::size_t stride) const noexcept {
    const std::size_t number = begin_.read() + index;
    return first_.read() + (number < capacity ? number : number - capacity) * stride;
  }
  /// The message at(count()) is there.
  void sent() noexcept { set_count(count() + 1); }
  /// The message at(0) has been taken.
  void received(std::size_t capacity) noexcept {
    const std::size_t following = begin_.read() + std::size_t{1};
    begin_.write() = static_cast<std::uint8_t>(following < capacity ? following : 0);
    set_count(count() - 1);
  }

  std::size_t count() const noexcept { return count_.load(std::memory_order_relaxed); }
  bool has_memory() const noexcept { return first_.read() != nullptr; }
  void offer(message_block::pointer block) noexcept {
    first_.write() = block.release()->first_slot();
  }

  /// Whether place() and next() are closed.
  void rearm(bool store_is_rare, bool take_is_rare) noexcept {
    store_is_rare_.write() = store_is_rare || !has_memory();
    take_is_rare_.write() = take_is_rare;
  }

  /// Takes all messages out, in their block; none: there are none, or they need no end.
  message_block::pointer detach() noexcept {
    message_block::pointer all;
    if (has_memory() && first_.read() != only_slot_) {
      all.reset(message_block::of_first_slot(std::exchange(first_.write(), nullptr)));
      all->hold(begin_.read(), count());
    }
    set_count(0);
    return all;
  }

  // Looks without a lock, which tell of a moment ago.

  bool might_have_messages() const noexcept { return count() != 0; }
  bool might_have_room(std::size_t capacity) const noexcept { return count() < capacity; }

  hand_over_lock lock;

 private:
  void set_count(std::size_t now) noexcept {
    count_.store(static_cast<std::uint8_t>(now), std::memory_order_relaxed);
  }

  platform::cell<std::byte*> first_;  ///< Of the slots, in a block that it owns; null: no memory.
  platform::cell<std::uint8_t> begin_;
  platform::atomic<std::uint8_t> count_{0};
  platform::cell<bool> store_is_rare_{true};
  platform::cell<bool> take_is_rare_;

 public:
  readiness_hints hints;  ///< The channel's. Not guarded.

 private:
  alignas(std::uint64_t) std::byte only_slot_[sizeof(std::uint64_t)];
};

}  // namespace detail
STRAIT_END
