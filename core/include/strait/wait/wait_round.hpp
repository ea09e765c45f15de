// wait_round.hpp — one round of waiting for several operations at once: look, enlist, withdraw.
//
// Idea: Go's selectgo. Pass 1 looks for an operation that is ready, and for a while whether one
// becomes ready: enlisting in several channels costs more than that. Pass 2 locks all channels,
// looks again and enlists all operations at once: so none can be lost between looking and waiting,
// no peer can claim a waiter that is half enlisted, and "nothing is ready" is true at one moment (a
// message that moves between two channels is not missed by looking at one after the other). Pass 3
// withdraws what was not chosen. (The round of a selector: selector_round.hpp.)
//
// The caller of begin() owns the waiter until the round ends, and decides how to wait: a thread
// sleeps (wait_loop.hpp), a notifier is called back (ready_notifier.hpp).
//
//   begin()           | then
//   ------------------+--------------------------------------------------------------------------
//   settled           | chosen() is done
//   sender_matched    | once the waiter is finished, chosen() is done
//   would_wait        | nothing has happened, nothing is enlisted
//   needs_memory      | (begin_locked() only) the same; chosen() is the one that needs it
//   enlisted          | once the waiter is finished: resume(), and chosen() is done.
//                     | To stop waiting: cancel(); if that returns false, a peer was faster:
//                     | once the waiter is finished, resume()
//
// Invariants  I1 channels are locked in the order of their addresses; two rounds cannot block each
//                other.
//             I2 when a round begins, the waiter is open and no operation is in a channel's queue.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include <strait/base/random.hpp>
#include <strait/wait/waitable.hpp>

STRAIT_BEGIN
namespace detail {

enum class selection_order : std::uint8_t { fair, in_order };

/// All channels of some operations, locked in one order (I1), each once.
class lock_all {
 public:
  /// `channels` has room for one entry per operation.
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

/// What can happen to a round that begins.
enum class begun : std::uint8_t { settled, sender_matched, would_wait, needs_memory, enlisted };

/// How often a thread looks before it enlists.
struct affordable_looks {
  static constexpr int usual = 16;
  int turns = usual;
};

/// Pass 1 again and again, for half as long as the last time once that was in vain: if the peers do
/// the same in a rendezvous, nobody is found before somebody has enlisted.
template <class Round>
begun look_for_a_while(Round& round) {
  int& turns = platform::per_thread<affordable_looks, affordable_looks>().turns;
  for (int left = std::min(turns, platform::wait_turns()); left > 0; --left) {
    const begun how = round.any_might_be_ready() ? round.look() : begun::would_wait;
    if (how != begun::would_wait) {
      turns = affordable_looks::usual;
      return how;
    }
    platform::pause();
  }
  turns = std::max(turns / 2, 1);
  return begun::would_wait;
}

class wait_round {
 public:
  /// `channels` has the size of `operations` and is scratch space. `owner` outlives the rounds.
  /// `selection`: if fair, begin() reorders the operations.
  wait_round(std::span<operation*> operations, std::span<waitable*> channels, waiter& owner,
             selection_order selection = selection_order::in_order) noexcept
      : operations_(operations), channels_(channels), owner_(owner), selection_(selection) {
    for (operation* each : operations_) {
      each->owner.write() = &owner_;
      each->set_state(operation_state::pending);
    }
  }

  /// Looks for an operation that is ready, in the order selected; else enlists all, if
  /// `may_enlist`. Requires: I2. Throws: std::bad_alloc; then nothing has happened.
  begun begin(bool may_enlist) {
    for (;;) {
      const begun how = begin_with_what_there_is(may_enlist);
      if (how != begun::needs_memory) return how;
      chosen_->channel->provide_memory();
    }
  }

  /// Pass 2 alone. Requires: as begin(), and all channels locked.
  begun begin_locked(bool may_enlist, wake_list& wakes) noexcept {
    for (operation* each : operations_) {
      if (const begun how = attempt(*each, wakes); how != begun::would_wait) return how;
    }
    if (!may_enlist) return begun::would_wait;
    for (operation* each : operations_) each->channel->enlist(*each, wakes);
    return begun::enlisted;
  }

  /// Requires: enlisted, and the waiter finished.
  void resume() noexcept {
    chosen_ = is_alone() ? operations_.front() : owner_.chosen();
    for (operation* each : operations_) {
      if (each != chosen_) withdraw(*each);  // Its winner has unlinked the chosen one.
    }
  }

  /// True: nothing has happened and nothing will. False: a peer has claimed the waiter, and will
  /// finish it.
  bool cancel() noexcept {
    if (is_alone()) return withdraw(*operations_.front());
    if (!owner_.give_up()) return false;
    for (operation* each : operations_) withdraw(*each);
    return true;
  }

  /// Null: none.
  operation* chosen() const noexcept { return chosen_; }

  // For a thread that sleeps (wait_loop.hpp).

  /// begin() may be called again. Requires: I2, but for the waiter.
  void reopen() noexcept { owner_.reopen(); }
  /// Whether begin() opens the waiter, instead of reopen().
  static constexpr bool opens_late = false;
  waiter& owner() noexcept { return owner_; }
  std::size_t count() const noexcept { return operations_.size(); }
  /// Calls `tell(operation&)` for each operation, for a tracer.
  template <class Tell>
  void tell_of_each(Tell tell) const noexcept {
    for (operation* each : operations_) tell(*each);
  }
  /// When time alone makes an operation ready.
  time_point due() const noexcept {
    time_point first = time_point::max();
    for (const operation* each : operations_) first = std::min(first, each->channel->due());
    return first;
  }

  // For look_for_a_while().

  /// Pass 1.
  begun look() noexcept {
    for (std::size_t index = 0; index < operations_.size(); ++index) {
      if (selection_ == selection_order::fair) draw(operations_, index);
      operation* const each = operations_[index];
      if (!each->channel->might_be_ready(*each)) continue;
      if (each->channel->try_at_once(*each)) {
        chosen_ = each;
        return begun::settled;
      }
      wake_list wakes;
      const std::lock_guard guard(*each->channel);
      if (const begun how = attempt(*each, wakes); how != begun::would_wait) return how;
    }
    return begun::would_wait;
  }

  bool any_might_be_ready() const noexcept {
    for (const operation* each : operations_) {
      if (each->channel->might_be_ready(*each)) return true;
    }
    return false;
  }

 private:
  bool is_alone() const noexcept { return operations_.size() == 1 && operations_.front()->alone; }

  begun begin_with_what_there_is(bool may_enlist) noexcept {
    if (operations_.size() > 1) {  // Of one, pass 2 is enough: it looks, too.
      begun how = look();
      if (how == begun::would_wait && may_enlist) how = look_for_a_while(*this);
      if (how != begun::would_wait) return how;
    }
    wake_list wakes;
    const lock_all guard(operations_, channels_);
    return begin_locked(may_enlist, wakes);
  }

  /// Returns whether it was still in the queue.
  static bool withdraw(operation& op) noexcept {
    const std::lock_guard guard(*op.channel);
    const bool was_listed = op.listed.read();
    op.channel->withdraw(op);
    return was_listed;
  }

  /// Requires: the channel's lock held.
  begun attempt(operation& op, wake_list& wakes) noexcept {
    chosen_ = nullptr;
    const attempt_result result = op.channel->attempt(op, wakes);
    if (result == attempt_result::would_wait) return begun::would_wait;
    chosen_ = &op;
    if (result == attempt_result::needs_memory) return begun::needs_memory;
    return result == attempt_result::settled ? begun::settled : begun::sender_matched;
  }

  const std::span<operation*> operations_;
  const std::span<waitable*> channels_;
  waiter& owner_;
  const selection_order selection_;
  operation* chosen_ = nullptr;
};

}  // namespace detail
STRAIT_END
