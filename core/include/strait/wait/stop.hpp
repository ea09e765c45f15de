// stop.hpp — waiting until a stop is requested: as the limit of one wait (wait_for), or as
// something that one can wait for beside channels (stop_signal).
//
// The two differ if something else is ready when the stop is requested. With a limit, that wins, as
// over a deadline. A signal is one operation among others: a fair select may choose it first.
//
// Invariants  I1 queue_ is guarded by lock_.
#pragma once

#include <version>

#include <mutex>

#ifdef __cpp_lib_jthread
#include <stop_token>
#endif

#include <strait/base/lock.hpp>
#include <strait/wait/wait_loop.hpp>
#include <strait/wait/waitable.hpp>

STRAIT_BEGIN

#ifdef __cpp_lib_jthread
using std::stop_token;

namespace detail {
template <class Callback>
using stop_callback = std::stop_callback<Callback>;
}  // namespace detail
#else
/// Stands for std::stop_token where the standard library has none (libc++ 18 has it with
/// -fexperimental-library): nobody can request a stop.
class stop_token {
 public:
  [[nodiscard]] static bool stop_requested() noexcept { return false; }
  [[nodiscard]] static bool stop_possible() noexcept { return false; }
};

namespace detail {
template <class Callback>
struct stop_callback {
  stop_callback(const stop_token&, const Callback&) noexcept {}
};
}  // namespace detail
#endif

namespace detail {

/// Until when an operation waits: a moment, or a stop before it.
struct stop_or_deadline {
  const stop_token& stop;
  deadline moment = deadline::forever();

  bool is_endless() const noexcept {
    return moment == deadline::forever() && !stop.stop_possible();
  }
};

constexpr bool is_immediate(const deadline& limit) noexcept { return limit.is_immediate(); }
constexpr bool is_immediate(const stop_or_deadline& limit) noexcept {
  return limit.moment.is_immediate();
}

/// The error of a wait that chose nothing. `time_up`: the operation's error if its time is up.
template <class Code>
constexpr Code error_of(wait_end end, Code time_up) noexcept {
  switch (end) {
    case wait_end::would_block:
      return Code::would_block;
    case wait_end::interrupted:
      return Code::stopped;
    default:
      return time_up;
  }
}

/// As loop.run(limit), but a stop interrupts it: after one more look, as at a deadline.
template <class Round>
wait_result run(wait_loop<Round>& loop, const stop_or_deadline& limit) {
  if (!limit.stop.stop_possible()) return loop.run(limit.moment);
  tracer::stoppable();
  const auto interrupt = [&loop]() noexcept { loop.interrupt(); };
  const stop_callback<decltype(interrupt)> interrupts(limit.stop, interrupt);
  return loop.run(limit.moment);
}

inline wait_result wait_for(operation& op, const stop_or_deadline& limit, waiter& self) {
  operation* operations[] = {&op};
  waitable* channels[1];
  wait_round round(operations, channels, self);
  wait_loop loop(round);
  return run(loop, limit);
}
inline wait_result wait_for(operation& op, const stop_or_deadline& limit) {
  waiter self;
  return wait_for(op, limit, self);
}

/// A stop as something to wait for: every operation on it is ready once the stop is requested.
class stop_signal final : public waitable {
 public:
  explicit stop_signal(const stop_token& stop) noexcept
      : stop_(stop), notifies_(stop, notify{this}) {
    tracer::made(this, channel_kind::stop);
  }
  ~stop_signal() { tracer::freed(this); }

  void lock() noexcept override { lock_.lock(); }
  void unlock() noexcept override { lock_.unlock(); }
  attempt_result attempt(operation& op, wake_list&) noexcept override {
    return stop_.stop_requested() ? op.settle(operation_state::ready) : attempt_result::would_wait;
  }
  bool might_be_ready(const operation&) const noexcept override { return stop_.stop_requested(); }
  void enlist(operation& op, wake_list&) noexcept override { queue_.push_back(op); }
  void withdraw(operation& op) noexcept override {
    if (op.listed.read()) queue_.remove(op);
  }
  time_point due() const noexcept override { return time_point::max(); }

 private:
  struct notify {
    stop_signal* signal;
    void operator()() const noexcept { signal->wake_all(); }
  };

  /// Called by the thread that requests the stop, after the request: attempt() sees it.
  void wake_all() noexcept {
    wake_list wakes;
    const std::lock_guard guard(lock_);
    while (operation* waiting = queue_.claim_first()) wakes.add(*waiting, operation_state::ready);
  }

  const stop_token stop_;
  short_lock lock_;
  wait_queue queue_;                ///< I1
  stop_callback<notify> notifies_;  ///< The last member: its end waits for a call in progress.
};

}  // namespace detail
STRAIT_END
