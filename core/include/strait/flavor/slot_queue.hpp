// slot_queue.hpp — the messages stored in a channel: a first-in first-out queue in blocks of slots,
// whose two ends may be used at the same time.
//
// A queue of a small capacity has one block, its own next one; any other takes a new block
// when the last one is full, each larger than the one before up to a limit, and keeps one drained
// block for the next time: a steady flow allocates nothing, and a burst's memory is given back. A
// long queue takes its memory in blocks as large as the platform likes them; these are not kept.
//
// Either end has a limit up to which it may go without looking: the sender's is the end of the
// block or of the room that is known to be free, the receiver's the end of the block or of the
// messages known to be there. A limit at the end's own position means "stop and think": so one
// comparison covers all that is rare.
//
// Invariants  I1 the members of `sending` are guarded by the lock of the sending end, those of
//                `receiving` by that of the receiving end; "both" below means both locks.
//             I2 sent_ - received_ is the number of stored messages, at most the capacity.
//             I3 no memory is allocated or freed here with a lock held: the callers bring blocks
//                (offer()) and free drained ones.
// Not here: when which lock is held (message_store.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include <strait/base/lock.hpp>
#include <strait/base/message_block.hpp>

STRAIT_BEGIN
namespace detail {

class slot_queue {
 public:
  /// Up to this size, the whole capacity is one block.
  static constexpr std::size_t largest_ring_bytes = 8192;
  static constexpr std::size_t smallest_block = 32;  ///< In slots.
  static constexpr std::size_t largest_block_bytes = 32768;
  static constexpr std::size_t large_block_bytes = large_block_of<platform>();
  /// Of a queue that takes large blocks: what it takes is at most thrice what it stores.
  static constexpr std::size_t long_queue_bytes = large_block_bytes / 2;

  /// One end: where it is, and how far it may go.
  struct end_of_queue {
    short_lock lock;
    platform::cell<bool> rare;  ///< For the channel: the limit is not only what is known here.
    platform::cell<std::byte*> position;
    platform::cell<std::byte*> limit;
    platform::cell<std::byte*> end;  ///< Of the block.
    platform::cell<message_block*> block;
  };

  explicit slot_queue(const message_type& type) noexcept : type_(type) {}
  slot_queue(const slot_queue&) = delete;
  slot_queue& operator=(const slot_queue&) = delete;
  ~slot_queue() {
    block_list unread;
    detach(unread);
    // order: relaxed; nobody else is left.
    const message_block::pointer spare(spare_.load(std::memory_order_relaxed));
  }

  const message_type& type() const noexcept { return type_; }

  // The sending end. `stride`: that of the messages' type.

  /// Where the next message belongs if nothing needs thought; null otherwise.
  std::byte* place() noexcept {
    std::byte* const at = sending.position.read();
    return at != sending.limit.read() ? at : nullptr;
  }
  /// The message at place() is there.
  void sent(std::size_t stride) noexcept {
    sending.position.write() += stride;
    // order: release; pairs with the acquire in stored_for_receiver(): the receiver finds the
    // message, and the link to its block.
    sent_.store(sent_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  /// Messages stored now, as far as the sending end knows: it may be fewer.
  std::size_t stored_for_sender() const noexcept {
    // order: acquire; pairs with the release in received(): the slots are free.
    return sent_.load(std::memory_order_relaxed) - received_.load(std::memory_order_acquire);
  }
  /// Lets the sending end go on for `room` messages, in another block if this one is full; not if
  /// there is no room, or no block for it.
  void extend_place(std::size_t room) noexcept {
    if (room == 0 || (sending.position.read() == sending.end.read() && !begin_block())) return;
    limit_to(sending, room);
  }
  /// place(), if that needs little thought.
  [[gnu::noinline]] std::byte* place_further(std::size_t capacity) noexcept {
    if (sending.rare.read()) return nullptr;
    extend_place(capacity - stored_for_sender());
    return place();
  }
  /// Whether there is memory for `count` more messages.
  bool has_memory_for(std::size_t count) const noexcept {
    if (bytes_left(sending) >= count * type_.stride || is_round(sending)) return true;
    // order: acquire; pairs with keep_spare() and offer(). Only the sending end, or both, take it
    // away.
    const message_block* spare = spare_.load(std::memory_order_acquire);
    return spare != nullptr && bytes_left(sending) / type_.stride + spare->capacity() >= count;
  }

  // The receiving end.

  /// The next message if nothing needs thought; null otherwise.
  std::byte* next() noexcept {
    std::byte* const at = receiving.position.read();
    return at != receiving.limit.read() ? at : nullptr;
  }
  /// The message at next() has been taken.
  void received(std::size_t stride) noexcept {
    receiving.position.write() += stride;
    // order: release; pairs with the acquire in stored_for_sender(): the slot may be used again.
    received_.store(received_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  /// Messages stored now, as far as the receiving end knows: there may be more.
  std::size_t stored_for_receiver() const noexcept {
    // order: acquire; pairs with the release in sent().
    return sent_.load(std::memory_order_acquire) - received_.load(std::memory_order_relaxed);
  }
  /// Lets the receiving end go on for `count` messages that are stored, in the next block if this
  /// one is drained. Returns a drained block that the caller frees once no lock is held.
  message_block::pointer extend_next(std::size_t count) noexcept {
    message_block::pointer drained;
    if (count == 0) return drained;
    if (receiving.position.read() == receiving.end.read()) {
      message_block* const before = receiving.block.read();
      message_block* const following = before->next.read();
      enter(receiving, following);
      if (following != before) drained = keep_spare(message_block::pointer(before));
    }
    limit_to(receiving, count);
    return drained;
  }
  /// next(), if it takes little thought. `drained` is freed once no lock is held.
  [[gnu::noinline]] std::byte* next_further(message_block::pointer& drained) noexcept {
    if (receiving.rare.read()) return nullptr;
    drained = extend_next(stored_for_receiver());
    return next();
  }

  // Looks without a lock, which tell of a moment ago.

  bool might_have_messages() const noexcept {
    return sent_.load(std::memory_order_relaxed) != received_.load(std::memory_order_relaxed);
  }
  bool might_have_room(std::size_t capacity) const noexcept {
    return sent_.load(std::memory_order_relaxed) - received_.load(std::memory_order_relaxed) <
           capacity;
  }

  // All that follows requires the locks of both ends.

  /// The number of messages.
  std::size_t stored() const noexcept { return stored_for_receiver(); }

  /// Requires: room, and memory.
  void push(void* message, const tracer::message_id& id) noexcept {
    extend_place(1);
    slot(place()).fill(type_, message, id);
    sent(type_.stride);
  }

  /// Constructs the oldest message at `to`. Requires: there is one.
  tracer::message_id pop(void* to, block_list& garbage) noexcept {
    collect(extend_next(1), garbage);
    const tracer::message_id id = slot(next()).empty_into(type_, to);
    received(type_.stride);
    return id;
  }

  /// The number of slots of a block that offer() should bring.
  std::size_t next_block(std::size_t capacity) const noexcept {
    if constexpr (large_block_bytes != 0) {
      const bool is_long = stored() >= long_queue_bytes / type_.stride;
      if (is_long) return message_block::capacity_of(type_, large_block_bytes);
    }
    const message_block* const last = sending.block.read();
    if (last != nullptr) return std::min(last->capacity() * 2, largest_kept_block());
    return capacity <= largest_ring_bytes / type_.stride ? capacity : smallest_block;
  }

  /// Lets one end go on for `count` messages in its block; if its next step is rare, for none.
  void rearm(end_of_queue& it, bool is_rare, std::size_t count) noexcept {
    // What stays as it is, is not written: the other end's processor keeps the line.
    if (it.rare.read() != is_rare) it.rare.write() = is_rare;
    limit_to(it, is_rare ? 0 : count);
  }

  /// Takes a block for later. Requires: there is no memory for what is to be stored.
  void offer(message_block::pointer block, std::size_t capacity, block_list& garbage) noexcept {
    if (sending.block.read() == nullptr) {  // The first one: both ends begin in it.
      message_block* const first = block.release();
      first->next.write() = first->capacity() == capacity ? first : nullptr;
      enter(sending, first);
      enter(receiving, first);
      return;
    }
    // order: acq_rel; pairs with itself in begin_block() and keep_spare(): who takes a block sees
    // it as it was left.
    message_block* const smaller = spare_.exchange(block.release(), std::memory_order_acq_rel);
    collect(message_block::pointer(smaller), garbage);
  }

  /// Takes all messages out, in their blocks.
  void detach(block_list& to) noexcept {
    message_block* const first = receiving.block.read();
    if (first == nullptr) return;
    std::size_t count = stored();
    std::size_t begin = slots(first->first_slot(), receiving.position.read());
    if (is_round(receiving)) {
      first->hold(begin < first->capacity() ? begin : 0, count);
      to.push_back(message_block::pointer(first));
    } else {
      message_block* const last = sending.block.read();
      for (message_block *each = first, *following = first; each != nullptr; each = following) {
        following = each == last ? nullptr : each->next.read();
        const std::size_t here = std::min(count, each->capacity() - begin);
        each->hold(here > 0 ? begin : 0, here);
        to.push_back(message_block::pointer(each));
        count -= here;
        begin = 0;
      }
    }
    // order: release, as in received(); pairs with the acquire in stored_for_sender().
    received_.store(sent_.load(std::memory_order_relaxed), std::memory_order_release);
    leave(sending);
    leave(receiving);
  }

 private:
  void limit_to(end_of_queue& it, std::size_t count) noexcept {
    // No division: a message has a byte at least.
    const std::size_t most = bytes_left(it);
    std::byte* const limit =
        it.position.read() + (count < most ? std::min(count * type_.stride, most) : most);
    if (it.limit.read() != limit) it.limit.write() = limit;
  }

  static void collect(message_block::pointer block, block_list& garbage) noexcept {
    if (block != nullptr) garbage.push_back(std::move(block));
  }

  std::size_t slots(const std::byte* from, const std::byte* to) const noexcept {
    return static_cast<std::size_t>(to - from) / type_.stride;
  }
  /// In slots.
  std::size_t largest_kept_block() const noexcept {
    return std::max(smallest_block, largest_block_bytes / type_.stride);
  }
  static std::size_t bytes_left(const end_of_queue& it) noexcept {
    return static_cast<std::size_t>(it.end.read() - it.position.read());
  }
  static void enter(end_of_queue& it, message_block* block) noexcept {
    it.block.write() = block;
    it.position.write() = block->first_slot();
    it.end.write() = block->end_of_slots();
  }
  static void leave(end_of_queue& it) noexcept {
    it.block.write() = nullptr;
    it.position.write() = it.limit.write() = it.end.write() = nullptr;
  }
  /// Whether its block is the only one there will be.
  static bool is_round(const end_of_queue& it) noexcept {
    message_block* const block = it.block.read();
    return block != nullptr && block->next.read() == block;
  }

  /// The sending end enters another block.
  bool begin_block() noexcept {
    message_block* const before = sending.block.read();
    if (before == nullptr) return false;
    message_block* following = before;
    if (!is_round(sending)) {
      // order: acq_rel; pairs with offer() and keep_spare().
      following = spare_.exchange(nullptr, std::memory_order_acq_rel);
      if (following == nullptr) return false;
      before->next.write() = following;
    }
    enter(sending, following);
    return true;
  }

  /// Keeps a drained block, unless there is one already or it is large; returns what is not needed.
  message_block::pointer keep_spare(message_block::pointer block) noexcept {
    if (block->capacity() > largest_kept_block()) return block;
    message_block* none = nullptr;
    // order: acq_rel; pairs with begin_block() and offer().
    if (spare_.compare_exchange_strong(none, block.get(), std::memory_order_acq_rel,
                                       std::memory_order_relaxed)) {
      block.release();
    }
    return block;
  }

 public:
  // Each end on a cache line of its own, so that the two disturb each other as little as may be.
  alignas(64) end_of_queue sending;

 private:
  platform::atomic<std::size_t> sent_{0};  ///< Written by the sending end.
  const message_type& type_;               ///< The other end reads it with sent_.

 public:
  alignas(64) end_of_queue receiving;

 private:
  platform::atomic<std::size_t> received_{0};        ///< Written by the receiving end.
  platform::atomic<message_block*> spare_{nullptr};  ///< Owned.
};

}  // namespace detail
STRAIT_END
