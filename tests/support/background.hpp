// background.hpp — runs a function on a thread of its own and hands over what it returned.
// Catch2's assertions belong to the main thread: a background function returns what there is to
// check, and the test checks it.
#pragma once

#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "platform.hpp"

namespace test {

template <class R>
class background {
 public:
  template <class F>
  explicit background(F function)
      : thread_([this, function = std::move(function)]() mutable {
          try {
            result_.emplace(function());
          } catch (...) {
            error_ = std::current_exception();
          }
        }) {}

  background(const background&) = delete;
  background& operator=(const background&) = delete;

  ~background() {
    if (thread_.joinable()) thread_.join();
  }

  /// Waits for the end; may be called once.
  R get() {
    thread_.join();
    if (error_) std::rethrow_exception(error_);
    return std::move(*result_);
  }

 private:
  std::optional<R> result_;
  std::exception_ptr error_;
  std::thread thread_;  // last: the thread uses the members above
};

template <class F>
background(F) -> background<std::invoke_result_t<F&>>;

/// Threads that return nothing, joined at the end of the scope or by join().
class crew {
 public:
  crew() = default;
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;
  ~crew() { join(); }

  template <class F>
  void add(F function) {
    threads_.emplace_back(std::move(function));
  }

  void join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::deque<std::thread> threads_;  // not a vector: GCC 12 warns of its growth, wrongly
};

/// Returns once `threads` threads sleep in channels: they have looked, found nothing to do and are
/// known to what they wait for. One that never comes to sleep is a hang, which the watchdog tells.
inline void let_it_block(int threads = 1) {
  while (sleepers < threads) std::this_thread::sleep_for(std::chrono::microseconds(50));
}

/// Lets the other threads get ahead, in tests of many of them at once. Nothing may depend on it.
inline void fall_behind() { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }

}  // namespace test
