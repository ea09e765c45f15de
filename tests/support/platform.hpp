// platform.hpp — the platform of the library's own tests: the machine's, but that a test can know
// how many threads sleep, and how often its own has drawn a random number, and can forbid a thread
// to sleep (as a browser's main thread, which a test cannot be under Node or natively). A variable
// that threads share is not used outside of its lifetime: in every test, whatever the test is
// about. Programs name it in STRAIT_PLATFORM_HEADER.
#pragma once

#include <strait/base/platform_machine.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace test {

/// Forbids this thread to sleep, for a scope.
class no_waiting_here {
 public:
  no_waiting_here() { holds = true; }
  no_waiting_here(const no_waiting_here&) = delete;
  no_waiting_here& operator=(const no_waiting_here&) = delete;
  ~no_waiting_here() { holds = false; }

  static inline thread_local bool holds = false;
};

/// How many threads sleep in the library, or are about to: what they wait for knows of them.
inline std::atomic<int> sleepers = 0;

/// How often this thread has drawn a random number: for each case that a select looks at, but for
/// the last one.
inline thread_local int draws = 0;

/// A variable that ends the program when it is used before its beginning or after its end, such as
/// an operation that has left its thread's stack.
template <class T>
class mortal_cell {
 public:
  mortal_cell() noexcept = default;
  explicit mortal_cell(T initial) noexcept : cell_(std::move(initial)) {}
  mortal_cell(const mortal_cell&) = delete;
  mortal_cell& operator=(const mortal_cell&) = delete;
  ~mortal_cell() { life_ = over; }

  const T& read() const noexcept {
    require_life();
    return cell_.read();
  }
  T& write() noexcept {
    require_life();
    return cell_.write();
  }

 private:
  static constexpr std::uint32_t alive = 0x51fe51fe;
  static constexpr std::uint32_t over = 0xdeadce11;

  void require_life() const noexcept {
    if (life_ == alive) return;
    std::fprintf(stderr, "a cell is used outside of its lifetime\n");
    std::abort();
  }

  volatile std::uint32_t life_ = alive;  ///< Volatile, for a store that nobody may read.
  strait::machine_platform::cell<T> cell_;
};

struct platform : strait::machine_platform {
  using machine = strait::machine_platform;
  template <class T>
  using cell = mortal_cell<T>;

  static std::uint32_t random_below(std::uint32_t bound) noexcept {
    ++draws;
    return machine::random_below(bound);
  }

  static bool may_block() noexcept { return !no_waiting_here::holds && machine::may_block(); }

  static void sleep(const machine::atomic<std::uint32_t>& word, std::uint32_t expected,
                    std::chrono::steady_clock::time_point until) noexcept {
    ++sleepers;
    machine::sleep(word, expected, until);
    --sleepers;
  }
};

}  // namespace test

STRAIT_BEGIN
using platform = test::platform;
STRAIT_END
