// slot_channel.hpp — the engine: a channel of any capacity, with hand-off to a waiting peer.
//
// Idea: Go's runtime/chan.go. A send gives its message to a waiting receiver, else stores it, else
// waits; a receive takes the oldest stored message and lets a waiting sender fill the place, else
// takes from a waiting sender (rendezvous), else waits.
//
// A plain send or receive first tries the short way (message_store.hpp). All here is the long one,
// under the channel's locks.
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
#include <strait/flavor/message_store.hpp>
#include <strait/flavor/unread.hpp>
#include <strait/flavor/waiting_operations.hpp>

STRAIT_BEGIN
namespace detail {

class slot_channel final : public flavor {
 public:
  slot_channel(channel_kind kind, std::size_t capacity, const message_type& type) noexcept
      : flavor(kind, 1, 1, 2, storage::slots),
        ring_(type, capacity),
        store_(type, capacity, ring_) {
    rearm();
  }

  /// The short way (message_store.hpp): what a plain send or receive tries first.
  message_store& messages() noexcept { return store_; }

  // The long way.

  void lock() noexcept override { store_.lock(); }
  void unlock() noexcept override {
    STRAIT_ASSERT(invariants_hold());
    rearm();
    store_.unlock();
  }

  attempt_result attempt(operation& op, wake_list& wakes) noexcept override {
    if (op.watch) {
      return is_ready(op) ? op.settle(operation_state::ready) : attempt_result::would_wait;
    }
    return op.direction == direction::send ? attempt_send(op, wakes) : attempt_receive(op, wakes);
  }

  bool might_be_ready(const operation& op) const noexcept override {
    const bool is_receive = op.direction == direction::receive;
    return ring_.hints.at(op.direction) ||
           (is_receive ? store_.might_have_messages() : store_.might_have_room());
  }

  bool try_at_once(operation& op) noexcept override {
    if (op.watch || op.displaces || !store_.has_two_locks()) return false;
    const bool is_done = op.direction == direction::receive
                             ? store_.try_take(op)
                             : op.has_message() && store_.try_store(op);
    if (is_done) op.set_state(operation_state::done);
    return is_done;
  }

  void provide_memory() override {
    std::size_t slots = 0;
    {
      const std::lock_guard guard(*this);
      slots = store_.next_block(reserved_.read() + 1);
    }
    message_block::pointer block = message_block::make(store_.type(), slots);
    const std::lock_guard guard(*this);
    if (!has_memory()) store_.offer(std::move(block));
  }

  /// Has memory for the next send. Throws: std::bad_alloc.
  void require_memory() {
    {
      const std::lock_guard guard(*this);
      if (has_memory()) return;
    }
    provide_memory();
  }

  void enlist(operation& op, wake_list& wakes) noexcept override {
    waiting_.queue_of(op).push_back(op);
    // From now on a rendezvous is possible: operations that only watch are ready.
    if (is_rendezvous() && !op.watch) wake_watchers(waiting_.watchers_of_peers(op), wakes);
  }

  bool keep(operation& op) noexcept override {
    // Those who only watch for the other side of a rendezvous are told in enlist().
    if (is_rendezvous() && !op.watch && !waiting_.watchers_of_peers(op).empty()) return false;
    waiting_.queue_of(op).push_back(op);
    return true;
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
      receiver->id = block.at(0).empty_into(store_.type(), receiver->message());
      block.forget_front();
      tracer::received(this, receiver->id, receiver->traced);
      wakes.add(*receiver, operation_state::done);
    }
    if (blocks.empty()) return;
    store_.put_back(blocks);
    wake_watchers(waiting_.receive_watchers, wakes);
  }

  /// Takes the stored messages, in order, up to `max`, with one allocation.
  block_list take_stored(std::size_t max) {
    block_list taken;
    const std::size_t count = std::min(max, size());
    if (count == 0) return taken;
    message_block::pointer block = message_block::make(store_.type(), count);
    wake_list wakes;
    const std::lock_guard guard(*this);
    while (block->count() < count && stored() > 0) {
      const slot to = block->at(block->count());
      to.begin_use(pop(to.message(store_.type())));
      block->count_back();
      admit_sender(wakes);
    }
    taken.push_back(std::move(block));
    return taken;
  }

  /// Requires: the locks held, as when a tracer is told of a message.
  std::size_t stored() const noexcept { return store_.stored(); }

  std::size_t waiting_senders() noexcept override {
    const std::lock_guard guard(*this);
    return is_rendezvous() ? waiting_.senders.count_open() : 0;
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
      store_.detach().swap(unread);
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
    return kind() == channel_kind::unbounded ? std::nullopt : std::optional(store_.capacity());
  }

  std::size_t displaced() noexcept override {
    const std::lock_guard guard(*this);
    return displaced_.read();
  }

 private:
  /// Opens or closes the short way for either end. Requires: both locks.
  void rearm() noexcept {
    const bool store_is_rare = closed_.read() || kind() == channel_kind::oneshot ||
                               is_rendezvous() || reserved_.read() != 0 ||
                               !waiting_.receivers.empty() || !waiting_.receive_watchers.empty();
    const bool take_is_rare = !waiting_.senders.empty() || !waiting_.send_watchers.empty();
    store_.rearm(store_is_rare, take_is_rare);
    const bool has_sender = store_.has_returned() || !waiting_.senders.empty();
    const bool has_receiver = is_rendezvous() && !waiting_.receivers.empty();
    ring_.hints.set(closed_.read() || has_sender, closed_.read() || has_receiver);
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
    operation* const receiver = is_rendezvous() ? waiting_.receivers.claim_first() : nullptr;
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
    op.owner.read()->claim_by_owner();  // The sender makes its message now, and holds our waiter.
    sender->set_partner(&op);
    tracer::reserved(this);
    wakes.add(*sender, operation_state::receiver_matched);
    return attempt_result::sender_matched;
  }

  bool is_ready(const operation& op) noexcept {
    if (op.direction == direction::send) {
      return closed_.read() || has_place() ||
             (is_rendezvous() &&
              waiting_.receivers.any_open([](const operation&) { return true; }));
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

  bool is_rendezvous() const noexcept { return store_.capacity() == 0; }

  bool has_place() const noexcept {
    return !is_rendezvous() && stored() + reserved_.read() < store_.capacity();
  }

  /// For one message more than those with a reserved place (I6).
  bool has_memory() const noexcept { return store_.has_memory_for(reserved_.read() + 1); }

  bool is_drained() const noexcept {
    return closed_.read() && stored() == 0 && reserved_.read() == 0;
  }

  /// Whether a receiver that finds no stored message may take this waiting sender's: the sender has
  /// its message, or we may wait while it makes it. (In a buffered channel, a sender without a
  /// message waits for a place instead.)
  bool can_receive_from(const operation& sender) const noexcept {
    return sender.has_message() || (is_rendezvous() && platform::may_block());
  }

  /// Requires: a place, and memory.
  void push(void* message, const tracer::message_id& message_id, wake_list& wakes) noexcept {
    store_.push(message, message_id);
    tracer::sent(this, message_id);
    wake_watchers(waiting_.receive_watchers, wakes);
  }

  /// Constructs the oldest message at `to`. Requires: there is one.
  tracer::message_id pop(void* to) noexcept {
    const tracer::message_id taken = store_.pop(to);
    tracer::received(this, taken, tracer::operation_data());
    return taken;
  }

  /// Puts the operation's message in the last place and the oldest one into the operation.
  void displace(operation& op, wake_list& wakes) noexcept {
    alignas(std::max_align_t) std::byte oldest[largest_stored];
    const tracer::message_id oldest_id = store_.pop(oldest);
    ++displaced_.write();
    tracer::displaced(this, oldest_id);
    push(op.message(), op.id, wakes);
    store_.type().destroy(op.message());
    store_.type().move(op.message(), oldest);
    store_.type().destroy(oldest);
    op.id = oldest_id;
  }

  void hand_over(operation& receiver, void* message, const tracer::message_id& message_id,
                 wake_list& wakes) noexcept {
    tracer::sent(this, message_id);
    tracer::received(this, message_id, receiver.traced);
    store_.type().move(receiver.message(), message);
    receiver.id = message_id;
    wakes.add(receiver, operation_state::done);
  }

  void receive_from(operation& sender, operation& receiver, wake_list& wakes) noexcept {
    receiver.id = sender.id;
    tracer::sent(this, receiver.id);
    tracer::received(this, receiver.id, receiver.traced);
    store_.type().move(receiver.message(), sender.take_message());
    wakes.add(sender, operation_state::done);
  }

  /// Gives a free place to the next waiting sender, if there are both.
  void admit_sender(wake_list& wakes) noexcept {
    if (closed_.read() || !has_place()) return;
    if (!has_memory()) {
      // They look again, and bring memory: rare, since a drained block is kept.
      while (operation* sender = waiting_.senders.claim_first()) {
        wakes.add(*sender, operation_state::retry);
      }
      wake_watchers(waiting_.send_watchers, wakes);
      return;
    }
    operation* sender = waiting_.senders.claim_first();
    if (sender == nullptr) {
      wake_watchers(waiting_.send_watchers, wakes);
      return;
    }
    if (!sender->has_message()) {
      ++reserved_.write();
      tracer::reserved(this);
      wakes.add(*sender, operation_state::place_reserved);
      return;
    }
    push(sender->take_message(), sender->id, wakes);
    wakes.add(*sender, operation_state::done);
    if (kind() == channel_kind::oneshot) close_locked(wakes);
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

  // The locks guard everything below. What a hand-over changes is on one cache line.
  alignas(64) small_ring ring_;
  waiting_operations waiting_;

  platform::cell<bool> closed_;
  platform::cell<bool> receivers_gone_;
  platform::cell<std::size_t> reserved_;  ///< Places of senders that are making their message.
  platform::cell<std::size_t> displaced_;

  message_store store_;  ///< With the locks. Uses ring_.
};

}  // namespace detail
STRAIT_END
