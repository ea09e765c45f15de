// probes.hpp — what is not a time per message: how late a message arrives, and how much memory
// channels and messages occupy.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <fstream>
#include <string>
#include <vector>

#include "patterns.hpp"

namespace bench {

inline std::uint64_t nanoseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::nanoseconds(now).count());
}

struct delays {
  std::uint64_t p50, p99, p99_9, most;
};

inline delays delays_of(std::vector<std::uint64_t> all) {
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  return {at(0.5), at(0.99), at(0.999), all.back()};
}

// One sender sends the time every 20 µs, which it watches on the clock; the receiver subtracts.
template <class System>
delays paced(capacity room, std::uint64_t messages) {
  constexpr std::uint64_t pace = 20'000;
  std::vector<std::uint64_t> late(messages);
  typename System::template channel<word> channel(room);
  crew threads;
  threads.add([&channel, messages] {
    std::uint64_t next = nanoseconds();
    for (std::uint64_t i = 0; i < messages; ++i) {
      next += pace;
      while (nanoseconds() < next) {
      }
      channel.send(nanoseconds());
    }
  });
  for (std::uint64_t& each : late) {
    const word sent = channel.receive();
    each = nanoseconds() - sent;
  }
  return delays_of(std::move(late));
}

// Memory of this process that is in use, in bytes; 0 where the system does not tell.
inline std::uint64_t resident() {
  std::ifstream status("/proc/self/status");
  for (std::string key; status >> key;) {
    std::uint64_t kilobytes = 0;
    if (key == "VmRSS:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

inline double bytes_each(std::uint64_t before, std::uint64_t count) {
  const std::uint64_t now = resident();
  return now < before ? 0 : static_cast<double>(now - before) / static_cast<double>(count);
}

// Bytes of each of so many channels that are made and not used.
template <class System>
double idle_bytes(capacity room, std::uint64_t channels) {
  std::deque<typename System::template channel<std::uint32_t>> made;
  const std::uint64_t before = resident();
  for (std::uint64_t i = 0; i < channels; ++i) made.emplace_back(room);
  return bytes_each(before, channels);
}

// Bytes of each of so many messages that wait in one channel; or what is left of them, per message,
// when all have been received.
template <class System>
double queued_bytes(std::uint64_t messages, bool received) {
  typename System::template channel<std::uint32_t> channel{capacity{}};
  const std::uint64_t before = resident();
  for (std::uint64_t i = 0; i < messages; ++i) channel.send(static_cast<std::uint32_t>(i));
  if (received) {
    for (std::uint64_t i = 0; i < messages; ++i) static_cast<void>(channel.receive());
  }
  return bytes_each(before, messages);
}

}  // namespace bench
