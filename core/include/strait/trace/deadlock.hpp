// deadlock.hpp — which threads can never go on, found in the live tables.
//
// Certain: every thread waits without a limit, so none is left to wake another. Partial: some wait
// for each other, be it for an end or a lock, and no other thread has a handle of the channels that
// they wait for. Who has a handle is not known but inferred: who has used it, and in whose memory
// it lies. In doubt somebody else has it: a deadlock may go unreported. What remains is a handle in
// a thread's own memory, to which that thread has shown another one the way.
//
// Invariants  I1 nothing in the tables is trusted: a program may have overwritten them. Whatever
//                they contain, an analysis ends soon.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include <strait/trace/live.hpp>

STRAIT_BEGIN
namespace trace {

enum class verdict : std::uint8_t { none, certain, partial };

class deadlock_analysis {
 public:
  /// `unknown_threads`: how many run that are not in the tables.
  deadlock_analysis(const live_tables& tables, std::uint32_t unknown_threads)
      : tables_(tables), threads_(tables.threads), handles_(known_handles(tables)) {
    knows_arguments_ = std::ranges::any_of(
        threads_, [](const live_thread& each) { return each.arguments.high != 0; });
    if (unknown_threads > 0) return;
    find_holders();
    find_parents();
    if (all_are_stuck()) {
      found_ = verdict::certain;
    } else {
      find_set();
      if (std::ranges::find(in_set_, true) != std::end(in_set_)) found_ = verdict::partial;
    }
  }

  verdict found() const noexcept { return found_; }
  const live_tables& tables() const noexcept { return tables_; }

  /// Calls `f` with the index of each thread that can never go on.
  template <class F>
  void for_each(F f) const {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      if (in_set_[index]) f(index);
    }
  }

  bool is_stuck_for_good(std::uint32_t index) const noexcept {
    return index < live_thread_limit && in_set_[index];
  }

  /// What a thread has to do with the handles of one side of a channel.
  enum class tie : std::uint8_t {
    none,
    put,    ///< It has put one somewhere: into a message, a container or an object.
    keeps,  ///< It has one, which it has at most copied.
    uses
  };

  tie tie_between(std::uint32_t thread, std::uint32_t channel_plus_1,
                  bool is_sender) const noexcept {
    tie strongest = tie::none;
    for (std::size_t at = 0; at < handles_.size(); ++at) {
      if (is_of(handles_[at], channel_plus_1, is_sender)) {
        strongest = std::max(strongest, tie_to(at, thread));
      }
    }
    return strongest;
  }

  /// Whether no other thread, as far as is known, has a handle of that side.
  bool is_only_in_hands_of(std::uint32_t thread, std::uint32_t channel_plus_1,
                           bool is_sender) const noexcept {
    if (!has_known_handles(channel_plus_1)) return false;
    for (std::size_t at = 0; at < handles_.size(); ++at) {
      if (is_of(handles_[at], channel_plus_1, is_sender) && tie_to(at, thread) == tie::none) {
        return false;
      }
    }
    return true;
  }

  /// Whether nobody has used any handle of that side.
  bool is_unused(std::uint32_t channel_plus_1, bool is_sender) const noexcept {
    return has_known_handles(channel_plus_1) &&
           std::ranges::none_of(handles_, [&](const live_handle& each) {
             return is_of(each, channel_plus_1, is_sender) && each.callers != 0;
           });
  }

  /// Calls `f` with each thread that can never go on and has a tie to the handles of that side.
  template <class F>
  void for_each_tied(std::uint32_t channel_plus_1, bool is_sender, F f) const {
    for (std::size_t at = 0; at < handles_.size(); ++at) {
      if (!is_of(handles_[at], channel_plus_1, is_sender)) continue;
      const holders& who = holders_[at];
      for (const std::uint32_t each :
           {std::uint32_t{who.operators[0]}, std::uint32_t{who.operators[1]},
            std::uint32_t{who.owner}, std::uint32_t{who.maker}}) {
        if (!is_stuck_for_good(each)) continue;
        if (const tie how = tie_to(at, each); how != tie::none) f(each, how);
      }
    }
  }

  /// The index of the thread with that number; live_thread_limit: it has ended.
  std::uint32_t index_of(std::uint32_t number) const noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      if (threads_[index].used != 0 && threads_[index].number == number) return index;
    }
    return live_thread_limit;
  }

  static std::span<const live_wait> waits_of(const live_thread& thread) noexcept {
    return std::span(thread.for_what).first(std::min(thread.wait_count, wait_limit));
  }

  static bool waits_in_channels(const live_thread& thread) noexcept {
    return thread.waits == wait_kind::send || thread.waits == wait_kind::receive ||
           thread.waits == wait_kind::select;
  }

  /// The thread that has to end, or to unlock, before this one goes on; live_thread_limit: none is
  /// known.
  std::uint32_t thread_awaited_by(const live_thread& thread) const noexcept {
    const std::uint32_t number = thread.waits == wait_kind::join    ? thread.joins
                                 : thread.waits == wait_kind::mutex ? thread.lock_owner
                                                                    : 0;
    return number == 0 ? live_thread_limit : index_of(number - 1);
  }

  /// Null: none.
  const live_channel* channel_of(std::uint32_t plus_1) const noexcept {
    if (plus_1 == 0 || plus_1 > live_channel_limit) return nullptr;
    const live_channel& channel = tables_.channels[plus_1 - 1];
    return channel.used != 0 ? &channel : nullptr;
  }

 private:
  static std::span<const live_handle> known_handles(const live_tables& tables) noexcept {
    return std::span(tables.handles).first(std::min(tables.fresh_handles, live_handle_limit));
  }

  static bool is_of(const live_handle& handle, std::uint32_t channel, bool is_sender) noexcept {
    return handle.used != 0 && channel != 0 && handle.channel == channel &&
           handle.is_sender == is_sender;
  }

  bool has_known_handles(std::uint32_t channel_plus_1) const noexcept {
    const live_channel* channel = channel_of(channel_plus_1);
    return channel != nullptr && !channel->is_untracked;
  }

  bool is_stuck(const live_thread& thread) const noexcept {
    if (thread.waits == wait_kind::none || thread.waits == wait_kind::sleep) return false;
    if (!thread.is_endless || thread.is_waking) return false;
    if (thread.waits != wait_kind::join || thread.joins == 0) return true;
    return index_of(thread.joins - 1) != live_thread_limit;  // Else it is about to go on.
  }

  bool all_are_stuck() noexcept {
    bool is_any = false;
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      if (threads_[index].used == 0) continue;
      if (!is_stuck(threads_[index])) {
        std::ranges::fill(in_set_, false);
        return false;
      }
      in_set_[index] = is_any = true;
    }
    return is_any;
  }

  /// The largest set of threads that nobody outside of it can wake.
  void find_set() noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      const live_thread& thread = threads_[index];
      const bool is_candidate = waits_in_channels(thread)
                                    ? !thread.is_stoppable
                                    : thread_awaited_by(thread) != live_thread_limit;
      in_set_[index] = thread.used != 0 && is_candidate && is_stuck(thread);
    }
    for (int round = 0; round < round_limit; ++round) {
      find_unsafe_channels();
      bool has_changed = false;
      for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
        if (!in_set_[index] || !may_be_woken(threads_[index])) continue;
        in_set_[index] = false;
        has_changed = true;
      }
      if (!has_changed) return;
    }
    std::ranges::fill(in_set_, false);
  }

  /// Channels of which a thread outside of the set may have a handle.
  void find_unsafe_channels() noexcept {
    std::ranges::fill(is_unsafe_, false);
    for (std::size_t at = 0; at < handles_.size(); ++at) {
      const std::uint32_t channel = handles_[at].channel;
      if (handles_[at].used == 0 || channel == 0 || channel > live_channel_limit) continue;
      if (!is_unsafe_[channel - 1] && !is_safe(at)) is_unsafe_[channel - 1] = true;
    }
  }

  bool may_be_woken(const live_thread& thread) const noexcept {
    if (!waits_in_channels(thread)) return !in_set_[thread_awaited_by(thread)];
    return std::ranges::any_of(waits_of(thread), [&](const live_wait& wait) {
      const live_channel* channel = channel_of(wait.channel);
      return channel == nullptr || channel->is_untracked || is_unsafe_[wait.channel - 1] ||
             channel->kind == detail::channel_kind::stop;
    });
  }

  /// Whether only threads of the set may use it.
  bool is_safe(std::size_t at) const noexcept {
    const live_handle& handle = handles_[at];
    const holders& who = holders_[at];
    // There, in a global variable or on the heap, any thread may find it. Where it is not known
    // what threads were started with, it may also be that.
    const bool is_in_nobodys_memory = who.owner == live_thread_limit;
    const bool is_within_reach =
        is_in_nobodys_memory && (knows_arguments_ || handle.operator_count == 0);
    if (handle.operator_count > 2 || is_within_reach) return false;
    const auto is_safe_with = [&](std::uint32_t index) {
      return index == live_thread_limit || (in_set_[index] && !was_shared_by(index, handle));
    };
    return is_safe_with(who.owner) && is_safe_with(who.operators[0]) &&
           is_safe_with(who.operators[1]);
  }

  /// Whether a thread outside of the set may have got a reference to it, or to what the handle was
  /// put into later, when it was started.
  bool was_shared_by(std::uint32_t holder, const live_handle& handle) const noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      const live_thread& other = threads_[index];
      if (other.used != 0 && !in_set_[index] && may_know_of(index, holder, handle)) return true;
    }
    return false;
  }

  /// A reference may be handed on from thread to thread.
  bool may_know_of(std::uint32_t other, std::uint32_t holder,
                   const live_handle& handle) const noexcept {
    std::uint32_t each = other;
    for (int generation = 0; generation < generation_limit; ++generation) {
      if (threads_[each].number == 0) return false;  // main
      each = parents_[each];
      if (each == holder) return true;
      if (each == live_thread_limit) break;
    }
    return threads_[other].number > handle.made_after;
  }

  void find_parents() noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      const live_thread& thread = threads_[index];
      const bool is_known = thread.used != 0 && thread.parent != 0;
      parents_[index] = static_cast<std::uint16_t>(is_known ? index_of(thread.parent - 1)
                                                            : live_thread_limit);
    }
  }

  /// In whose stack or arguments it lies; live_thread_limit: in nobody's.
  std::uint32_t owner_of(const live_handle& handle) const noexcept {
    for (std::uint32_t index = 0; index < live_thread_limit; ++index) {
      const live_thread& thread = threads_[index];
      if (thread.used == 0) continue;
      if (thread.stack.contains(handle.address) || thread.arguments.contains(handle.address)) {
        return index;
      }
    }
    return live_thread_limit;
  }

  void find_holders() noexcept {
    for (std::size_t at = 0; at < handles_.size(); ++at) {
      const live_handle& handle = handles_[at];
      holders& who = holders_[at];
      who = {live_thread_limit, live_thread_limit, {live_thread_limit, live_thread_limit}};
      if (handle.used == 0) continue;
      who.owner = static_cast<std::uint16_t>(owner_of(handle));
      who.maker = static_cast<std::uint16_t>(index_of(handle.made_by));
      for (std::uint32_t each = 0; each < std::min(handle.operator_count, 2u); ++each) {
        who.operators[each] = static_cast<std::uint16_t>(index_of(handle.operators[each]));
      }
    }
  }

  tie tie_to(std::size_t at, std::uint32_t thread) const noexcept {
    const live_handle& handle = handles_[at];
    const holders& who = holders_[at];
    for (unsigned each = 0; each < 2; ++each) {
      if (who.operators[each] != thread) continue;
      return (handle.callers >> each & 1u) != 0 ? tie::uses : tie::keeps;
    }
    if (!have_operators_ended(at)) return tie::none;
    if (who.owner != live_thread_limit) return who.owner == thread ? tie::keeps : tie::none;
    return handle.operator_count == 0 && who.maker == thread ? tie::put : tie::none;
  }

  /// Or there were none. What was lent to a thread that has ended is back with its owner.
  bool have_operators_ended(std::size_t at) const noexcept {
    const holders& who = holders_[at];
    return handles_[at].operator_count <= 2 && who.operators[0] == live_thread_limit &&
           who.operators[1] == live_thread_limit;
  }

  /// Indices of threads; live_thread_limit: none.
  struct holders {
    std::uint16_t owner;  ///< In whose memory it lies.
    std::uint16_t maker;  ///< Who has put it there.
    std::uint16_t operators[2];
  };

  static constexpr int round_limit = 32;
  static constexpr int generation_limit = 16;

  const live_tables& tables_;
  const std::span<const live_thread> threads_;
  const std::span<const live_handle> handles_;
  verdict found_ = verdict::none;
  bool knows_arguments_ = false;  ///< Of at least one thread: the platform tells.
  bool in_set_[live_thread_limit] = {};
  bool is_unsafe_[live_channel_limit] = {};
  std::uint16_t parents_[live_thread_limit];  ///< Indices; live_thread_limit: unknown, or ended.
  holders holders_[live_handle_limit];        ///< Of the known handles.
};

}  // namespace trace
STRAIT_END
