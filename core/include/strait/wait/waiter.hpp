// waiter.hpp — one blocked thread, and the race between all that could wake it.
//
// A waiter owns one operation or, in a select, several in several channels. The peer that wins
// claim() may complete it; all others skip it. The only operation of a waiter may be *alone*: then
// its channel's queue decides, and who takes it out of there, under the channel's lock, has claimed
// the waiter. Its state stays open, or given up, until finish(); an owner that gives up takes its
// operation out itself, or finds that a peer was faster (wait_round.hpp).
//
//   state     | claim()    | finish()          | deadline, give_up() | the owner
//   ----------+------------+-------------------+---------------------+--------------------------
//   open      | -> claimed | never             | -> given up         | sleeps until the deadline
//   claimed   | refused    | -> finished, wake | nothing             | sleeps until finished
//   finished  | refused    | never             | nothing             | continues
//   given up  | refused    | never             | nothing             | continues
//
// An owner that must not sleep (an event loop) supplies a function to be called instead.
//
// Before it sleeps, the owner looks at its state for a while (wait/patience.hpp): a peer that comes
// soon then costs no call of the system. An open or claimed waiter has the bit `asleep` once its
// owner has stopped looking: only then does finish() wake anybody.
//
// Invariants  I1 only the winner of claim() writes into the operation, before finish().
//             I2 after finish() the waiter and its operations may be gone.
// Not here: what is waited for (operation.hpp), looking and looking again
// (wait_round.hpp, wait_loop.hpp).
#pragma once

#include <cstdint>

#include <strait/base/deadline.hpp>
#include <strait/base/platform.hpp>
#include <strait/wait/patience.hpp>

STRAIT_BEGIN
namespace detail {

class operation;

/// One turn of waiting for what another thread is about to do.
inline void sleep_or_pause(const platform::atomic<std::uint32_t>& word,
                           std::uint32_t seen) noexcept {
  if (platform::may_block()) {
    platform::sleep(word, seen, time_point::max());
  } else {
    platform::pause();
  }
}

class waiter {
 public:
  /// What finish() calls instead of waking a thread; the waiter may be gone afterwards.
  using finish_function = void (*)(waiter& finished) noexcept;

  waiter() noexcept = default;
  explicit waiter(finish_function on_finish) noexcept : on_finish_(on_finish) {}
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

  /// The right to complete this waiter through `winner`; at most one caller gets it.
  [[nodiscard]] bool claim(operation& winner) noexcept {
    std::uint32_t seen = state_.load(std::memory_order_relaxed);
    do {
      if (phase_of(seen) != open) return false;
      // order: relaxed; claiming publishes nothing yet, finish() does.
    } while (
        !state_.compare_exchange_weak(seen, claimed | (seen & asleep), std::memory_order_relaxed));
    chosen_.write() = &winner;
    return true;
  }

  /// The same by the owner, before it waits for a peer that it has met. Requires: no peer can claim
  /// it, since its operations are in no queue, or it is a kept_waiter that is not open. So it
  /// succeeds, even once a stop has given the waiter up: what can go at once wins over that.
  /// chosen() is left as it was, since the owner knows.
  void claim_by_owner() noexcept {
    // order: relaxed; as in claim(). give_up() changes only what is open.
    state_.store(claimed, std::memory_order_relaxed);
  }

  /// Whether claim() could have succeeded just now.
  bool is_open() const noexcept { return phase_of(state_.load(std::memory_order_relaxed)) == open; }

  /// What its owner sleeps on: all but the lowest two bits are the owner's own.
  const platform::atomic<std::uint32_t>& word() const noexcept { return state_; }
  static constexpr std::uint32_t waking_bits = 3;

  /// Whether it is claimed and not finished yet.
  bool is_claimed() const noexcept {
    // order: acquire; pairs with the release in set_finished(): a thread that no longer
    // finds it claimed sees what was done before the end.
    return phase_of(state_.load(std::memory_order_acquire)) == claimed;
  }

  /// Lets the owner continue. Requires: claimed by the caller, or alone and taken by it. The waiter
  /// may be gone afterwards (I2).
  void finish() noexcept {
    if (on_finish_ != nullptr) return on_finish_(*this);
    set_finished();
  }

  /// What finish() does without a function; a function calls it when it chooses.
  void set_finished() noexcept {
    const platform::atomic<std::uint32_t>* word = &state_;
    // order: release; pairs with the acquire in sleep_until(), await_finish(), is_claimed() and
    // finishes_soon(): the owner sees chosen_ and all that the winner wrote into it.
    const std::uint32_t before = state_.exchange(finished, std::memory_order_release);
    if ((before & asleep) != 0) platform::wake_one(word);
  }

  /// Sleeps until finished (true), or gives up once `limit` has passed (false); then nobody can
  /// claim this waiter any more. Once claimed it waits for finish(), however late.
  [[nodiscard]] bool sleep_until(const deadline& limit) noexcept {
    if (finishes_soon()) return true;
    for (;;) {
      // order: acquire; pairs with the release in set_finished().
      std::uint32_t seen = state_.load(std::memory_order_acquire);
      if (seen == finished) return true;
      if (seen == given_up) return false;
      if (phase_of(seen) == open && limit.passed()) {
        if (state_.compare_exchange_strong(seen, given_up, std::memory_order_relaxed)) return false;
        continue;
      }
      if ((seen & asleep) == 0) {
        const std::uint32_t sleeping = seen | asleep;
        if (!state_.compare_exchange_strong(seen, sleeping, std::memory_order_relaxed)) continue;
        seen = sleeping;
      }
      platform::sleep(state_, seen, phase_of(seen) == open ? limit.when() : time_point::max());
    }
  }

  /// Waits for finish() on any thread, also one that may not sleep. Requires: claimed, or taken, by
  /// a thread that is about to finish it.
  void await_finish() noexcept {
    // order: acquire; pairs with the release in set_finished().
    for (;;) {
      std::uint32_t seen = state_.load(std::memory_order_acquire);
      if (seen == finished) return;
      if ((seen & asleep) == 0 &&
          !state_.compare_exchange_strong(seen, seen | asleep, std::memory_order_relaxed)) {
        continue;
      }
      sleep_or_pause(state_, seen | asleep);
    }
  }

  /// The operation through which it was claimed. Requires: finished.
  operation* chosen() const noexcept { return chosen_.read(); }

  /// Ends the wait as a deadline would, from any thread; false: a peer has claimed the waiter.
  bool give_up() noexcept {
    // order: seq_cst; pairs with reopen(), see wait_loop::interrupt().
    std::uint32_t seen = state_.load(std::memory_order_seq_cst);
    do {
      if (phase_of(seen) != open) return seen == given_up;
      // order: relaxed; the load has its place before a later reopen(), and this publishes nothing.
    } while (!state_.compare_exchange_weak(seen, given_up, std::memory_order_relaxed));
    if ((seen & asleep) != 0) platform::wake_one(&state_);
    return true;
  }

  /// Opens it for another sleep. Requires: none of its operations is in a channel's queue.
  void reopen() noexcept {
    STRAIT_ASSERT(!is_claimed());
    // order: seq_cst; pairs with give_up(), see wait_loop::interrupt().
    state_.store(open, std::memory_order_seq_cst);
  }

 private:
  enum : std::uint32_t { open, claimed, finished, given_up, asleep = 4 };
  static std::uint32_t phase_of(std::uint32_t state) noexcept { return state & ~asleep; }

  /// Looks for a while whether it is finished.
  bool finishes_soon() const noexcept {
    return patience().suffices([this] {
      // order: acquire; pairs with the release in set_finished().
      return state_.load(std::memory_order_acquire) == finished;
    });
  }

  platform::atomic<std::uint32_t> state_{open};  ///< The table above. Guards chosen_ and I1.
  const finish_function on_finish_ = nullptr;
  platform::cell<operation*> chosen_;
};

}  // namespace detail
STRAIT_END
