// wait_loop.hpp — the one loop in which every thread blocked in a send, a receive or a select
// waits: rounds (wait_round.hpp, selector_round.hpp) with a sleep in between.
//
// Invariants  I1 a deadline is read before a round: after it has passed there is one more look.
//             I2 at most one operation is settled when the loop ends.
// Not here: the use of its result (sender.hpp, receiver.hpp, select.hpp, selector.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include <strait/base/deadline.hpp>
#include <strait/base/trace.hpp>
#include <strait/wait/wait_round.hpp>

STRAIT_BEGIN
namespace detail {

/// Why a wait has ended.
enum class wait_end : std::uint8_t {
  chosen,       ///< An operation was settled.
  time_up,      ///< The deadline has passed.
  interrupted,  ///< Somebody called interrupt().
  would_block,  ///< It would have to wait on a thread that may not sleep.
};

struct wait_result {
  wait_end end;
  operation* chosen = nullptr;  ///< Not null exactly if `end` is chosen.
};

/// Why a wait ended that chose nothing, in the words of a tracer.
constexpr give_up_reason reason_of(wait_end end) noexcept {
  switch (end) {
    case wait_end::interrupted:
      return give_up_reason::stopped;
    case wait_end::would_block:
      return give_up_reason::would_block;
    default:
      return give_up_reason::time_up;
  }
}

/// `Round`: wait_round, or what has the same members.
template <class Round>
class wait_loop {
 public:
  explicit wait_loop(Round& round) noexcept : round_(round), self_(round.owner()) {}

  /// Waits until one operation is settled, `limit` has passed, or interrupt() was called.
  /// Requires: the operation has passed platform::checkpoint().
  wait_result run(const deadline& limit) {
    round_.tell_of_each([this](operation& each) {
      STRAIT_RESUME_CALL(&each.site);
      tracer::begun(each.channel, each.direction, round_.count(), each.traced, each.id_to_send());
    });
    const wait_result result = wait(limit);
    if (result.end == wait_end::chosen) {
      tell_chosen(*result.chosen);
    } else {
      tracer::gave_up(round_.count(), reason_of(result.end));
    }
    return result;
  }

  /// Ends run() after one more look; from any thread, while the loop lives.
  void interrupt() noexcept {
    // order: seq_cst, here, in give_up(), reopen() and wait(): if give_up() comes too early for a
    // sleep, because the waiter was just being finished, then the reopen() before that sleep comes
    // after the store, and wait() sees it.
    interrupted_.store(true, std::memory_order_seq_cst);
    static_cast<void>(self_.give_up());
  }

 private:
  static void tell_chosen(const operation& chosen) noexcept {
    STRAIT_RESUME_CALL(&chosen.site);
    if (chosen.state() == operation_state::disconnected) {
      tracer::disconnected(chosen.channel, chosen.direction, chosen.traced);
    } else {
      tracer::chosen(chosen.channel, chosen.direction, chosen.traced);
    }
  }

  wait_result wait(const deadline& limit) {
    for (;;) {
      // order: seq_cst; pairs with interrupt().
      const bool interrupted = interrupted_.load(std::memory_order_seq_cst);
      const bool last_look = interrupted || limit.passed();  // I1
      switch (round_.begin(!last_look && platform::may_block())) {
        case begun::would_wait:
          if (interrupted) return {wait_end::interrupted};
          return {last_look ? wait_end::time_up : wait_end::would_block};
        case begun::settled:
          return {wait_end::chosen, round_.chosen()};
        case begun::sender_matched:
          // It holds our waiter while it makes the message; until then no deadline applies.
          static_cast<void>(self_.sleep_until(deadline::forever()));
          break;
        case begun::needs_memory:
          std::unreachable();  // begin() has provided it.
        case begun::enlisted:
          // order: seq_cst; as above, which was before the waiter was opened.
          if (Round::opens_late && interrupted_.load(std::memory_order_seq_cst)) {
            static_cast<void>(self_.give_up());
          }
          sleep(limit);
          break;
      }
      if (operation* chosen = round_.chosen(); chosen != nullptr) {
        if (chosen->state() != operation_state::retry) return {wait_end::chosen, chosen};
        chosen->set_state(operation_state::pending);
      }
      round_.reopen();
    }
  }

  /// Sleeps until an operation is chosen, or until `limit` or a timer is due: then none is.
  void sleep(const deadline& limit) noexcept {
    const deadline until = std::min(limit, deadline::at(round_.due()));
    round_.tell_of_each(
        [](const operation& each) { tracer::blocked(each.channel, each.direction); });
    tracer::sleeping(self_.word(), waiter::waking_bits, until.when());
    bool finished = self_.sleep_until(until);
    round_.tell_of_each(
        [](const operation& each) { tracer::resumed(each.channel, each.direction); });
    if (!finished && !round_.cancel()) {
      self_.await_finish();
      finished = true;
    }
    if (finished) round_.resume();
  }

  Round& round_;
  waiter& self_;
  platform::atomic<bool> interrupted_{false};  ///< Set by interrupt(), read by the owner.
};

/// The loop for one operation, whose waiter is `self`.
inline wait_result wait_for(operation& op, const deadline& limit, waiter& self) {
  operation* operations[] = {&op};
  waitable* channels[1];
  wait_round round(operations, channels, self);
  return wait_loop(round).run(limit);
}
inline wait_result wait_for(operation& op, const deadline& limit) {
  waiter self;
  return wait_for(op, limit, self);
}

}  // namespace detail
STRAIT_END
