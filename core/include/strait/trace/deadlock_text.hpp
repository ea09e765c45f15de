// deadlock_text.hpp — a deadlock in words: who waits for what and where, who waits for whom, and
// the usual cure.
#pragma once

#include <string>
#include <string_view>

#include <strait/trace/deadlock.hpp>

STRAIT_BEGIN
namespace trace {

inline std::string name_of(const live_thread& thread) {
  if (!thread.name.empty()) return std::string(thread.name.view());
  return thread.number == 0 ? "main" : "thread " + std::to_string(thread.number);
}

/// "jobs", or "the channel of line 22".
inline std::string name_of(const live_channel* channel) {
  if (channel == nullptr) return "a channel";
  if (!channel->name.empty()) return "\"" + std::string(channel->name.view()) + '"';
  if (channel->kind == detail::channel_kind::never) return "never()";
  if (channel->made.line == 0) return "channel " + std::to_string(channel->id);
  return "the channel of line " + std::to_string(channel->made.line);
}

inline std::string place_of(const live_thread& thread) {
  if (thread.where.line == 0) return "";
  return std::string(thread.where.file.view()) + ':' + std::to_string(thread.where.line);
}

inline std::string seconds(std::uint64_t nanoseconds) {
  const std::uint64_t tenths = nanoseconds / 100'000'000;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

/// "waits to send 1 to jobs".
inline std::string describe_wait(const deadlock_analysis& found, const live_thread& thread) {
  const auto waits = deadlock_analysis::waits_of(thread);
  const auto channel = [&] {
    return name_of(found.channel_of(waits.empty() ? 0 : waits.front().channel));
  };
  switch (thread.waits) {
    case wait_kind::send:
      return "waits to send " + std::string(thread.value.view()) +
             (thread.value.empty() ? "to " : " to ") + channel();
    case wait_kind::receive:
      return "waits to receive from " + channel();
    case wait_kind::select: {
      std::string text = "waits in a select: ";
      for (const live_wait& each : waits) {
        if (&each != waits.data()) text += ", ";
        text += (each.is_send != 0 ? "to send to " : "to receive from ") +
                name_of(found.channel_of(each.channel));
      }
      return text;
    }
    case wait_kind::join: {
      const std::uint32_t other = thread.joins == 0 ? live_thread_limit
                                                    : found.index_of(thread.joins - 1);
      return "waits for the end of " +
             (other == live_thread_limit ? "a thread" : name_of(found.tables().threads[other]));
    }
    case wait_kind::mutex:
      return "waits for a lock";
    case wait_kind::condition:
      return "waits for a condition variable";
    default:
      return "waits";
  }
}

/// One of the patterns that deadlocks usually have, found by looking at each thread in turn.
class deadlock_cure {
 public:
  explicit deadlock_cure(const deadlock_analysis& found) : found_(found) {
    found.for_each([this](std::uint32_t index) {
      if (text_.empty()) look_at(index);
    });
    if (text_.empty()) look_at_locks();
    if (text_.empty()) look_at_cycle();
    if (text_.empty()) {
      found.for_each([this](std::uint32_t index) {
        if (text_.empty()) look_for_unused_receivers(thread(index));
      });
    }
  }

  /// Empty: no pattern fits.
  const std::string& text() const noexcept { return text_; }

 private:
  const live_thread& thread(std::uint32_t index) const { return found_.tables().threads[index]; }

  void look_at(std::uint32_t index) {
    const live_thread& self = thread(index);
    if (self.waits == wait_kind::receive) {
      const std::uint32_t channel = self.for_what[0].channel;
      const live_channel* it = found_.channel_of(channel);
      if (it != nullptr && it->kind == detail::channel_kind::never) {
        text_ = "never() never delivers: receive from it only beside other cases of a select.";
      } else if (found_.has(index, channel, true) &&
                 found_.is_only_in_hands_of(index, channel, true)) {
        text_ = "The last sender of " + name_of(it) + " lives in " + name_of(self) +
                " itself, which waits for its messages. Let it go before the loop (tx = {}), or "
                "move it into the thread that sends: a loop over a receiver ends when the last "
                "sender is gone.";
      }
    } else if (self.waits == wait_kind::select) {
      look_at_select(index);
    } else if (self.waits == wait_kind::join && self.joins != 0) {
      const std::uint32_t other = found_.index_of(self.joins - 1);
      if (other != live_thread_limit) look_at_join(index, other);
    }
  }

  /// Only if all that it waits for would have to come from itself.
  void look_at_select(std::uint32_t index) {
    const live_thread& self = thread(index);
    bool is_any_own = false;
    for (const live_wait& wait : deadlock_analysis::waits_of(self)) {
      const live_channel* it = found_.channel_of(wait.channel);
      if (it != nullptr && it->kind == detail::channel_kind::never) continue;
      const bool is_own = wait.is_send == 0 && found_.has(index, wait.channel, true) &&
                          found_.is_only_in_hands_of(index, wait.channel, true);
      if (!is_own) return;
      is_any_own = true;
    }
    const std::string name = name_of(self);
    text_ = is_any_own ? "The last senders of the channels from which " + name +
                             " selects live in " + name + " itself. Let them go before the "
                             "select (tx = {}), or move them into the threads that send: a case "
                             "is ready, too, when the last sender of its channel is gone."
                       : "never() never delivers: a select needs another case beside it.";
  }

  void look_at_join(std::uint32_t index, std::uint32_t joined) {
    const live_thread& self = thread(index);
    const live_thread& other = thread(joined);
    if (other.waits != wait_kind::send && other.waits != wait_kind::receive) return;
    const std::uint32_t channel = other.for_what[0].channel;
    const std::string it = name_of(found_.channel_of(channel));
    if (other.waits == wait_kind::send && found_.has(index, channel, false)) {
      text_ = name_of(self) + " joins " + name_of(other) + " before it has received all of " + it +
              ": receive first, and join afterwards.";
    } else if (other.waits == wait_kind::receive && found_.has(index, channel, true)) {
      text_ = name_of(self) + " joins " + name_of(other) + " and still has a sender of " + it +
              ", whose end it waits for: let the sender go (tx = {}) before the join.";
    }
  }

  void look_at_locks() {
    bool is_any_for_lock = false;
    bool is_any_in_channel = false;
    found_.for_each([&](std::uint32_t index) {
      const wait_kind waits = thread(index).waits;
      is_any_for_lock = is_any_for_lock || waits == wait_kind::mutex;
      is_any_in_channel = is_any_in_channel || waits == wait_kind::send ||
                          waits == wait_kind::receive || waits == wait_kind::select;
    });
    if (!is_any_for_lock) return;
    text_ = is_any_in_channel ? "A thread seems to hold a lock while it waits in a channel: unlock "
                                "before sending or receiving."
                              : "Threads wait for each other's locks: take locks in the same order "
                                "everywhere.";
  }

  void look_at_cycle() {
    const auto cycle = found_.cycle();
    if (cycle.size() < 2) return;
    const auto all_wait = [&](wait_kind kind) {
      return std::ranges::all_of(
          cycle, [&](std::uint32_t index) { return thread(index).waits == kind; });
    };
    if (all_wait(wait_kind::receive)) {
      text_ = "Each waits to receive before it sends: one of them has to send first.";
    } else if (all_wait(wait_kind::send)) {
      const bool is_rendezvous = std::ranges::any_of(cycle, [&](std::uint32_t index) {
        const live_channel* it = found_.channel_of(thread(index).for_what[0].channel);
        return it != nullptr && it->kind == detail::channel_kind::rendezvous;
      });
      text_ = is_rendezvous
                  ? "Each sends before it receives, and a rendezvous needs both at the same time: "
                    "let one of them receive first, or give the channels a capacity."
                  : "Each waits for room in a channel whose receiver waits for room, too: receive "
                    "while sending (select), or give the channels a larger capacity.";
    } else {
      text_ = "Each waits for the next one: break the ring, for example by a select that also "
              "receives, or by a larger capacity.";
    }
  }

  void look_for_unused_receivers(const live_thread& self) {
    if (self.waits != wait_kind::send) return;
    const std::uint32_t channel = self.for_what[0].channel;
    if (!found_.is_unused(channel, false)) return;
    text_ = "A receiver of " + name_of(found_.channel_of(channel)) +
            " is kept, but nobody receives from it: receive, or let it go, so that sends fail.";
  }

  const deadlock_analysis& found_;
  std::string text_;
};

/// The whole report; empty if there is no deadlock. `now`: nanoseconds since the run began.
inline std::string deadlock_text(const deadlock_analysis& found, std::uint64_t now) {
  std::size_t count = 0;
  std::string lines;
  found.for_each([&](std::uint32_t index) {
    const live_thread& thread = found.tables().threads[index];
    ++count;
    const std::string place = place_of(thread);
    lines += "  " + name_of(thread) + ' ' + describe_wait(found, thread) +
             (place.empty() ? "" : " at " + place) + ", for " +
             seconds(now > thread.since ? now - thread.since : 0) + '\n';
  });
  if (found.found() == verdict::none) return "";
  std::string text = found.found() == verdict::certain
                         ? "Deadlock. Nothing in this program can move any more.\n"
                     : count == 1 ? "This thread can probably never go on.\n"
                                  : "These " + std::to_string(count) +
                                        " threads can probably never go on.\n";
  text += lines;
  if (const auto cycle = found.cycle(); cycle.size() > 1) {
    for (std::size_t at = 0; at < cycle.size(); ++at) {
      const auto name = [&](std::size_t index) {
        return name_of(found.tables().threads[cycle[index % cycle.size()]]);
      };
      text += (at == 0 ? "  " : ", ") + name(at) + " waits for " + name(at + 1);
    }
    text += ".\n";
  }
  const deadlock_cure cure(found);
  return cure.text().empty() ? text : text + cure.text() + '\n';
}

}  // namespace trace
STRAIT_END
