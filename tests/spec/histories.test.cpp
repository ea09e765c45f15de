// Histories of real runs: three threads do what the random numbers say, on a channel of each kind;
// whatever came of it must be what some order of the operations, one at a time, would have given.
// STRAIT_TEST_HISTORIES=100000 sets the number for each kind (npm run verify).
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <strait/strait.hpp>
#include <vector>

#include "checker/told.hpp"
#include "support/flavors.hpp"
#include "support/recorded.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"

namespace {

using namespace std::chrono_literals;
using specification::action;
using specification::outcome;
using specification::told;
using test::recorded;

constexpr int thread_count = 3;
constexpr int most_operations = 5;  ///< Of one thread.

/// How many histories: as many as were asked for, or 2,000. Unless some number was asked for, a
/// second is enough: on a busy machine, where the threads of a round wait for a processor, that is
/// a few dozen.
class work_to_do {
 public:
  bool is_done(int number) const {
    return number >= count_ || (wanted_ == nullptr && std::chrono::steady_clock::now() > end_);
  }

 private:
  const char* const wanted_ = std::getenv("STRAIT_TEST_HISTORIES");
  const int count_ = wanted_ == nullptr ? test::scaled(2000) : std::atoi(wanted_);
  const std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + 1s;
};

/// One thread's handles, and what it does with them.
struct party {
  strait::sender<int> tx;
  strait::receiver<int> rx;

  void run(test::generator& random, test::recorder& log, int first_value) {
    const std::uint64_t count = 1 + test::below(random, most_operations);
    for (std::uint64_t each = 0; each < count; ++each) {
      one(random, log, first_value + static_cast<int>(each));
    }
  }

 private:
  void one(test::generator& random, test::recorder& log, int value) {
    const auto send = [&](auto how) { log(action::send, value, [&] { return told(how()); }); };
    const auto receive = [&](auto how) { log(action::receive, 0, [&] { return told(how()); }); };
    switch (test::below(random, 18)) {
      case 0:
      case 1:
      case 2:
        return send([&] { return tx.send(value); });
      case 3:
      case 4:
      case 5:
        return send([&] { return tx.try_send(value); });
      case 6:
      case 7:
        return send([&] { return tx.send_for(value, 20us); });
      case 8:
      case 9:
      case 10:
        return receive([&] { return rx.recv(); });
      case 11:
      case 12:
      case 13:
        return receive([&] { return rx.try_recv(); });
      case 14:
      case 15:
        return receive([&] { return rx.recv_for(20us); });
      case 16: {
        std::optional<std::expected<int, strait::recv_error>> got;
        return receive([&] {
          strait::select(strait::on_recv(rx, [&](auto message) { got = std::move(message); }));
          return std::move(*got);
        });
      }
      default:
        if (test::below(random, 8) != 0) return send([&] { return tx.try_send(value); });
        return log(action::close, 0, [&] {
          tx.close();
          return specification::operation{.how = outcome::done};
        });
    }
  }
};

/// A run of all threads. If none of them seems to go on, a close ends what waits; it is part of the
/// history, so it may also come too early.
class experiment {
 public:
  experiment() : threads_(thread_count, [this](int thread) { work(thread); }) {
    for (int each = 0; each < thread_count; ++each) logs_.emplace_back(moments_, each);
  }

  std::vector<recorded> run(strait::channel<int> made, std::uint64_t number) {
    moments_ = 0;
    running_ = thread_count;
    number_ = number;
    parties_.clear();
    for (int each = 0; each < thread_count; ++each) parties_.push_back({made.tx, made.rx});
    made.rx = {};
    threads_.begin();
    test::recorder own(moments_, thread_count);
    close_when_nobody_goes_on(made.tx, own);
    threads_.end();
    std::vector<recorded> all = own.take();
    for (test::recorder& each : logs_) {
      for (const recorded& one : each.take()) all.push_back(one);
    }
    return all;
  }

 private:
  void work(int thread) {
    const auto index = static_cast<std::size_t>(thread);
    test::generator random = test::random(number_ * thread_count + index);
    parties_[index].run(random, logs_[index], 10 * (thread + 1));
    --running_;
  }

  void close_when_nobody_goes_on(const strait::sender<int>& tx, test::recorder& log) {
    std::uint64_t seen = moments_;
    for (int idle = 0; idle < 20; ++idle) {
      if (running_ == 0) return;
      std::this_thread::yield();
      if (const std::uint64_t now = moments_; now != seen) seen = now, idle = 0;
    }
    log(action::close, 0, [&] {
      tx.close();
      return specification::operation{.how = outcome::done};
    });
  }

  std::atomic<std::uint64_t> moments_{0};
  std::atomic<int> running_{0};
  std::uint64_t number_ = 0;
  std::vector<party> parties_;
  std::vector<test::recorder> logs_;
  test::rounds threads_;  ///< The last member: its threads use the others.
};

constexpr test::kind bounded_2{"bounded(2)", 2};
constexpr test::kind oneshot{"oneshot", 1};

}  // namespace

TEST_CASE("whatever threads do to a channel, some order of the operations explains it") {
  const test::kind kind = GENERATE(values({test::rendezvous, test::bounded_1, bounded_2,
                                           test::bounded_large, test::unbounded, oneshot}));
  CAPTURE(kind, test::seed());
  const bool once = kind.name == oneshot.name;
  const specification::channel model(kind.capacity.value_or(specification::channel::unlimited),
                                     once, thread_count + 1, thread_count);
  experiment threads;
  const work_to_do work;
  for (int number = 0; !work.is_done(number); ++number) {
    const auto all = threads.run(once ? strait::oneshot<int>() : kind.make<int>(),
                                 static_cast<std::uint64_t>(number));
    if (!test::is_history_of(model, all)) FAIL("no channel did this:\n" << test::text_of(all));
  }
  SUCCEED();
}

namespace {

enum class fault : std::uint8_t { none, loses, doubles, overtakes, looks_empty, over_too_early };

/// A queue with a lock, and with a fault if one is planted.
class faulty_queue {
 public:
  explicit faulty_queue(fault planted) : planted_(planted) {}

  specification::operation send(int value) {
    const std::lock_guard guard(lock_);
    if (closed_) return {.how = outcome::disconnected};
    if (planted_ == fault::overtakes && messages_.size() == 1) {
      messages_.push_front(value);
    } else if (planted_ != fault::loses || value % 7 != 0) {
      messages_.push_back(value);
    }
    return {.how = outcome::done};
  }

  specification::operation receive() {
    const std::lock_guard guard(lock_);
    const bool is_blind = planted_ == fault::looks_empty && messages_.size() == 2;
    if (messages_.empty() || is_blind || (planted_ == fault::over_too_early && closed_)) {
      return {.how = closed_ ? outcome::disconnected : outcome::would_wait};
    }
    const int value = messages_.front();
    if (planted_ != fault::doubles || value % 7 != 0) messages_.pop_front();
    return {.value = value, .how = outcome::done};
  }

  specification::operation close() {
    const std::lock_guard guard(lock_);
    closed_ = true;
    return {.how = outcome::done};
  }

 private:
  const fault planted_;
  std::mutex lock_;
  std::deque<int> messages_;
  bool closed_ = false;
};

/// Two threads, and what they do to such a queue in a round.
class faulty_rounds {
 public:
  faulty_rounds() : threads_(2, [this](int thread) { work(thread); }) {
    for (int each = 0; each < 2; ++each) logs_.emplace_back(moments_, each);
  }

  bool is_history(fault planted, std::uint64_t number) {
    queue_.emplace(planted);
    number_ = number;
    threads_.begin();
    threads_.end();
    std::vector<recorded> all = logs_[0].take();
    for (const recorded& one : logs_[1].take()) all.push_back(one);
    const specification::channel model(specification::channel::unlimited, false, 2, 2);
    return test::is_history_of(model, all);
  }

 private:
  void work(int thread) {
    test::recorder& log = logs_[static_cast<std::size_t>(thread)];
    test::generator random = test::random(number_ * 2 + static_cast<std::uint64_t>(thread));
    for (int each = 0; each < 6; ++each) {
      const std::uint64_t what = test::below(random, 12);
      if (what == 0) {
        log(action::close, 0, [&] { return queue_->close(); });
      } else if (what < 7) {
        const int value = 10 * (thread + 1) + each;
        log(action::send, value, [&] { return queue_->send(value); });
      } else {
        log(action::receive, 0, [&] { return queue_->receive(); });
      }
    }
  }

  std::atomic<std::uint64_t> moments_{0};
  std::vector<test::recorder> logs_;
  std::optional<faulty_queue> queue_;
  std::uint64_t number_ = 0;
  test::rounds threads_;  ///< The last member: its threads use the others.
};

}  // namespace

TEST_CASE("what no channel does is recognized in a history") {
  const fault planted = GENERATE(fault::loses, fault::doubles, fault::overtakes, fault::looks_empty,
                                 fault::over_too_early);
  CAPTURE(test::seed());
  faulty_rounds threads;
  std::uint64_t number = 0;
  while (number < 400 && threads.is_history(planted, number)) ++number;
  CHECK(number < 400);
}

TEST_CASE("what a queue with a lock does is always a history of a channel") {
  CAPTURE(test::seed());
  faulty_rounds threads;
  const work_to_do work;
  for (int number = 0; !work.is_done(number); ++number) {
    REQUIRE(threads.is_history(fault::none, static_cast<std::uint64_t>(number)));
  }
  SUCCEED();
}
