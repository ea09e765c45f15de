// deadlock_words.hpp — what threads and channels are called in a report, and what a thread waits
// for.
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

/// "jobs", "the channel of line 22", or "channel 2 of line 22" if several were made there.
inline std::string name_of(const deadlock_analysis& found, const live_channel* channel) {
  if (channel == nullptr) return "a channel";
  if (!channel->name.empty()) return "\"" + std::string(channel->name.view()) + '"';
  if (channel->kind == detail::channel_kind::never) return "never()";
  const bool is_timer =
      channel->kind == detail::channel_kind::after || channel->kind == detail::channel_kind::tick;
  const std::string what = is_timer ? "timer " : "channel ";
  if (channel->made.line == 0) return what + std::to_string(channel->id);
  std::uint32_t before = 0;
  std::uint32_t all = 0;
  for (const live_channel& each : found.tables().channels) {
    if (each.used == 0 || !each.name.empty() || each.made.line != channel->made.line) continue;
    ++all;
    if (each.id <= channel->id) ++before;
  }
  return (all == 1 ? "the " + what : what + std::to_string(before) + ' ') + "of line " +
         std::to_string(channel->made.line);
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
    return name_of(found, found.channel_of(waits.empty() ? 0 : waits.front().channel));
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
                name_of(found, found.channel_of(each.channel));
      }
      return text;
    }
    case wait_kind::join: {
      const std::uint32_t other = found.thread_awaited_by(thread);
      return "waits for " +
             (other == live_thread_limit ? "a thread" : name_of(found.tables().threads[other])) +
             " to end";
    }
    case wait_kind::mutex: {
      const std::uint32_t owner = found.thread_awaited_by(thread);
      if (owner == live_thread_limit) {
        return thread.lock_owner == 0 ? "waits for a lock"
                                      : "waits for a lock that a thread held when it ended";
      }
      const live_thread& other = found.tables().threads[owner];
      return "waits for a lock that " +
             (&other == &thread ? "it holds itself" : name_of(other) + " holds");
    }
    case wait_kind::condition:
      return "waits for a condition variable";
    case wait_kind::future:
      return "waits for a future";
    case wait_kind::atomic:
      return "waits for a semaphore, a latch, a barrier or an atomic";
    default:
      return "waits outside of channels, perhaps for a lock, a condition variable or a semaphore";
  }
}

}  // namespace trace
STRAIT_END
