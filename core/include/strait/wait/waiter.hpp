// waiter.hpp — who sleeps: one blocked thread, and the race of all who could wake it.
//
// A waiter stands behind one operation or, in a select, behind several in several channels. The
// peer that wins claim() may complete it; everybody else passes by.
//
//   state     | claim()    | finish()          | deadline passed | the owner
//   ----------+------------+-------------------+-----------------+--------------------------
//   open      | -> claimed | never             | -> given up     | sleeps until the deadline
//   claimed   | refused    | -> finished, wake | nothing         | sleeps until finished
//   finished  | refused    | never             | nothing         | goes on
//   given up  | refused    | never             | nothing         | goes on
//
// Invariants  I1 only the winner of claim() writes into the operation, before finish().
//             I2 after finish() the waiter and its operations may be gone.
// Not here: what is waited for (operation.hpp), looking again (wait_loop.hpp).
#pragma once

#include <cstdint>

#include <strait/base/deadline.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

struct operation;

class waiter {
 public:
  waiter() noexcept = default;
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

  /// The right to complete this waiter through `winner`; at most one caller gets it.
  [[nodiscard]] bool claim(operation& winner) noexcept {
    std::uint32_t expected = open;
    // order: relaxed; who claims publishes nothing yet, finish() does.
    if (!state_.compare_exchange_strong(expected, claimed, std::memory_order_relaxed)) {
      return false;
    }
    chosen_ = &winner;
    return true;
  }

  /// Whether claim() could have succeeded just now.
  bool is_open() const noexcept { return state_.load(std::memory_order_relaxed) == open; }

  /// Lets the owner go on. Requires: claimed by the caller. The waiter may be gone afterwards (I2).
  void finish() noexcept {
    const platform::atomic<std::uint32_t>* word = &state_;
    // order: release; pairs with the acquire in sleep_until(): the owner sees chosen_ and all that
    // the winner wrote into it.
    state_.store(finished, std::memory_order_release);
    platform::wake_one(word);
  }

  /// Sleeps until finished (true), or gives up once `limit` has passed (false); then nobody can
  /// claim this waiter any more. Once claimed it waits for finish(), however late.
  [[nodiscard]] bool sleep_until(const deadline& limit) noexcept {
    for (;;) {
      // order: acquire; pairs with the release in finish().
      std::uint32_t seen = state_.load(std::memory_order_acquire);
      if (seen == finished) return true;
      if (seen == open && limit.passed()) {
        if (state_.compare_exchange_strong(seen, given_up, std::memory_order_relaxed)) return false;
        continue;
      }
      platform::sleep(state_, seen, seen == open ? limit.when() : time_point::max());
    }
  }

  /// The operation through which it was claimed. Requires: finished.
  operation* chosen() const noexcept { return chosen_; }

  /// Ready for another sleep. Requires: none of its operations stands in a channel.
  void reopen() noexcept { state_.store(open, std::memory_order_relaxed); }

 private:
  enum : std::uint32_t { open, claimed, finished, given_up };

  platform::atomic<std::uint32_t> state_{open};  ///< The table above. Guards chosen_ and I1.
  operation* chosen_ = nullptr;
};

}  // namespace detail
STRAIT_END
