// patterns.hpp — who sends what to whom. Everything is generic over a system: a channel library
// as program.hpp describes it.
//
// Each pattern makes its channels, moves `messages` messages through them and destroys them; its
// threads are started and joined within. It returns the number of messages moved, which may be less
// than asked for, so that all threads do the same; and the sum of their values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "message.hpp"

namespace bench {

using capacity = std::optional<std::size_t>;  // none: unbounded

struct tally {
  std::uint64_t messages = 0;
  std::uint64_t sum = 0;
  std::uint64_t expected = 0;  // what `sum` has to be
};

// Threads that the destructor joins.
class crew {
 public:
  crew() = default;
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;
  ~crew() {
    for (std::thread& each : threads_) each.join();
  }

  template <class F>
  void add(F work) {
    threads_.emplace_back(std::move(work));
  }

 private:
  std::vector<std::thread> threads_;
};

// The sum of the values of so many senders, each of which sends so many messages.
template <class T>
std::uint64_t values(std::uint64_t senders, std::uint64_t messages) {
  return senders * message<T>::sum_of(messages);
}

template <class T, class Channel>
void send_all(Channel& channel, std::uint64_t messages) {
  for (std::uint64_t i = 0; i < messages; ++i) channel.send(message<T>::make(i));
}

template <class T, class Channel>
std::uint64_t receive_all(Channel& channel, std::uint64_t messages) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < messages; ++i) sum += message<T>::value(channel.receive());
  return sum;
}

inline std::uint64_t sum_of(const std::vector<std::uint64_t>& sums) {
  std::uint64_t sum = 0;
  for (const std::uint64_t each : sums) sum += each;
  return sum;
}

// All sends, then all receives, on one thread.
template <class System, class T>
tally sequential(capacity room, std::uint64_t messages) {
  typename System::template channel<T> channel(room);
  send_all<T>(channel, messages);
  return {messages, receive_all<T>(channel, messages), values<T>(1, messages)};
}

// One receiver is the calling thread; several are threads of their own.
template <class System, class T>
tally many_to_many(capacity room, std::uint64_t messages, std::size_t senders,
                   std::size_t receivers) {
  messages -= messages % (senders * receivers);
  std::vector<std::uint64_t> sums(receivers);
  {
    typename System::template channel<T> channel(room);
    crew threads;
    for (std::size_t i = 0; i < senders; ++i) {
      threads.add([&] { send_all<T>(channel, messages / senders); });
    }
    if (receivers == 1) {
      sums[0] = receive_all<T>(channel, messages);
    } else {
      for (std::uint64_t& sum : sums) {
        threads.add([&] { sum = receive_all<T>(channel, messages / receivers); });
      }
    }
  }
  return {messages, sum_of(sums), values<T>(senders, messages / senders)};
}

inline constexpr std::size_t select_width = 4;

template <class Channel>
std::array<Channel, select_width> four(capacity room) {
  return {Channel(room), Channel(room), Channel(room), Channel(room)};
}

// Four senders with a channel each; one receiver selects among the channels.
template <class System, class T>
tally select_receive(capacity room, std::uint64_t messages) {
  using channel = typename System::template channel<T>;
  messages -= messages % select_width;
  std::uint64_t sum = 0;
  {
    std::array<channel, select_width> channels = four<channel>(room);
    crew threads;
    for (channel& each : channels) {
      threads.add([&each, messages] { send_all<T>(each, messages / select_width); });
    }
    for (std::uint64_t i = 0; i < messages; ++i) {
      sum += message<T>::value(System::receive_any(channels));
    }
  }
  return {messages, sum, values<T>(select_width, messages / select_width)};
}

// Four senders and four receivers, each of which selects among four channels.
template <class System, class T>
tally select_both(capacity room, std::uint64_t messages) {
  using channel = typename System::template channel<T>;
  messages -= messages % select_width;
  const std::uint64_t each = messages / select_width;
  std::vector<std::uint64_t> sums(select_width);
  {
    std::array<channel, select_width> channels = four<channel>(room);
    crew threads;
    for (std::size_t i = 0; i < select_width; ++i) {
      threads.add([&channels, each] {
        for (std::uint64_t k = 0; k < each; ++k) {
          System::send_any(channels, message<T>::make(k));
        }
      });
      threads.add([&channels, &sum = sums[i], each] {
        for (std::uint64_t k = 0; k < each; ++k) {
          sum += message<T>::value(System::receive_any(channels));
        }
      });
    }
  }
  return {messages, sum_of(sums), values<T>(select_width, each)};
}

// One sender, one receiver; both move up to 64 messages per call.
template <class System, class T>
tally batches(capacity room, std::uint64_t messages) {
  constexpr std::size_t batch = 64;
  messages -= messages % batch;
  std::uint64_t sum = 0;
  {
    typename System::template channel<T> channel(room);
    crew threads;
    threads.add([&channel, messages] {
      std::vector<T> out;
      for (std::uint64_t i = 0; i < messages;) {
        out.clear();
        while (out.size() < batch) out.push_back(message<T>::make(i++));
        channel.send_batch(out);
      }
    });
    std::vector<T> in;
    for (std::uint64_t left = messages; left > 0; left -= in.size()) {
      in.clear();
      channel.receive_batch(in, batch);
      for (const T& each : in) sum += message<T>::value(each);
    }
  }
  return {messages, sum, values<T>(1, messages)};
}

// Makes and destroys channels that nobody uses.
template <class System, class T>
tally create(capacity room, std::uint64_t channels) {
  for (std::uint64_t i = 0; i < channels; ++i) {
    [[maybe_unused]] typename System::template channel<T> channel(room);
  }
  return {channels, 0, 0};
}

// A new channel for each message.
template <class System, class T>
tally use_once(std::uint64_t messages) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < messages; ++i) {
    typename System::template once<T> channel;
    channel.send(message<T>::make(i));
    sum += message<T>::value(channel.receive());
  }
  return {messages, sum, values<T>(1, messages)};
}

// One thread sends to one of `width` channels, in a scattered order, and receives through a
// selector over all of them.
template <class System, class T>
tally selector(capacity room, std::uint64_t messages, std::size_t width) {
  constexpr std::size_t stride = 7919;  // a prime: no divisor of any width
  std::uint64_t sum = 0;
  std::deque<typename System::template channel<T>> channels;
  for (std::size_t i = 0; i < width; ++i) channels.emplace_back(room);
  typename System::template selector<T> any(channels);
  for (std::uint64_t i = 0; i < messages; ++i) {
    channels[i * stride % width].send(message<T>::make(i));
    sum += message<T>::value(any.receive());
  }
  return {messages, sum, values<T>(1, messages)};
}

}  // namespace bench
