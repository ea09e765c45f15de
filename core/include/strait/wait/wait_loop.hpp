// wait_loop.hpp — the one loop in which every blocked send, receive and select waits.
//
// Idea: Go's selectgo. Pass 1 looks for an operation that can go. Pass 2 locks all channels, looks
// again and enlists all operations at once: so none can be lost between looking and sleeping, no
// peer can claim a waiter that is half enlisted, and "nothing can go" is the truth of one moment
// (a message that moves between two channels is not missed by looking at one after the other).
// Then the thread sleeps; pass 3 withdraws what was not chosen.
//
// Invariants  I1 channels are locked in the order of their addresses; two loops cannot block each
//                other.
//             I2 a deadline is read before a look: after it has passed there is one more look.
//             I3 at most one operation is settled when the loop ends.
// Not here: what becomes of the result (sender.hpp, receiver.hpp, select.hpp, selector.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <strait/base/deadline.hpp>
#include <strait/base/random.hpp>
#include <strait/base/trace.hpp>
#include <strait/wait/waitable.hpp>

STRAIT_BEGIN
namespace detail {

enum class selection_order : std::uint8_t { fair, in_order };

/// Why a wait has ended.
enum class wait_end : std::uint8_t {
  chosen,       ///< An operation was settled.
  time_up,      ///< The deadline has passed.
  interrupted,  ///< Somebody called interrupt().
  would_block,  ///< It would have to wait on a thread that may not sleep.
};

struct wait_result {
  wait_end end;
  operation* chosen = nullptr;  ///< Not null exactly if `end` says chosen.
};

/// All channels of a select, locked in one order (I1), each once.
class lock_all {
 public:
  /// `channels` has room for one entry an operation.
  lock_all(std::span<operation* const> operations, std::span<waitable*> channels) noexcept {
    std::size_t count = 0;
    for (operation* each : operations) channels[count++] = each->channel;
    if (count > 1) {
      const auto all = channels.first(count);
      std::ranges::sort(all, std::ranges::less{});
      count = static_cast<std::size_t>(std::ranges::unique(all).begin() - all.begin());
    }
    locked_ = channels.first(count);
    for (waitable* each : locked_) each->lock();
  }
  lock_all(const lock_all&) = delete;
  lock_all& operator=(const lock_all&) = delete;
  ~lock_all() {
    for (waitable* each : locked_) each->unlock();
  }

 private:
  std::span<waitable*> locked_;
};

class wait_loop {
 public:
  /// `operations` is put into another order; `channels` has the same size and is scratch space.
  wait_loop(std::span<operation*> operations, std::span<waitable*> channels,
            selection_order order) noexcept
      : operations_(operations), channels_(channels), order_(order) {
    for (operation* each : operations_) {
      each->owner = &self_;
      each->state = operation_state::pending;
    }
  }

  /// Waits until one operation is settled, `limit` has passed, or interrupt() was called.
  wait_result run(const deadline& limit) {
    platform::checkpoint();
    for (;;) {
      // order: seq_cst; pairs with interrupt().
      const bool interrupted = interrupted_.load(std::memory_order_seq_cst);
      const bool last_look = interrupted || limit.passed();  // I2
      if (order_ == selection_order::fair) shuffle(operations_);
      const bool may_wait = !last_look && platform::may_block();
      operation* chosen = nullptr;
      // One operation alone goes straight to pass 2, which looks as well.
      if (operations_.size() > 1) chosen = look();
      if (chosen == nullptr) chosen = look_together(may_wait);
      if (chosen == nullptr) {
        if (interrupted) return {wait_end::interrupted};
        if (last_look) return {wait_end::time_up};
        if (!may_wait) return {wait_end::would_block};
        chosen = sleep(limit);
      }
      if (sender_matched_) await_matched_sender();
      if (chosen != nullptr && chosen->state != operation_state::retry) {
        return {wait_end::chosen, chosen};
      }
      if (chosen != nullptr) chosen->state = operation_state::pending;
      self_.reopen();
    }
  }

  /// Ends run() after one more look; from any thread, while the loop lives.
  void interrupt() noexcept {
    // order: seq_cst, here, in give_up(), reopen() and run(): if give_up() comes too early for a
    // sleep, because the waiter was just being finished, then the reopen() before that sleep comes
    // after the store, and run() sees it.
    interrupted_.store(true, std::memory_order_seq_cst);
    self_.give_up();
  }

 private:
  operation* look() {
    for (operation* each : operations_) {
      wake_list wakes;
      const lock_all guard(std::span(&each, 1), channels_);
      if (try_operation(*each, wakes)) return each;
    }
    return nullptr;
  }

  operation* look_together(bool enlist_all) {
    wake_list wakes;
    const lock_all guard(operations_, channels_);
    for (operation* each : operations_) {
      if (try_operation(*each, wakes)) return each;
    }
    if (enlist_all) {
      for (operation* each : operations_) each->channel->enlist(*each, wakes);
    }
    return nullptr;
  }

  /// Requires: the channel's lock held.
  bool try_operation(operation& op, wake_list& wakes) {
    const attempt_result result = op.channel->attempt(op, wakes);
    // The operation is the matched sender's then, as soon as `wakes` is flushed.
    sender_matched_ = result == attempt_result::sender_matched;
    return result != attempt_result::would_wait;
  }

  /// Sleeps; the operation that was completed meanwhile, or none if a moment has passed.
  operation* sleep(const deadline& limit) noexcept {
    deadline until = limit;
    for (const operation* each : operations_) {
      until = std::min(until, deadline::at(each->channel->due()));
      trace::note(trace::event::block, each->channel);
    }
    operation* chosen = self_.sleep_until(until) ? self_.chosen() : nullptr;
    for (operation* each : operations_) {
      trace::note(trace::event::wake, each->channel);
      if (each == chosen) continue;  // Its winner has unlinked it.
      const lock_all guard(std::span(&each, 1), channels_);
      each->channel->withdraw(*each);
    }
    return chosen;
  }

  /// The matched sender holds our waiter and makes the message: as long as that takes, no deadline.
  void await_matched_sender() noexcept {
    while (!self_.sleep_until(deadline::forever())) {
    }
    sender_matched_ = false;
  }

  std::span<operation*> operations_;
  std::span<waitable*> channels_;
  selection_order order_;
  bool sender_matched_ = false;                ///< It has claimed self_ and is making the message.
  platform::atomic<bool> interrupted_{false};  ///< Set by interrupt(), read by the owner.
  waiter self_;
};

/// The loop for one operation.
inline wait_result wait_for(operation& op, const deadline& limit) {
  operation* operations[] = {&op};
  waitable* channels[1];
  return wait_loop(operations, channels, selection_order::in_order).run(limit);
}

}  // namespace detail
STRAIT_END
