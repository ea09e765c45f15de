// slot_channel.hpp — the engine: a channel of any capacity, with hand-off to a waiting peer.
//
// Idea: Go's runtime/chan.go. A send gives its message to a waiting receiver, else stores it, else
// waits; a receive takes the oldest stored message and lets a waiting sender fill the place, else
// takes from a waiting sender (rendezvous), else waits.
//
// Two ways lead in. What need not think, a message stored while nobody waits, takes the short way:
// try_store() and try_take() hold the lock of their end of the queue, and nothing else. All that is
// rare (waiting, closing, hand-off, places reserved, messages put back) is done under the locks of
// both ends, the sender's first, as if there were one lock. When they are released, rearm() tells
// each end whether the short way is open. A channel of small capacity has one lock: there a second
// one costs more than it brings.
//
// A send without a message yet (operation.hpp) reserves a place. A channel that is closed while
// places are reserved is disconnected for receivers only once these are filled or abandoned.
//
// Invariants  I1 stored + reserved_ <= capacity_, except for messages put back.
//             I2 an open receiver waits only while no message is stored.
//             I3 an open sender waits only while no place is free, and one with a message only
//                while no receiver waits.
//             I4 when closed, no open sender waits, and an open receiver only while places are
//                reserved.
//             I5 no message's own code runs and no memory is allocated or freed while a lock is
//                held.
//             I6 for each reserved place there is memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <type_traits>
#include <utility>

#include <strait/base/lock.hpp>
#include <strait/base/message_block.hpp>
#include <strait/base/trace.hpp>
#include <strait/flavor/flavor.hpp>
#include <strait/flavor/slot_queue.hpp>
#include <strait/flavor/unread.hpp>
#include <strait/flavor/waiting_operations.hpp>

STRAIT_BEGIN
namespace detail {

class slot_channel final : public flavor {
 public:
  slot_channel(channel_kind kind, std::size_t capacity, const message_type& type) noexcept
      : flavor(kind, 1, 1, 2, storage::slots),
        capacity_(capacity),
        has_two_locks_(capacity > largest_with_one_lock),
        queue_(type, capacity) {
    rearm();
  }

  // The short way: what a plain send or receive tries first. False: nothing was done.

  template <class Stored>
  bool try_store(Stored& message, const tracer::message_id& message_id) noexcept {
    if constexpr (is_traced) return false;  // A tracer sees each operation on the long way.
    if (capacity_ == 0) return false;
    const std::lock_guard guard(sending_lock());
    std::byte* at = queue_.place();
    if (at == nullptr) [[unlikely]] {
      at = queue_.place_further(capacity_);
      if (at == nullptr) return false;
    }
    slot(at).construct(message, message_id);
    queue_.sent();
    return true;
  }

  /// Constructs the message at `to`.
  template <class Stored>
  bool try_take(void* to) noexcept {
    if constexpr (is_traced) return false;
    if (capacity_ == 0) return false;
    message_block::pointer drained;  // Freed after the lock is released.
    const std::lock_guard guard(receiving_lock());
    std::byte* at = queue_.next();
    if (at == nullptr) [[unlikely]] {
      at = queue_.next_further(drained);
      if (at == nullptr) return false;
    }
    slot(at).take_as<Stored>(to);
    queue_.received();
    return true;
  }

  /// Looks for a while whether try_take() might find a message: that costs less than to wait.
  bool await_message() noexcept {
    if (is_traced || !has_two_locks_) return false;
    for (int turns = platform::wait_turns() / 4; turns > 0; --turns) {
      if (queue_.might_have_messages()) return true;
      platform::pause();
    }
    return false;
  }

  // The long way.

  void lock() noexcept override {
    sending_lock().lock();
    if (has_two_locks_) queue_.receiving.lock.lock();
  }
  void unlock() noexcept override {
    STRAIT_ASSERT(invariants_hold());
    rearm();
    const block_list garbage = queue_.take_garbage();  // Freed after the locks are released.
    if (has_two_locks_) queue_.receiving.lock.unlock();
    sending_lock().unlock();
  }

  attempt_result attempt(operation& op, wake_list& wakes) noexcept override {
    if (op.watch) {
      return is_ready(op) ? op.settle(operation_state::ready) : attempt_result::would_wait;
    }
    return op.direction == direction::send ? attempt_send(op, wakes) : attempt_receive(op, wakes);
  }

  bool might_be_ready(const operation& op) const noexcept override {
    const bool is_receive = op.direction == direction::receive;
    return waiting_.hints_at(op.direction) ||
           (is_receive ? queue_.might_have_messages() : queue_.might_have_room(capacity_));
  }

  void provide_memory() override {
    std::size_t slots = 0;
    {
      const std::lock_guard guard(*this);
      slots = std::max(queue_.next_block(), reserved_.read() + 1);
    }
    message_block::pointer block = message_block::make(queue_.type(), slots);
    const std::lock_guard guard(*this);
    if (!has_memory()) queue_.offer(std::move(block));
  }

  void enlist(operation& op, wake_list& wakes) noexcept override {
    waiting_.queue_of(op).push_back(op);
    // From now on a rendezvous is possible: operations that only watch are ready.
    if (capacity_ == 0 && !op.watch) {
      wake_watchers(
          op.direction == direction::send ? waiting_.receive_watchers : waiting_.send_watchers,
          wakes);
    }
  }

  void withdraw(operation& op) noexcept override {
    if (op.listed.read()) waiting_.queue_of(op).remove(op);
  }
  time_point due() const noexcept override { return time_point::max(); }

  /// Fills a reserved place.
  void publish(void* message, const tracer::message_id& message_id) noexcept {
    wake_list wakes;
    const std::lock_guard guard(*this);
    --reserved_.write();
    if (receivers_gone_.read()) {  // The caller destroys the message, as a stored one was.
      tracer::sent(this, message_id);
      return;
    }
    if (operation* receiver = waiting_.receivers.claim_first()) {
      hand_over(*receiver, message, message_id, wakes);
      admit_sender(wakes);
    } else {
      push(message, message_id, wakes);
    }
    if (kind() == channel_kind::oneshot) close_locked(wakes);
    if (closed_.read()) disconnect_receivers(wakes);
  }

  void abandon() noexcept {
    wake_list wakes;
    const std::lock_guard guard(*this);
    --reserved_.write();
    tracer::abandoned(this);
    admit_sender(wakes);
    if (closed_.read()) disconnect_receivers(wakes);
  }

  /// Puts messages that could not be passed to the caller back at the front, in order. Leaves
  /// `blocks` empty, unless no receiver is left.
  void requeue(block_list& blocks) noexcept {
    wake_list wakes;
    block_list emptied;
    const std::lock_guard guard(*this);
    if (receivers_gone_.read()) return;
    while (!blocks.empty()) {
      message_block& block = blocks.front();
      if (block.empty()) {
        emptied.push_back(blocks.pop_front());
        continue;
      }
      operation* receiver = waiting_.receivers.claim_first();
      if (receiver == nullptr) break;
      receiver->id = block.at(0).empty_into(queue_.type(), receiver->message());
      block.forget_front();
      tracer::received(this, receiver->id, receiver->traced);
      wakes.add(*receiver, operation_state::done);
    }
    if (blocks.empty()) return;
    queue_.put_back(blocks);
    wake_watchers(waiting_.receive_watchers, wakes);
  }

  /// Takes the stored messages, in order, up to `max`, with one allocation.
  block_list take_stored(std::size_t max) {
    block_list taken;
    const std::size_t count = std::min(max, size());
    if (count == 0) return taken;
    message_block::pointer block = message_block::make(queue_.type(), count);
    wake_list wakes;
    const std::lock_guard guard(*this);
    while (block->count() < count && stored() > 0) {
      const slot to = block->at(block->count());
      to.begin_use(pop(to.message(queue_.type())));
      block->count_back();
      admit_sender(wakes);
    }
    taken.push_back(std::move(block));
    return taken;
  }

  /// Requires: the locks held, as when a tracer is told of a message.
  std::size_t stored() const noexcept { return queue_.stored(); }

  std::size_t waiting_senders() noexcept override {
    const std::lock_guard guard(*this);
    return capacity_ == 0 ? waiting_.senders.count_open() : 0;
  }
  void close() noexcept override {
    wake_list wakes;
    const std::lock_guard guard(*this);
    close_locked(wakes);
  }

  void discard() noexcept override {
    block_list unread;
    {
      wake_list wakes;
      const std::lock_guard guard(*this);
      receivers_gone_.write() = true;
      close_locked(wakes);
      queue_.detach().swap(unread);
    }
    destroy_unread(std::move(unread));  // I5
  }

  std::size_t size() noexcept override {
    const std::lock_guard guard(*this);
    return stored();
  }

  bool full() noexcept override {
    const std::lock_guard guard(*this);
    return !has_place();
  }

  bool disconnected() noexcept override {
    const std::lock_guard guard(*this);
    return closed_.read();
  }

  std::optional<std::size_t> capacity() const noexcept override {
    return kind() == channel_kind::unbounded ? std::nullopt : std::optional(capacity_);
  }

  std::size_t displaced() noexcept override {
    const std::lock_guard guard(*this);
    return displaced_.read();
  }

 private:
  static constexpr std::size_t largest_with_one_lock = 32;
  static constexpr bool is_traced = !std::is_same_v<tracer, silent_tracer>;

  short_lock& sending_lock() noexcept { return has_two_locks_ ? queue_.sending.lock : only_lock_; }
  short_lock& receiving_lock() noexcept {
    return has_two_locks_ ? queue_.receiving.lock : only_lock_;
  }

  /// Opens or closes the short way for either end. Requires: both locks.
  void rearm() noexcept {
    const bool store_is_rare = closed_.read() || kind() == channel_kind::oneshot ||
                               capacity_ == 0 || reserved_.read() != 0 || queue_.has_returned() ||
                               !waiting_.receivers.empty() || !waiting_.receive_watchers.empty();
    queue_.rearm(queue_.sending, store_is_rare, capacity_ - stored());
    waiting_.hint(closed_.read(), queue_.has_returned(), capacity_ == 0);
    const bool take_is_rare =
        queue_.has_returned() || !waiting_.senders.empty() || !waiting_.send_watchers.empty();
    queue_.rearm(queue_.receiving, take_is_rare, stored());
  }

  attempt_result attempt_send(operation& op, wake_list& wakes) noexcept {
    if (closed_.read()) return op.settle(operation_state::disconnected);
    if (op.has_message()) {
      if (operation* receiver = waiting_.receivers.claim_first()) {
        hand_over(*receiver, op.take_message(), op.id, wakes);
      } else if (!has_place() && !(op.displaces && stored() > 0)) {
        return attempt_result::would_wait;
      } else if (!has_memory()) {
        return attempt_result::needs_memory;
      } else if (has_place()) {
        push(op.take_message(), op.id, wakes);
      } else {
        displace(op, wakes);
      }
      if (kind() == channel_kind::oneshot) close_locked(wakes);
      return op.settle(operation_state::done);
    }
    if (has_place()) {
      if (!has_memory()) return attempt_result::needs_memory;
      ++reserved_.write();
      tracer::reserved(this);
      return op.settle(operation_state::place_reserved);
    }
    operation* const receiver = capacity_ == 0 ? waiting_.receivers.claim_first() : nullptr;
    if (receiver != nullptr) {
      op.set_partner(receiver);
      tracer::reserved(this);
      return op.settle(operation_state::receiver_matched);
    }
    return attempt_result::would_wait;
  }

  attempt_result attempt_receive(operation& op, wake_list& wakes) noexcept {
    if (stored() > 0) {
      op.id = pop(op.message());
      admit_sender(wakes);
      return op.settle(operation_state::done);
    }
    operation* sender =
        waiting_.senders.claim_first([this](const operation& it) { return can_receive_from(it); });
    if (sender == nullptr && is_drained()) return op.settle(operation_state::disconnected);
    if (sender == nullptr) return attempt_result::would_wait;
    if (sender->has_message()) {
      receive_from(*sender, op, wakes);
      return op.settle(operation_state::done);
    }
    // The sender makes its message now; until then it holds our waiter. The claim fails only if our
    // wait has just been given up from outside: none of our operations is in a queue.
    if (!op.owner.read()->claim(op)) {
      wakes.add(*sender, operation_state::retry);
      return attempt_result::would_wait;
    }
    sender->set_partner(&op);
    tracer::reserved(this);
    wakes.add(*sender, operation_state::receiver_matched);
    return attempt_result::sender_matched;
  }

  bool is_ready(const operation& op) const noexcept {
    if (op.direction == direction::send) {
      return closed_.read() || has_place() || (capacity_ == 0 && waiting_.receivers.any_open());
    }
    return stored() > 0 || is_drained() ||
           waiting_.senders.any_open([this](const operation& it) { return can_receive_from(it); });
  }

  /// Requires: the locks held, and their holder about to release them.
  bool invariants_hold() const noexcept {
    const bool no_receiver_too_many = stored() == 0 || !waiting_.receivers.any_open();  // I2
    const bool no_sender_too_many = !has_place() || !waiting_.senders.any_open();       // I3
    const bool ended = !waiting_.senders.any_open() &&
                       (reserved_.read() != 0 || !waiting_.receivers.any_open());  // I4
    return no_receiver_too_many && no_sender_too_many && (!closed_.read() || ended);
  }

  bool has_place() const noexcept {
    return capacity_ != 0 && stored() + reserved_.read() < capacity_;
  }

  /// For one message more than those with a reserved place (I6).
  bool has_memory() const noexcept { return queue_.has_memory_for(reserved_.read() + 1); }

  bool is_drained() const noexcept {
    return closed_.read() && stored() == 0 && reserved_.read() == 0;
  }

  /// Whether a receiver that finds no stored message may take this waiting sender's: the sender has
  /// its message, or we may wait while it makes it. (In a buffered channel, a sender without a
  /// message waits for a place instead.)
  bool can_receive_from(const operation& sender) const noexcept {
    return sender.has_message() || (capacity_ == 0 && platform::may_block());
  }

  /// Requires: a place, and memory.
  void push(void* message, const tracer::message_id& message_id, wake_list& wakes) noexcept {
    queue_.push(message, message_id);
    tracer::sent(this, message_id);
    wake_watchers(waiting_.receive_watchers, wakes);
  }

  /// Constructs the oldest message at `to`. Requires: there is one.
  tracer::message_id pop(void* to) noexcept {
    const tracer::message_id taken = queue_.pop(to);
    tracer::received(this, taken, tracer::operation_data());
    return taken;
  }

  /// Puts the operation's message in the last place and the oldest one into the operation.
  void displace(operation& op, wake_list& wakes) noexcept {
    alignas(std::max_align_t) std::byte oldest[largest_stored];
    const tracer::message_id oldest_id = queue_.pop(oldest);
    ++displaced_.write();
    tracer::displaced(this, oldest_id);
    push(op.message(), op.id, wakes);
    queue_.type().destroy(op.message());
    queue_.type().move(op.message(), oldest);
    queue_.type().destroy(oldest);
    op.id = oldest_id;
  }

  void hand_over(operation& receiver, void* message, const tracer::message_id& message_id,
                 wake_list& wakes) noexcept {
    tracer::sent(this, message_id);
    tracer::received(this, message_id, receiver.traced);
    queue_.type().move(receiver.message(), message);
    receiver.id = message_id;
    wakes.add(receiver, operation_state::done);
  }

  void receive_from(operation& sender, operation& receiver, wake_list& wakes) noexcept {
    receiver.id = sender.id;
    tracer::sent(this, receiver.id);
    tracer::received(this, receiver.id, receiver.traced);
    queue_.type().move(receiver.message(), sender.take_message());
    wakes.add(sender, operation_state::done);
  }

  /// Gives a free place to the next waiting sender; true if there were both.
  bool admit_sender(wake_list& wakes) noexcept {
    if (closed_.read() || !has_place()) return false;
    if (!has_memory()) {
      // They look again, and bring memory: rare, since a drained block is kept.
      while (operation* sender = waiting_.senders.claim_first()) {
        wakes.add(*sender, operation_state::retry);
      }
      wake_watchers(waiting_.send_watchers, wakes);
      return false;
    }
    operation* sender = waiting_.senders.claim_first();
    if (sender == nullptr) {
      wake_watchers(waiting_.send_watchers, wakes);
      return false;
    }
    if (!sender->has_message()) {
      ++reserved_.write();
      tracer::reserved(this);
      wakes.add(*sender, operation_state::place_reserved);
      return true;
    }
    push(sender->take_message(), sender->id, wakes);
    wakes.add(*sender, operation_state::done);
    if (kind() == channel_kind::oneshot) close_locked(wakes);
    return true;
  }

  void close_locked(wake_list& wakes) noexcept {
    if (closed_.read()) return;
    closed_.write() = true;
    tracer::closed(this);
    while (operation* sender = waiting_.senders.claim_first()) {
      wakes.add(*sender, operation_state::disconnected);
    }
    disconnect_receivers(wakes);
    wake_watchers(waiting_.send_watchers, wakes);
  }

  /// Requires: closed. Nobody waits while messages are stored (I2); reserved places may still be
  /// filled.
  void disconnect_receivers(wake_list& wakes) noexcept {
    if (reserved_.read() != 0) return;
    while (operation* receiver = waiting_.receivers.claim_first()) {
      wakes.add(*receiver, operation_state::disconnected);
    }
    wake_watchers(waiting_.receive_watchers, wakes);
  }

  const std::size_t capacity_;  ///< The largest size_t if there is no limit.
  const bool has_two_locks_;
  slot_queue queue_;  ///< With the locks, if there are two.

  // The locks guard everything below. What a hand-over changes is on one cache line.
  alignas(64) short_lock only_lock_;
  waiting_operations waiting_;

  platform::cell<bool> closed_;
  platform::cell<bool> receivers_gone_;
  platform::cell<std::size_t> reserved_;  ///< Places of senders that are making their message.
  platform::cell<std::size_t> displaced_;
};

}  // namespace detail
STRAIT_END
