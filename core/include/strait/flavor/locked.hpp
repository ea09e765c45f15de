// locked.hpp — a channel of any capacity under one short lock, with hand-off to a waiting peer.
//
// Idea: Go's runtime/chan.go. A send gives its message to a waiting receiver, else stores it, else
// waits; a receive takes the oldest stored message and lets a waiting sender fill the place, else
// takes from a waiting sender (rendezvous), else waits. Only boxes move under the lock.
//
// A send without a message yet (operation.hpp) reserves a place. A channel that is closed while
// places are reserved is disconnected for receivers only once these are filled or abandoned.
//
// Invariants  I1 size_ + reserved_ <= capacity_, except for requeued messages.
//             I2 receivers_ holds an open receiver only while messages_ is empty.
//             I3 senders_ holds an open sender only while no place is free, and one with a message
//                only while no receiver waits.
//             I4 when closed, senders_ holds no open sender, and receivers_ an open receiver only
//                while places are reserved.
//             I5 no message is built, moved or destroyed while lock_ is held.
#pragma once

#include <algorithm>
#include <cstddef>
#include <mutex>

#include <strait/base/lock.hpp>
#include <strait/base/trace.hpp>
#include <strait/flavor/flavor.hpp>
#include <strait/flavor/unread.hpp>

STRAIT_BEGIN
namespace detail {

class locked_channel final : public flavor {
 public:
  locked_channel(channel_kind kind, std::size_t capacity) noexcept
      : flavor(kind, 1, 1, 2), capacity_(capacity) {}

  void lock() noexcept override { lock_.lock(); }
  void unlock() noexcept override {
    STRAIT_ASSERT(invariants_hold());
    lock_.unlock();
  }

  attempt_result attempt(operation& op, wake_list& wakes) override {
    if (op.watch && !is_ready(op)) return attempt_result::would_wait;
    if (op.watch) return op.settle(operation_state::ready);
    return op.direction == direction::send ? attempt_send(op, wakes) : attempt_receive(op, wakes);
  }

  void enlist(operation& op, wake_list& wakes) noexcept override {
    queue_of(op).push_back(op);
    // From now on a rendezvous is possible: operations that only watch are ready.
    if (capacity_ == 0 && !op.watch) {
      wake_watchers(op.direction == direction::send ? receive_watchers_ : send_watchers_, wakes);
    }
  }

  void withdraw(operation& op) noexcept override {
    if (op.listed.read()) queue_of(op).remove(op);
  }

  time_point due() const noexcept override { return time_point::max(); }

  void publish(box_ptr box) noexcept override {
    wake_list wakes;
    const std::lock_guard guard(*this);
    --reserved_.write();
    if (receivers_gone_.read()) {  // The message is destroyed, as a stored one was.
      tracer::sent(this, box->id);
      return;
    }
    if (operation* receiver = receivers_.claim_first()) {
      hand_over(*receiver, box, wakes);
      admit_sender(wakes);
    } else {
      store(box, wakes);
    }
    if (kind() == channel_kind::oneshot) close_locked(wakes);
    if (closed_.read()) disconnect_receivers(wakes);
  }

  void abandon() noexcept override {
    wake_list wakes;
    const std::lock_guard guard(*this);
    --reserved_.write();
    tracer::abandoned(this);
    admit_sender(wakes);
    if (closed_.read()) disconnect_receivers(wakes);
  }

  void requeue(box_list& boxes) noexcept override {
    wake_list wakes;
    const std::lock_guard guard(*this);
    if (receivers_gone_.read()) return;
    while (!boxes.empty()) {
      operation* receiver = receivers_.claim_first();
      if (receiver == nullptr) break;
      box_ptr box = boxes.pop_front();
      hand_over(*receiver, box, wakes);
    }
    if (boxes.empty()) return;
    size_.write() += boxes.count();
    boxes.append(messages_);
    messages_.swap(boxes);
    wake_watchers(receive_watchers_, wakes);
  }

  box_list take_stored(std::size_t max) override {
    box_list taken;
    wake_list wakes;
    const std::lock_guard guard(*this);
    const std::size_t stored = std::min(max, size_.read());
    if (stored == size_.read()) {
      taken.swap(messages_);
    } else {
      for (std::size_t left = stored; left > 0; --left) taken.push_back(messages_.pop_front());
    }
    taken.for_each([this](const any_box& each) { tracer::received(this, each.id); });
    size_.write() -= stored;
    while (admit_sender(wakes)) {
    }
    return taken;
  }

  std::size_t waiting_senders() noexcept override {
    const std::lock_guard guard(*this);
    return capacity_ == 0 ? senders_.count_open() : 0;
  }

  void close() noexcept override {
    wake_list wakes;
    const std::lock_guard guard(*this);
    close_locked(wakes);
  }

  void discard() noexcept override {
    box_list unread;
    {
      wake_list wakes;
      const std::lock_guard guard(*this);
      receivers_gone_.write() = true;
      close_locked(wakes);
      unread.swap(messages_);
      size_.write() = 0;
    }
    destroy_unread(std::move(unread));  // I5
  }

  std::size_t size() noexcept override {
    const std::lock_guard guard(*this);
    return size_.read();
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
  attempt_result attempt_send(operation& op, wake_list& wakes) noexcept {
    if (closed_.read()) return op.settle(operation_state::disconnected);
    if (op.has_box()) {
      if (operation* receiver = receivers_.claim_first()) {
        hand_over(*receiver, op.box(), wakes);
      } else if (has_place()) {
        store(op.box(), wakes);
      } else if (op.displaces && !messages_.empty()) {
        displace(op.box(), wakes);
      } else {
        return attempt_result::would_wait;
      }
      if (kind() == channel_kind::oneshot) close_locked(wakes);
      return op.settle(operation_state::done);
    }
    if (has_place()) {
      ++reserved_.write();
      tracer::reserved(this);
      return op.settle(operation_state::place_reserved);
    }
    if (capacity_ == 0 && (op.partner.write() = receivers_.claim_first()) != nullptr) {
      tracer::reserved(this);
      return op.settle(operation_state::receiver_matched);
    }
    return attempt_result::would_wait;
  }

  attempt_result attempt_receive(operation& op, wake_list& wakes) noexcept {
    if (!messages_.empty()) {
      op.box() = messages_.pop_front();
      --size_.write();
      tracer::received(this, op.box()->id);
      admit_sender(wakes);
      return op.settle(operation_state::done);
    }
    operation* sender =
        senders_.claim_first([this](const operation& it) { return can_receive_from(it); });
    if (sender == nullptr && is_drained()) return op.settle(operation_state::disconnected);
    if (sender == nullptr) return attempt_result::would_wait;
    if (sender->has_box()) {
      receive_from(*sender, op.box(), wakes);
      return op.settle(operation_state::done);
    }
    // The sender makes its message now; until then it holds our waiter. The claim fails only if our
    // wait has just been given up from outside: none of our operations is in a queue.
    if (!op.owner.read()->claim(op)) {
      wakes.add(*sender, operation_state::retry);
      return attempt_result::would_wait;
    }
    sender->partner.write() = &op;
    tracer::reserved(this);
    wakes.add(*sender, operation_state::receiver_matched);
    return attempt_result::sender_matched;
  }

  bool is_ready(const operation& op) const noexcept {
    if (op.direction == direction::send) {
      return closed_.read() || has_place() || (capacity_ == 0 && receivers_.any_open());
    }
    return !messages_.empty() || is_drained() ||
           senders_.any_open([this](const operation& it) { return can_receive_from(it); });
  }

  /// Requires: lock held, and its holder about to release it.
  bool invariants_hold() const noexcept {
    const bool no_receiver_too_many = messages_.empty() || !receivers_.any_open();  // I2
    const bool no_sender_too_many = !has_place() || !senders_.any_open();           // I3
    const bool ended =
        !senders_.any_open() && (reserved_.read() != 0 || !receivers_.any_open());  // I4
    return messages_.empty() == (size_.read() == 0) && no_receiver_too_many && no_sender_too_many &&
           (!closed_.read() || ended);
  }

  bool has_place() const noexcept {
    return capacity_ != 0 && size_.read() + reserved_.read() < capacity_;
  }

  bool is_drained() const noexcept {
    return closed_.read() && messages_.empty() && reserved_.read() == 0;
  }

  /// Whether a receiver that finds no stored message may take this waiting sender's: the sender has
  /// its message, or we may wait while it makes it. (In a buffered channel, a sender without a
  /// message waits for a place instead.)
  bool can_receive_from(const operation& sender) const noexcept {
    return sender.has_box() || (capacity_ == 0 && platform::may_block());
  }

  void store(box_ptr& box, wake_list& wakes) noexcept {
    tracer::sent(this, box->id);
    messages_.push_back(std::move(box));
    ++size_.write();
    wake_watchers(receive_watchers_, wakes);
  }

  /// Puts the message in `box` in the last place and the oldest one into `box`.
  void displace(box_ptr& box, wake_list& wakes) noexcept {
    box_ptr oldest = messages_.pop_front();
    --size_.write();
    ++displaced_.write();
    tracer::displaced(this, oldest->id);
    store(box, wakes);
    box = std::move(oldest);
  }

  void hand_over(operation& receiver, box_ptr& box, wake_list& wakes) noexcept {
    tracer::sent(this, box->id);
    tracer::received(this, box->id);
    receiver.box() = std::move(box);
    wakes.add(receiver, operation_state::done);
  }

  void receive_from(operation& sender, box_ptr& box, wake_list& wakes) noexcept {
    box = std::move(sender.box());
    tracer::sent(this, box->id);
    tracer::received(this, box->id);
    wakes.add(sender, operation_state::done);
  }

  /// Gives a free place to the next waiting sender; true if there were both.
  bool admit_sender(wake_list& wakes) noexcept {
    if (closed_.read() || !has_place()) return false;
    operation* sender = senders_.claim_first();
    if (sender == nullptr) {
      wake_watchers(send_watchers_, wakes);
      return false;
    }
    if (!sender->has_box()) {
      ++reserved_.write();
      tracer::reserved(this);
      wakes.add(*sender, operation_state::place_reserved);
      return true;
    }
    store(sender->box(), wakes);
    wakes.add(*sender, operation_state::done);
    if (kind() == channel_kind::oneshot) close_locked(wakes);
    return true;
  }

  void close_locked(wake_list& wakes) noexcept {
    if (closed_.read()) return;
    closed_.write() = true;
    tracer::closed(this);
    while (operation* sender = senders_.claim_first()) {
      wakes.add(*sender, operation_state::disconnected);
    }
    disconnect_receivers(wakes);
    wake_watchers(send_watchers_, wakes);
  }

  /// Requires: closed. Nobody waits while messages are stored (I2); reserved places may still be
  /// filled.
  void disconnect_receivers(wake_list& wakes) noexcept {
    if (reserved_.read() != 0) return;
    while (operation* receiver = receivers_.claim_first()) {
      wakes.add(*receiver, operation_state::disconnected);
    }
    wake_watchers(receive_watchers_, wakes);
  }

  static void wake_watchers(wait_queue& watchers, wake_list& wakes) noexcept {
    while (operation* watcher = watchers.claim_first()) wakes.add(*watcher, operation_state::ready);
  }

  wait_queue& queue_of(const operation& op) noexcept {
    if (op.direction == direction::send) return op.watch ? send_watchers_ : senders_;
    return op.watch ? receive_watchers_ : receivers_;
  }

  const std::size_t capacity_;  ///< The largest size_t if there is no limit.

  short_lock lock_;  ///< Guards everything below.
  box_list messages_;
  platform::cell<std::size_t> size_;      ///< Messages in messages_.
  platform::cell<std::size_t> reserved_;  ///< Places of senders that are making their message.
  platform::cell<std::size_t> displaced_;
  platform::cell<bool> closed_;
  platform::cell<bool> receivers_gone_;
  wait_queue senders_;
  wait_queue receivers_;
  wait_queue send_watchers_;     ///< Operations that only watch for a send to be ready,
  wait_queue receive_watchers_;  ///< or for a receive.
};

}  // namespace detail
STRAIT_END
