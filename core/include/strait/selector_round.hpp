// selector_round.hpp — one round of waiting for the cases of a selector, which stay in their
// channels' queues between waits: the cost is by what has happened since, not by their number.
//
// Idea: epoll. A case has to wait, and is in its channel's queue; or is a timer's, and waits for
// its moment; or it is to be looked at: it is new, it was chosen the last time, or a peer has noted
// it (wait/kept_waiter.hpp).
//
// Pass 1 looks at the last in random order, until one is ready. Of many, those that are not are put
// into their queues on the way, so that each is paid for once; it costs less to look at a few each
// time. Pass 2 is that of wait_round.hpp: it locks the channels of those that are left, and looks
// again. If none is ready and none has been noted meanwhile, nothing is ready at one moment: then
// the waiter is opened, and they are enlisted. If some have been noted, it begins again with these
// as well: at most as often as there are cases, also if two selectors take each other's cases out
// of their queues.
//
// The members are those that a wait_loop uses; see wait_round.hpp.
//
// Invariants  I1 channels are locked in the order of their addresses (lock_all).
//             I2 each operation is in one place: its channel's queue, noted, timers_ or looks_; or
//                nowhere, if it is never ready. There is room for all in timers_ and looks_.
//             I3 the waiter is open only between begin() and resume() or cancel().
//             I4 what is in a channel's queue has op.watch == watches_.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include <strait/base/random.hpp>
#include <strait/base/trace.hpp>
#include <strait/base/type_identity.hpp>
#include <strait/selector_timers.hpp>
#include <strait/wait/kept_waiter.hpp>
#include <strait/wait/wait_round.hpp>

STRAIT_BEGIN
namespace detail {

/// One case of a selector. Shared: a handler may remove its own case.
struct any_selector_case : std::enable_shared_from_this<any_selector_case> {
  struct case_operation final : operation {
    case_operation(any_selector_case& its, waitable* on, detail::direction to_or_from) noexcept
        : operation(on, to_or_from), in(its) {
      kept = true;
    }
    any_selector_case& in;
  };

  any_selector_case(std::size_t number, waitable* channel, direction to_or_from, type_identity type)
      : id(number), message_type(type), op(*this, channel, to_or_from) {}
  any_selector_case(const any_selector_case&) = delete;
  any_selector_case& operator=(const any_selector_case&) = delete;
  virtual ~any_selector_case() = default;

  static any_selector_case& of(operation& op) noexcept {
    return static_cast<case_operation&>(op).in;
  }

  /// Before its operation is tried or enlisted. Throws: std::bad_alloc.
  virtual void prepare() {}
  virtual bool spent_by_finish() const noexcept { return false; }

  const std::size_t id;
  const type_identity message_type;
  case_operation op;
};

/// By their ids.
using selector_case_map = std::map<std::size_t, std::shared_ptr<any_selector_case>>;

class selector_round {
 public:
  /// `all` outlives it, and contains what is added.
  explicit selector_round(const selector_case_map& all) noexcept : all_(all) {}
  selector_round(const selector_round&) = delete;
  selector_round& operator=(const selector_round&) = delete;

  /// Makes room for one operation more. Throws: std::bad_alloc; then nothing has changed.
  void make_room() {
    const std::size_t wanted = all_.size() + 1;
    if (wanted <= channels_.size()) return;
    const std::size_t room = std::max(wanted, channels_.size() * 2);
    looks_.reserve(room);
    timers_.reserve(room);
    channels_.resize(room);
  }

  /// Requires: room.
  void add(operation& added) noexcept {
    added.owner.write() = &owner_;
    looks_.push_back(&added);
  }

  void remove(operation& gone) noexcept {
    withdraw(gone);
    collect();
    // The one chosen last is at the end.
    const auto found = std::find(looks_.rbegin(), looks_.rend(), &gone);
    if (found == looks_.rend()) return timers_.remove(gone);
    looks_.erase(std::next(found).base());
  }

  /// Takes an operation out of its channel's queue: nobody else looks at it, until the next wait.
  void withdraw(operation& op) noexcept {
    const std::lock_guard guard(*op.channel);
    if (!op.listed.read()) return;
    op.channel->withdraw(op);
    looks_.push_back(&op);
  }

  /// Whether the next waits do what they choose, or only watch.
  void set_watches(bool watches) noexcept {
    if (watches == std::exchange(watches_, watches)) return;
    for (const auto& [id, each] : all_) withdraw(each->op);
  }

  /// As wait_round::begin().
  begun begin(bool may_enlist) {
    for (;;) {
      chosen_ = nullptr;
      begun how = look();
      if (how == begun::would_wait && may_enlist) how = look_for_a_while(*this);
      if (how == begun::would_wait) how = look_at_one_moment(may_enlist);
      if (how != begun::needs_memory) return how;
      chosen_->channel->provide_memory();
    }
  }

  /// Requires: enlisted, and the waiter finished.
  void resume() noexcept {
    chosen_ = owner_.chosen();
    looks_.push_back(chosen_);  // Its winner has unlinked it.
  }

  /// As wait_round::cancel(); what is enlisted stays so.
  bool cancel() noexcept { return owner_.give_up(); }

  /// Null: none.
  operation* chosen() const noexcept { return chosen_; }

  static void reopen() noexcept {}
  static constexpr bool opens_late = true;
  waiter& owner() noexcept { return owner_; }
  std::size_t count() const noexcept { return all_.size(); }
  template <class Tell>
  void tell_of_each(Tell tell) const noexcept {
    if constexpr (is_traced) {
      for (const auto& [id, each] : all_) tell(each->op);
    }
  }
  time_point due() const noexcept { return timers_.first_due(); }

  // For look_for_a_while().

  /// Pass 1. Throws: std::bad_alloc.
  begun look() {
    collect();
    for (std::size_t index = 0; index < looks_.size();) {
      draw(std::span(looks_), index);
      operation& each = *looks_[index];
      const bool keeps = looks_.size() > few && platform::may_block();
      if (keeps || each.channel->might_be_ready(each)) {
        prepare(each);
        if (each.channel->try_at_once(each)) return choose(index, begun::settled);
        wake_list wakes;
        const std::lock_guard guard(*each.channel);
        const begun how = attempt(each, wakes);
        if (how != begun::would_wait) return choose(index, how);
        if (keeps && each.channel->keep(each)) {
          looks_[index] = looks_.back();
          looks_.pop_back();
          await_moment(each);
          continue;
        }
      }
      ++index;
    }
    return begun::would_wait;
  }

  bool any_might_be_ready() const noexcept {
    if (owner_.has_noted()) return true;
    for (const operation* each : looks_) {
      if (each->channel->might_be_ready(*each)) return true;
    }
    return false;
  }

 private:
  /// To look at so many costs less than to enlist one.
  static constexpr std::size_t few = 4;

  /// Pass 2.
  begun look_at_one_moment(bool may_enlist) {
    for (;; collect()) {
      for (operation* each : looks_) prepare(*each);
      wake_list wakes;
      const lock_all guard(looks_, channels_);
      for (std::size_t index = 0; index < looks_.size(); ++index) {
        const begun how = attempt(*looks_[index], wakes);
        if (how != begun::would_wait) return choose(index, how);
      }
      if (!may_enlist) {
        if (!owner_.has_noted()) return begun::would_wait;
        continue;
      }
      if (owner_.open_unless_noted()) {
        enlist_all(wakes);
        return begun::enlisted;
      }
    }
  }

  /// Requires: the channels' locks held. The waiter is open: peers of other channels may have
  /// claimed it already.
  void enlist_all(wake_list& wakes) noexcept {
    for (operation* each : looks_) {
      each->channel->enlist(*each, wakes);
      await_moment(*each);
    }
    looks_.clear();
  }

  /// What is in no queue now waits for its moment, or for nothing.
  void await_moment(operation& enlisted) noexcept {
    if (!enlisted.listed.read()) timers_.add(enlisted);
  }

  /// What has been noted, and what time has made ready.
  void collect() noexcept {
    operation* noted = owner_.take_noted();
    while (noted != nullptr) looks_.push_back(std::exchange(noted, noted->next.read()));
    timers_.take_due([this](operation& due) { looks_.push_back(&due); });
  }

  void prepare(operation& op) {
    any_selector_case::of(op).prepare();
    op.set_state(operation_state::pending);
    op.watch = watches_;
  }

  /// Requires: the channel's lock held.
  static begun attempt(operation& op, wake_list& wakes) noexcept {
    switch (op.channel->attempt(op, wakes)) {
      case attempt_result::would_wait:
        return begun::would_wait;
      case attempt_result::needs_memory:
        return begun::needs_memory;
      case attempt_result::sender_matched:
        return begun::sender_matched;
      default:
        return begun::settled;
    }
  }

  begun choose(std::size_t index, begun how) noexcept {
    chosen_ = looks_[index];
    std::swap(looks_[index], looks_.back());
    return how;
  }

  const selector_case_map& all_;
  kept_waiter owner_;
  std::vector<operation*> looks_;    ///< To be looked at.
  std::vector<waitable*> channels_;  ///< Scratch space, for all.
  selector_timers timers_;
  operation* chosen_ = nullptr;
  bool watches_ = false;
};

}  // namespace detail
STRAIT_END
