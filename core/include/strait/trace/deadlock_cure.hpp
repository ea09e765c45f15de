// deadlock_cure.hpp — what usually helps: one of the patterns that deadlocks have, the surest
// first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <strait/trace/deadlock_words.hpp>
#include <strait/trace/wait_cycle.hpp>

STRAIT_BEGIN
namespace trace {

class deadlock_cure {
 public:
  deadlock_cure(const deadlock_analysis& found, const wait_cycle& cycle)
      : found_(found), cycle_(cycle) {
    look_at_each(&deadlock_cure::look_at_one);
    if (text_.empty()) look_at_cycle();
    if (text_.empty()) look_at_each(&deadlock_cure::look_at_lock);
    if (text_.empty()) look_at_each(&deadlock_cure::look_for_unused_receivers);
    if (text_.empty()) look_at_each(&deadlock_cure::look_for_kept_senders);
    if (text_.empty()) look_at_each(&deadlock_cure::look_at_notification);
  }

  /// Empty: no pattern fits.
  const std::string& text() const noexcept { return text_; }

 private:
  using tie = deadlock_analysis::tie;

  const live_thread& thread(std::uint32_t index) const { return found_.tables().threads[index]; }
  std::string name(std::uint32_t index) const { return name_of(thread(index)); }
  std::string name_of_channel(const live_channel* channel) const {
    return name_of(found_, channel);
  }

  void look_at_each(void (deadlock_cure::*look)(std::uint32_t)) {
    found_.for_each([&](std::uint32_t index) {
      if (text_.empty()) (this->*look)(index);
    });
  }

  bool has(std::uint32_t index, std::uint32_t channel, bool is_sender) const {
    return found_.tie_between(index, channel, is_sender) != tie::none;
  }

  // Mistakes that a thread makes by itself.

  void look_at_one(std::uint32_t index) {
    const live_thread& self = thread(index);
    if (self.waits == wait_kind::receive) {
      look_at_receive(index);
    } else if (self.waits == wait_kind::send) {
      look_at_send(index);
    } else if (self.waits == wait_kind::select) {
      look_at_select(index);
    } else if (self.waits == wait_kind::mutex && found_.thread_awaited_by(self) == index) {
      text_ = name(index) +
              " locks a mutex that it has locked already: unlock it first, or do not "
              "lock it again in what is called meanwhile.";
    }
  }

  void look_at_receive(std::uint32_t index) {
    const std::uint32_t channel = thread(index).for_what[0].channel;
    const live_channel* it = found_.channel_of(channel);
    if (it != nullptr && it->kind == detail::channel_kind::never) {
      text_ = "never() never delivers: receive from it only beside other cases of a select.";
    } else if (it != nullptr && it->kind == detail::channel_kind::after) {
      text_ = "after() and at() deliver once, and " + name_of_channel(it) +
              " has: make a new one for each wait, or use tick().";
    } else if (found_.is_only_in_hands_of(index, channel, true)) {
      blame_own_sender(index, channel);
    }
  }

  void blame_own_sender(std::uint32_t index, std::uint32_t channel) {
    const tie how = found_.tie_between(index, channel, true);
    const std::string last = "The last sender of " + name_of_channel(found_.channel_of(channel));
    if (how == tie::put) {
      text_ = last + " lies where " + name(index) +
              " has put it: in a message that nobody has received or answered, in a container or "
              "in an object. Send with it, or let it go: then the receive ends.";
    } else if (how != tie::none) {
      text_ = last + " lives in " + name(index) +
              " itself, which waits for its messages. Let it go before the loop (tx = {}), or "
              "move it into the thread that sends: a loop over a receiver ends when the last "
              "sender is gone.";
    }
  }

  /// Only if it alone has received from there.
  void look_at_send(std::uint32_t index) {
    const std::uint32_t channel = thread(index).for_what[0].channel;
    if (found_.tie_between(index, channel, false) != tie::uses) return;
    bool is_any_other = false;
    found_.for_each_tied(channel, false, [&](std::uint32_t each, tie how) {
      is_any_other = is_any_other || (each != index && how == tie::uses);
    });
    if (is_any_other) return;
    text_ = name(index) + " waits for room in " + name_of_channel(found_.channel_of(channel)) +
            ", from which it receives itself: send from another thread, or receive first, or give "
            "the channel a larger capacity.";
  }

  /// Only if all that it waits for would have to come from itself.
  void look_at_select(std::uint32_t index) {
    bool is_any_own = false;
    for (const live_wait& wait : deadlock_analysis::waits_of(thread(index))) {
      const live_channel* it = found_.channel_of(wait.channel);
      if (it != nullptr &&
          (it->kind == detail::channel_kind::never || it->kind == detail::channel_kind::after)) {
        continue;
      }
      const bool is_own = wait.is_send == 0 && has(index, wait.channel, true) &&
                          found_.is_only_in_hands_of(index, wait.channel, true);
      if (!is_own) return;
      is_any_own = true;
    }
    text_ = is_any_own ? "The last senders of the channels from which " + name(index) +
                             " selects live in " + name(index) +
                             " itself. Let them go before the "
                             "select (tx = {}), or move them into the threads that send: a case "
                             "is ready, too, when the last sender of its channel is gone."
                       : "never() never delivers, and after() only once: a select needs another "
                         "case beside them.";
  }

  // Rings.

  void look_at_cycle() {
    const auto cycle = cycle_.threads();
    if (cycle.empty()) return;
    const auto all_wait = [&](wait_kind kind) {
      return std::ranges::all_of(cycle,
                                 [&](std::uint32_t index) { return thread(index).waits == kind; });
    };
    if (cycle_.is_of_takers()) {
      text_ =
          "Each seems to keep what it has received while it waits for what the next one has: "
          "let all receive in the same order, as locks are taken.";
    } else if (all_wait(wait_kind::receive)) {
      look_at_receivers();
    } else if (all_wait(wait_kind::send)) {
      look_at_senders();
    } else if (all_wait(wait_kind::mutex)) {
      text_ =
          "Each waits for a lock that the next one holds: take locks in the same order "
          "everywhere, or all at once (std::scoped_lock).";
    } else if (all_wait(wait_kind::join)) {
      text_ =
          "Each waits for the end of the next one: let one thread join the others, and none of "
          "them that one.";
    } else {
      look_at_mixed_cycle();
    }
  }

  /// Where nothing was ever sent, somebody has to begin; elsewhere somebody has to end.
  void look_at_receivers() {
    const auto cycle = cycle_.threads();
    std::size_t begun = 0;
    for (std::size_t at = 0; at < cycle.size(); ++at) {
      const live_channel* it = found_.channel_of(thread(cycle[at]).for_what[0].channel);
      if (it == nullptr || it->has_carried) ++begun;
    }
    if (begun == 0) {
      text_ = "Each waits to receive before it sends: one of them has to send first.";
      return;
    }
    for (std::size_t at = 0; at < cycle.size(); ++at) {
      const std::uint32_t channel = thread(cycle[at]).for_what[0].channel;
      const std::uint32_t next = cycle[(at + 1) % cycle.size()];
      const live_channel* it = found_.channel_of(channel);
      if (it == nullptr) continue;
      const bool is_common = thread(next).for_what[0].channel == channel;
      if (is_common && has(cycle[at], channel, true) && has(next, channel, true)) {
        text_ = name(cycle[at]) + " and " + name(next) + " wait for messages of " +
                name_of_channel(it) +
                " and keep senders of it themselves, so it never ends: count what is left to do, "
                "and close() it at the end.";
      } else if (begun < cycle.size() && !it->has_carried) {
        text_ = "Nothing was ever sent to " + name_of_channel(it) + ": " + name(next) +
                " keeps a sender of it and waits itself. Send, or let the sender go (tx = {}): "
                "then the receive ends.";
      } else if (begun == cycle.size() && found_.is_only_in_hands_of(next, channel, true)) {
        text_ = name(next) + " still has a sender of " + name_of_channel(it) + ", and " +
                name(cycle[at]) +
                " waits for more messages: let the sender go (tx = {}) when all is sent. A loop "
                "over a receiver ends when the last sender is gone.";
      }
      if (!text_.empty()) return;
    }
    text_ = all_received;
  }

  void look_at_senders() {
    const bool is_rendezvous = std::ranges::any_of(cycle_.threads(), [&](std::uint32_t index) {
      const live_channel* it = found_.channel_of(thread(index).for_what[0].channel);
      return it != nullptr && it->kind == detail::channel_kind::rendezvous;
    });
    text_ = is_rendezvous
                ? "Each sends before it receives, and a rendezvous needs both at the same time: "
                  "let one of them receive first, or give the channels a capacity."
                : "Each waits for room in a channel whose receiver waits for room, too: receive "
                  "while sending (select), or give the channels a larger capacity.";
  }

  void look_at_mixed_cycle() {
    const auto cycle = cycle_.threads();
    for (std::size_t at = 0; at < cycle.size() && text_.empty(); ++at) {
      look_at_pair(cycle[at], cycle[(at + 1) % cycle.size()]);
    }
    if (text_.empty() && cycle.size() == 2) look_at_two(cycle[0], cycle[1]);
    if (text_.empty() && std::ranges::all_of(cycle, [&](std::uint32_t index) {
          return only_receives(thread(index));
        })) {
      look_at_selecting_receivers();
    }
    if (!text_.empty()) return;
    text_ =
        "Each waits for the next one: break the ring, for example by a select that also "
        "receives, or by a larger capacity.";
  }

  static bool only_receives(const live_thread& thread) {
    return deadlock_analysis::waits_in_channels(thread) &&
           std::ranges::none_of(deadlock_analysis::waits_of(thread),
                                [](const live_wait& wait) { return wait.is_send != 0; });
  }

  void look_at_selecting_receivers() {
    bool has_begun = false;
    for (const std::uint32_t index : cycle_.threads()) {
      for (const live_wait& wait : deadlock_analysis::waits_of(thread(index))) {
        const live_channel* it = found_.channel_of(wait.channel);
        has_begun = has_begun || it == nullptr || it->has_carried;
      }
    }
    text_ = has_begun ? all_received : "Each waits to receive before it sends: one of them has to "
                                       "send first.";
  }

  /// One that waits for the next one, which does something that it should do later.
  void look_at_pair(std::uint32_t index, std::uint32_t next) {
    const live_thread& self = thread(index);
    const live_thread& other = thread(next);
    const live_channel* it = found_.channel_of(self.for_what[0].channel);
    if (self.waits == wait_kind::mutex) {
      blame_owner(index, next);
    } else if (other.waits != wait_kind::join) {
      return;
    } else if (self.waits == wait_kind::send) {
      // What it has only put somewhere may by now be another thread's, such as this one's.
      const std::uint32_t channel = self.for_what[0].channel;
      if (found_.tie_between(next, channel, false) < tie::keeps) return;
      text_ = name(next) + " joins " + joined_by(other) + " before it has received all of " +
              name_of_channel(it) + ": receive first, and join afterwards.";
    } else if (self.waits == wait_kind::receive && it != nullptr && !it->has_carried) {
      text_ = name(next) + " joins " + joined_by(other) + " and has sent nothing to " +
              name_of_channel(it) + ", from which " + name(index) +
              " receives: send, or let the sender go (tx = {}), before the join.";
    } else if (self.waits == wait_kind::receive) {
      text_ = name(next) + " joins " + joined_by(other) + " and still has a sender of " +
              name_of_channel(it) + ", whose end " + name(index) +
              " waits for: let the sender go (tx = {}) before the join.";
    } else if (self.waits == wait_kind::select && has_sender_for(next, self)) {
      text_ =
          name(next) + " joins " + joined_by(other) + " and still has a sender for the select of " +
          name(index) +
          ": let it go (tx = {}) before the join, and leave the loop around the select when its "
          "channels are disconnected.";
    }
  }

  bool has_sender_for(std::uint32_t index, const live_thread& selects) const {
    return std::ranges::any_of(deadlock_analysis::waits_of(selects), [&](const live_wait& wait) {
      return wait.is_send == 0 && has(index, wait.channel, true);
    });
  }

  /// One waits until the other receives, which waits for a message of another channel.
  void look_at_two(std::uint32_t one, std::uint32_t other) {
    if (thread(one).waits == wait_kind::receive) std::swap(one, other);
    const live_thread& sender = thread(one);
    const live_thread& receiver = thread(other);
    if (sender.waits != wait_kind::send || receiver.waits != wait_kind::receive) return;
    text_ = name(one) + " waits until " + name(other) + " receives from " +
            name_of_channel(found_.channel_of(sender.for_what[0].channel)) + ", and " +
            name(other) + " waits for a message of " +
            name_of_channel(found_.channel_of(receiver.for_what[0].channel)) +
            ": receive in the order in which it is sent, or from both (select).";
  }

  void blame_owner(std::uint32_t index, std::uint32_t owner) {
    const live_thread& other = thread(owner);
    text_ = name(owner) + " holds the lock that " + name(index) + " waits for: unlock " +
            (other.waits == wait_kind::join                ? "before the join."
             : deadlock_analysis::waits_in_channels(other) ? "before sending or receiving."
                                                           : "before waiting.");
  }

  std::string joined_by(const live_thread& joiner) const {
    const std::uint32_t index = found_.thread_awaited_by(joiner);
    return index == live_thread_limit ? "a thread" : name(index);
  }

  // No ring is known.

  /// Who holds it is not known, or waits for something else.
  void look_at_lock(std::uint32_t index) {
    const live_thread& self = thread(index);
    if (self.waits != wait_kind::mutex) return;
    const std::uint32_t owner = found_.thread_awaited_by(self);
    bool is_any_in_channel = false;
    found_.for_each([&](std::uint32_t each) {
      is_any_in_channel = is_any_in_channel || deadlock_analysis::waits_in_channels(thread(each));
    });
    if (owner != live_thread_limit) {
      blame_owner(index, owner);
    } else if (self.lock_owner != 0) {
      text_ = "A thread has ended with the lock that " + name(index) +
              " waits for: lock with a std::lock_guard, which unlocks at the end of its block.";
    } else if (is_any_in_channel) {
      text_ =
          "A thread seems to hold a lock while it waits in a channel: unlock before sending or "
          "receiving.";
    } else {
      text_ = "The lock that " + name(index) +
              " waits for is never unlocked: a thread holds it "
              "while it waits itself, or has forgotten it.";
    }
  }

  void look_for_unused_receivers(std::uint32_t index) {
    for (const live_wait& wait : deadlock_analysis::waits_of(thread(index))) {
      if (wait.is_send == 0 || !found_.is_unused(wait.channel, false)) continue;
      text_ = "A receiver of " + name_of_channel(found_.channel_of(wait.channel)) +
              " is kept, but nobody receives from it: receive, or let it go, so that sends fail.";
      return;
    }
  }

  void look_for_kept_senders(std::uint32_t index) {
    const live_thread& self = thread(index);
    if (self.waits != wait_kind::receive) return;
    const std::uint32_t channel = self.for_what[0].channel;
    const live_channel* it = found_.channel_of(channel);
    if (it == nullptr || it->senders == 0) return;
    std::uint32_t keeper = live_thread_limit;
    found_.for_each_tied(channel, true, [&](std::uint32_t each, tie how) {
      if (each != index && how >= tie::keeps) keeper = each;
    });
    if (keeper != live_thread_limit && waits_for_notification(keeper)) {
      text_ = name(keeper) + " still has a sender of " + name_of_channel(it) + ", from which " +
              name(index) + " receives, and waits itself. If that is for the end of what " +
              name(index) + " does, let the sender go (tx = {}) first; else " +
              (thread(keeper).waits == wait_kind::atomic
                   ? "others have to release, count down or arrive for it: is their number right?"
                   : "somebody has to wake it: a notification that comes before the wait is "
                     "lost.");
    } else if (keeper != live_thread_limit) {
      text_ = name(keeper) + " waits itself and still has a sender of " + name_of_channel(it) +
              ", and " + name(index) +
              " waits for messages: send what is missing, or let the sender go (tx = {}), before "
              "that wait. A loop over a receiver ends when the last sender is gone.";
    } else {
      text_ = "A sender of " + name_of_channel(it) +
              " is kept, but nobody sends: it may lie in a message "
              "that nobody receives, in a container or in an object. Send with it, or let it go: "
              "then the receive ends.";
    }
  }

  std::size_t waiting_for_futures() const {
    std::size_t count = 0;
    found_.for_each(
        [&](std::uint32_t index) { count += thread(index).waits == wait_kind::future ? 1 : 0; });
    return count;
  }

  bool waits_for_notification(std::uint32_t index) const {
    const wait_kind kind = thread(index).waits;
    return kind == wait_kind::condition || kind == wait_kind::atomic || kind == wait_kind::other;
  }

  void look_at_notification(std::uint32_t index) {
    switch (thread(index).waits) {
      case wait_kind::condition:
        text_ = "Nobody is left who could notify " + name(index) +
                ": change what it waits for "
                "under the lock, then notify, also when there is no more work. Wait with a "
                "predicate: a notification that comes before the wait is lost.";
        break;
      case wait_kind::future:
        text_ = "Nobody is left who could give " + name(index) +
                " its result: set the promise's "
                "value, or let the promise go, so that the future fails.";
        if (waiting_for_futures() > 1) {
          text_ +=
              " If a pool's thread should compute it: a task that waits for another task of its "
              "pool needs a thread that is free.";
        }
        break;
      case wait_kind::atomic:
        text_ = "Nobody is left who could wake " + name(index) +
                ": those that it waits for have to release the semaphore, count down the latch, "
                "arrive at the barrier or notify, on each way out. Is their number right?";
        break;
      case wait_kind::other:
        text_ = "Nobody is left who could wake " + name(index) +
                " from what it waits for: notify the condition variable, set the promise's value, "
                "release the semaphore, or unlock.";
        break;
      default:
        break;
    }
  }

  static constexpr const char* all_received =
      "All that was sent has been received, and each waits for more: let senders go (tx = {}) when "
      "all is sent, or send first.";

  const deadlock_analysis& found_;
  const wait_cycle& cycle_;
  std::string text_;
};

}  // namespace trace
STRAIT_END
