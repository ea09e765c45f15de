// message_store.hpp — the messages stored in a channel, and the locks that guard them and all else
// in it: a ring with one lock if the capacity is small, where a second lock would cost more than it
// brings; else a queue with a lock for each end.
//
// Two ways lead in. What need not think, a message stored while nobody waits, takes the short way:
// try_store() and try_take() hold the lock of their end, and nothing else. All that is rare is done
// under the locks of both ends, the sender's first, as if there were one lock. Before these are
// released, rearm() tells each end whether the short way is open.
//
// Invariants  I1 no memory is allocated or freed here with a lock held: the callers bring blocks
//                (offer()), and drained ones are freed after unlocking.
// Not here: who may send or receive, and who waits (slot_channel.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <utility>

#include <strait/base/trace.hpp>
#include <strait/flavor/slot_queue.hpp>
#include <strait/flavor/small_ring.hpp>
#include <strait/wait/operation.hpp>

STRAIT_BEGIN
namespace detail {

class message_store {
 public:
  /// `ring` outlives the store: it lies where its owner wants the cache line.
  message_store(const message_type& type, std::size_t capacity, small_ring& ring) noexcept
      : capacity_(capacity),
        has_two_locks_(capacity > small_ring::largest_capacity),
        ring_(ring),
        queue_(type) {}
  message_store(const message_store&) = delete;
  message_store& operator=(const message_store&) = delete;

  const message_type& type() const noexcept { return queue_.type(); }
  /// The largest size_t if there is no limit.
  std::size_t capacity() const noexcept { return capacity_; }

  bool has_two_locks() const noexcept { return has_two_locks_; }

  // The short way: what is tried first. False: nothing was done.

  template <class Stored>
  bool try_store(Stored& message, const tracer::message_id& id) noexcept {
    constexpr std::size_t stride = message_type::of<Stored>().stride;
    return store_at_once(stride, [&](slot to) { to.construct(message, id); });
  }
  /// Constructs the message at `to`.
  template <class Stored>
  bool try_take(void* to) noexcept {
    constexpr std::size_t stride = message_type::of<Stored>().stride;
    return take_at_once(stride, [to](slot from) { from.take_as<Stored>(to); });
  }

  /// The same for messages of a type that is not known here.
  bool try_store(operation& op) noexcept {
    return store_at_once(type().stride,
                         [&](slot to) { to.fill(type(), op.take_message(), op.id); });
  }
  bool try_take(operation& op) noexcept {
    return take_at_once(type().stride,
                        [&](slot from) { op.id = from.empty_into(type(), op.message()); });
  }

  /// Looks for a while whether try_take() might find a message: that costs less than to wait.
  bool await_message() const noexcept {
    if (is_traced || !has_two_locks_) return false;
    for (int turns = platform::wait_turns() / 4; turns > 0; --turns) {
      if (queue_.might_have_messages()) return true;
      platform::pause();
    }
    return false;
  }

  void lock() noexcept {
    if (!has_two_locks_) return ring_.lock.lock();
    queue_.sending.lock.lock();
    queue_.receiving.lock.lock();
  }
  void unlock() noexcept {
    // Freed after the locks are released. If there are none, nothing is written: the other
    // processors keep the line.
    const block_list garbage(garbage_.empty() ? block_list() : std::move(garbage_));
    if (!has_two_locks_) return ring_.lock.unlock();
    queue_.receiving.lock.unlock();
    queue_.sending.lock.unlock();
  }

  // Looks without a lock, which tell of a moment ago.

  bool might_have_messages() const noexcept {
    return has_two_locks_ ? queue_.might_have_messages() : ring_.might_have_messages();
  }
  bool might_have_room() const noexcept {
    return has_two_locks_ ? queue_.might_have_room(capacity_) : ring_.might_have_room(capacity_);
  }

  // All that follows requires the locks.

  /// The number of messages.
  std::size_t stored() const noexcept {
    const std::size_t in_place = has_two_locks_ ? queue_.stored() : ring_.count();
    return in_place + (returned_.empty() ? 0 : returned_.count());
  }

  /// Opens or closes the short way for either end.
  void rearm(bool store_is_rare, bool take_is_rare) noexcept {
    if (has_two_locks_) {
      queue_.rearm(queue_.sending, store_is_rare || has_returned(), capacity_ - stored());
      queue_.rearm(queue_.receiving, take_is_rare || has_returned(), stored());
    } else {
      ring_.rearm(store_is_rare || has_returned(), take_is_rare || has_returned());
    }
  }

  /// Requires: room, and memory.
  void push(void* message, const tracer::message_id& id) noexcept {
    if (has_two_locks_) return queue_.push(message, id);
    slot(ring_.at(ring_.count(), capacity_, type().stride)).fill(type(), message, id);
    ring_.sent();
  }

  /// Constructs the oldest message at `to`. Requires: there is one.
  tracer::message_id pop(void* to) noexcept {
    if (has_returned()) return pop_returned(to);
    if (has_two_locks_) return queue_.pop(to, garbage_);
    const tracer::message_id id =
        slot(ring_.at(0, capacity_, type().stride)).empty_into(type(), to);
    ring_.received(capacity_);
    return id;
  }

  /// Messages that are the oldest ones again. Requires: the first block is not empty.
  void put_back(block_list& blocks) noexcept {
    blocks.append(returned_);
    returned_.swap(blocks);
  }
  bool has_returned() const noexcept { return !returned_.empty(); }

  /// Whether there is memory for `count` more messages.
  bool has_memory_for(std::size_t count) const noexcept {
    return has_two_locks_ ? queue_.has_memory_for(count) : ring_.has_memory();
  }
  /// The number of slots of a block that offer() should bring, for `count` more messages.
  std::size_t next_block(std::size_t count) const noexcept {
    return has_two_locks_ ? std::max(queue_.next_block(capacity_), count) : capacity_;
  }
  /// Takes a block. Requires: there is no memory for what is to be stored.
  void offer(message_block::pointer block) noexcept {
    if (has_two_locks_) return queue_.offer(std::move(block), capacity_, garbage_);
    ring_.offer(std::move(block));
  }

  /// Takes all messages out, in their blocks.
  block_list detach() noexcept {
    block_list all(std::move(returned_));
    if (has_two_locks_) {
      queue_.detach(all);
    } else if (message_block::pointer block = ring_.detach()) {
      all.push_back(std::move(block));
    }
    return all;
  }

 private:
  template <class Fill>
  [[gnu::always_inline]] bool store_at_once(std::size_t stride, Fill fill) noexcept {
    if constexpr (is_traced) return false;  // A tracer sees each operation on the long way.
    if (!has_two_locks_) return store_in_ring(stride, fill);
    const std::lock_guard guard(queue_.sending.lock);
    std::byte* at = queue_.place();
    if (at == nullptr) [[unlikely]] {
      at = queue_.place_further(capacity_);
      if (at == nullptr) return false;
    }
    fill(slot(at));
    queue_.sent(stride);
    return true;
  }

  template <class Take>
  [[gnu::always_inline]] bool take_at_once(std::size_t stride, Take take) noexcept {
    if constexpr (is_traced) return false;
    if (!has_two_locks_) return take_from_ring(stride, take);
    message_block::pointer drained;  // Freed after the lock is released.
    const std::lock_guard guard(queue_.receiving.lock);
    std::byte* at = queue_.next();
    if (at == nullptr) [[unlikely]] {
      at = queue_.next_further(drained);
      if (at == nullptr) return false;
    }
    take(slot(at));
    queue_.received(stride);
    return true;
  }

  template <class Fill>
  [[gnu::noinline]] bool store_in_ring(std::size_t stride, Fill fill) noexcept {
    // The long way takes the lock anyway. Without room for any, not even a look at the line.
    if (capacity_ == 0 || !ring_.might_have_room(capacity_)) return false;
    const std::lock_guard guard(ring_.lock);
    std::byte* const at = ring_.place(capacity_, stride);
    if (at == nullptr) return false;
    fill(slot(at));
    ring_.sent();
    return true;
  }

  template <class Take>
  [[gnu::noinline]] bool take_from_ring(std::size_t stride, Take take) noexcept {
    if (capacity_ == 0 || !ring_.might_have_messages()) return false;
    const std::lock_guard guard(ring_.lock);
    std::byte* const at = ring_.next(capacity_, stride);
    if (at == nullptr) return false;
    take(slot(at));
    ring_.received(capacity_);
    return true;
  }

  tracer::message_id pop_returned(void* to) noexcept {
    message_block& block = returned_.front();
    const tracer::message_id id = block.at(0).empty_into(type(), to);
    block.forget_front();
    while (!returned_.empty() && returned_.front().empty()) {
      garbage_.push_back(returned_.pop_front());
    }
    return id;
  }

  const std::size_t capacity_;
  const bool has_two_locks_;
  small_ring& ring_;
  block_list returned_;  ///< Put back: older than all others.
  block_list garbage_;   ///< Freed once no lock is held.
  slot_queue queue_;
};

}  // namespace detail
STRAIT_END
