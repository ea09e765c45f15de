// recorded.hpp — histories of real runs: what threads did to a channel, when each operation was
// called and when it returned, and whether a channel could have done that
// (checker/specification.hpp).
//
// The moments are numbers drawn from one counter, before the call and after the return: an
// operation comes before another if its return has a smaller number than the other's call.
#pragma once

#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "../checker/specification.hpp"

namespace test {

struct recorded {
  specification::operation what;
  std::uint64_t called = 0;
  std::uint64_t returned = 0;
  int thread = 0;
};

/// What one thread does; it keeps its own part of the history.
class recorder {
 public:
  recorder(std::atomic<std::uint64_t>& moments, int thread) : moments_(moments), thread_(thread) {}

  /// `f` returns the outcome and, of a receive, the message.
  template <class F>
  void operator()(specification::action what, int value, F f) {
    recorded one{.what = {what, value}, .called = moments_.fetch_add(1), .thread = thread_};
    const specification::operation result = f();
    one.returned = moments_.fetch_add(1);
    one.what.how = result.how;
    if (what == specification::action::receive) one.what.value = result.value;
    all_.push_back(one);
  }

  std::vector<recorded> take() { return std::exchange(all_, {}); }

 private:
  std::atomic<std::uint64_t>& moments_;
  const int thread_;
  std::vector<recorded> all_;
};

inline bool is_history_of(const specification::channel& channel, std::span<const recorded> all) {
  std::vector<specification::operation> operations;
  for (const recorded& each : all) operations.push_back(each.what);
  const auto comes_before = [&](std::size_t a, std::size_t b) {
    return all[a].returned < all[b].called;
  };
  return specification::linearization(operations, comes_before).exists(channel);
}

inline std::string text_of(std::span<const recorded> all) {
  static constexpr const char* actions[] = {"send", "receive", "close", "drop sender",
                                            "drop receiver"};
  static constexpr const char* outcomes[] = {"done", "would wait", "disconnected", "unfinished"};
  std::ostringstream text;
  for (const recorded& each : all) {
    text << each.called << " to " << each.returned << ", thread " << each.thread << ": "
         << actions[static_cast<int>(each.what.what)] << ' ' << each.what.value << ": "
         << outcomes[static_cast<int>(each.what.how)] << '\n';
  }
  return text.str();
}

/// Threads that begin each round together, and wait for each other at its end.
class rounds {
 public:
  /// `work(thread)` is what a thread does in a round.
  template <class Work>
  rounds(int threads, Work work) : begin_(threads + 1), end_(threads + 1) {
    for (int each = 0; each < threads; ++each) {
      threads_.emplace_back([this, work, each] {
        for (;;) {
          begin_.arrive_and_wait();
          if (is_over_) return;
          work(each);
          end_.arrive_and_wait();
        }
      });
    }
  }
  rounds(const rounds&) = delete;
  rounds& operator=(const rounds&) = delete;
  ~rounds() {
    is_over_ = true;
    begin_.arrive_and_wait();
    for (std::thread& each : threads_) each.join();
  }

  void begin() { begin_.arrive_and_wait(); }
  void end() { end_.arrive_and_wait(); }

 private:
  std::barrier<> begin_;
  std::barrier<> end_;
  bool is_over_ = false;  ///< Written before the barrier.
  std::vector<std::thread> threads_;
};

}  // namespace test
