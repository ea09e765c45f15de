// planted.test.cpp — whether the checker finds faults: small channels, each with a fault of a kind
// that channels really had, and each without it. Every fault is found, and nothing else.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <mutex>
#include <new>
#include <string>

#include "history.hpp"
#include "machine/explore.hpp"
#include "planted_channel.hpp"
#include "platform_checked.hpp"

namespace {

using checker::atomic;
using checker::cell;
using checker::check;
using checker::checked_lock;
using checker::machine;
using checker::platform;
using checker::run_threads;
using specification::action;
using specification::outcome;
constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto seq_cst = std::memory_order_seq_cst;
constexpr auto for_ever = machine::for_ever;

/// What is found wrong with `body`; "" if nothing, after all executions.
std::string fault_in(const std::function<void()>& body, checker::possibilities possible = {},
                     int preemptions = checker::search::unbounded) {
  const checker::model planted{
      .name = "planted", .body = body, .possible = possible, .preemptions = preemptions};
  const checker::result found = checker::explore(planted, 3'000'000);
  INFO(found.log);
  if (found.failure.empty()) REQUIRE(found.whole);
  return found.failure;
}

constexpr const char* races = "a data race: a read";
constexpr const char* hangs = "all threads wait for ever";

/// A slot that one thread fills and another empties, asleep in between.
struct slot {
  cell<int> message;
  atomic<std::uint32_t> full{0};

  void put(int value, std::memory_order publish, bool wakes) {
    message.write() = value;
    full.store(1, publish);
    if (wakes) platform::wake_one(&full);
  }
  int get(std::memory_order order) {
    while (full.load(order) == 0) full.sleep(0, for_ever);
    return message.read();
  }
};

auto slot_with(std::memory_order publish, std::memory_order order, bool wakes) {
  return [=] {
    slot it;
    run_threads({[&] { it.put(7, publish, wakes); },
                 [&] { check(it.get(order) == 7, "another message"); }});
  };
}

}  // namespace

TEST_CASE("class 2, weak orders: a message that is published too weakly is raced for") {
  CHECK(fault_in(slot_with(release, acquire, true)) == "");
  CHECK(fault_in(slot_with(relaxed, acquire, true)) == races);
  CHECK(fault_in(slot_with(release, relaxed, true)) == races);
}

TEST_CASE("class 12, a wake too few: the sleeper sleeps for ever") {
  CHECK(fault_in(slot_with(release, acquire, false)) == hangs);
}

TEST_CASE("class 2, announce and look again: without seq_cst both sides miss each other") {
  const auto program = [](std::memory_order order) {
    return [=] {
      atomic<std::uint32_t> ready{0}, waits{0}, woken{0};
      run_threads({[&] {
                     ready.store(1, order);
                     if (waits.load(order) == 0) return;
                     woken.store(1, relaxed);
                     platform::wake_one(&woken);
                   },
                   [&] {
                     waits.store(1, order);
                     if (ready.load(order) == 1) return;
                     while (woken.load(relaxed) == 0) woken.sleep(0, for_ever);
                   }});
    };
  };
  CHECK(fault_in(program(seq_cst)) == "");
  CHECK(fault_in(program(relaxed)) == hangs);
}

TEST_CASE("class 4, a time-out races a delivery: who gives up without a claim loses the message") {
  const auto program = [](bool claims) {
    return [=] {
      atomic<std::uint32_t> state{0};  // 0: waits, 1: has a message, 2: has given up
      int lost = 0;
      run_threads({[&] {
                     std::uint32_t waiting = 0;
                     if (state.compare_exchange_strong(waiting, 1, acq_rel, acquire)) ++lost;
                   },
                   [&] {
                     state.sleep(0, 1);
                     std::uint32_t seen = state.load(acquire);
                     if (seen == 0 && claims)
                       state.compare_exchange_strong(seen, 2, acq_rel, acquire);
                     if (seen == 0 && !claims) state.store(2, release);
                     if (seen == 1) --lost;
                   }});
      check(lost == 0, "a message was given to nobody");
    };
  };
  CHECK(fault_in(program(true), {.ticks = 1}) == "");
  CHECK(fault_in(program(false), {.ticks = 1}) == "a message was given to nobody");
}

TEST_CASE("class 1, the last of two frees: who looks before he counts frees twice or never") {
  const auto program = [](bool counts_in_one_step) {
    return [=] {
      atomic<int> owners{2};
      void* const shared = platform::allocate(8, 8);
      const auto drop = [&] {
        const int before = counts_in_one_step ? owners.fetch_sub(1, acq_rel) : owners.load(acquire);
        if (!counts_in_one_step) owners.store(before - 1, release);
        if (before == 1) platform::deallocate(shared, 8, 8);
      };
      run_threads({drop, drop});
    };
  };
  CHECK(fault_in(program(true)) == "");
  CHECK(fault_in(program(false)) == "1 allocations were never freed");
}

TEST_CASE("class 8, a select over two channels: locks in the order of its cases block each other") {
  const auto program = [](bool by_address) {
    return [=] {
      checked_lock locks[2];
      const auto lock_both = [&](int first) {
        const int other = by_address ? 1 : 1 - first;
        const std::lock_guard one(locks[by_address ? 0 : first]);
        const std::lock_guard two(locks[other]);
      };
      run_threads({[&] { lock_both(0); }, [&] { lock_both(1); }});
    };
  };
  CHECK(fault_in(program(true)) == "");
  CHECK(fault_in(program(false)) == "threads wait for each other's locks");
}

TEST_CASE("class 9, a claimed place is no message: a ring that answers \"empty\" behind it") {
  const auto program = [](bool waits_for_the_claimed) {
    return [=] {
      atomic<std::uint32_t> claimed{0}, taken{0}, ready[2]{0, 0};
      const auto push = [&] { ready[claimed.fetch_add(1, acq_rel)].store(1, seq_cst); };
      bool found = true;
      run_threads({push, [&] {
                     push();  // So there is a message, whoever's.
                     found = ready[taken.load(acquire)].load(seq_cst) == 1 ||
                             (waits_for_the_claimed && claimed.load(acquire) > 0);
                   }});
      check(found, "empty, though a message had been sent");
    };
  };
  CHECK(fault_in(program(true)) == "");
  CHECK(fault_in(program(false)) == "empty, though a message had been sent");
}

TEST_CASE("class 15, a destructor that uses the channel whose lock is held") {
  const auto program = [](bool outside_of_the_lock) {
    return [=] {
      checked_lock lock;
      const auto destroy_message = [&] { const std::lock_guard use(lock); };
      run_threads({[&] {
        {
          const std::lock_guard guard(lock);
          if (!outside_of_the_lock) destroy_message();
        }
        destroy_message();
      }});
    };
  };
  CHECK(fault_in(program(true)) == "");
  CHECK(fault_in(program(false)) == "a thread locks what it has locked");
}

TEST_CASE("class 16, busy waiting: a loop that does not sleep gets nowhere") {
  CHECK(fault_in([] {
          atomic<int> never{0};
          run_threads({[&] {
            while (never.load(relaxed) == 0) platform::pause();
          }});
        }) == "no end in sight: threads run without getting anywhere");
}

TEST_CASE("class 5, a waiter that is gone and still in the queue is written to") {
  const auto program = [](bool leaves_the_queue) {
    return [=] {
      checked_lock lock;
      cell<cell<int>*> queue;
      run_threads({[&] {
                     cell<int>* const waiter = new cell<int>;
                     {
                       const std::lock_guard guard(lock);
                       queue.write() = waiter;
                     }
                     // The time is up.
                     {
                       const std::lock_guard guard(lock);
                       if (leaves_the_queue) queue.write() = nullptr;
                     }
                     delete waiter;
                   },
                   [&] {
                     const std::lock_guard guard(lock);
                     if (queue.read() != nullptr) queue.read()->write() = 7;
                   }});
    };
  };
  CHECK(fault_in(program(true)) == "");
  CHECK(fault_in(program(false)) != "");
}

// Classes 3, 7, 11, 12, 13 and others: one channel, with one fault or none.

namespace {

using planted::channel;
using planted::fault;

/// A channel, and what was done to it.
struct tried {
  explicit tried(fault planted) : it(planted) { log.begin(); }

  void send(int value) {
    log.record(action::send, value, [&] {
      return specification::operation{.how =
                                          it.send(value) ? outcome::done : outcome::disconnected};
    });
  }
  void receive(std::int64_t until) {
    log.record(action::receive, 0, [&] { return it.receive(until); });
  }
  void close() {
    log.record(action::close, 0, [&] {
      it.close();
      return specification::operation{.how = outcome::done};
    });
  }

  channel it;
  checker::history log;
};

constexpr std::int64_t at_once = 0;

const std::function<void(tried&)> programs[] = {
    [](tried& c) {
      run_threads({[&] { c.send(1), c.send(2), c.close(); },
                   [&] { c.receive(for_ever), c.receive(for_ever); }});
    },
    [](tried& c) {
      run_threads({[&] { c.send(1); }, [&] { c.receive(for_ever); }, [&] { c.receive(for_ever); },
                   [&] { c.send(2); }});
    },
    [](tried& c) {
      run_threads({[&] { c.send(1); }, [&] { c.receive(at_once); }, [&] { c.receive(at_once); }});
    },
    [](tried& c) { run_threads({[&] { c.receive(for_ever); }, [&] { c.close(); }}); },
    [](tried& c) { run_threads({[&] { c.send(1); }, [&] { c.close(), c.receive(at_once); }}); },
    [](tried& c) { run_threads({[&] { c.send(1), c.receive(1); }}); },
    [](tried& c) {
      run_threads({[&] { c.it.send(1); }, [&] { c.it.discard(); }});
      c.log.begin();
    },
    [](tried& c) {
      run_threads({[&] {
                     try {
                       c.it.send(1);
                     } catch (const std::bad_alloc&) {
                     }
                   },
                   [&] { static_cast<void>(c.it.receive(at_once)); }});
      c.log.begin();
    },
};

/// What the first program that finds something finds.
std::string fault_in_channel(fault planted) {
  for (const auto& program : programs) {
    checker::possibilities possible{.ticks = 1, .spurious_wakes = 0};
    const bool allocates_in_vain = &program == std::end(programs) - 1;
    possible.failed_allocations = allocates_in_vain ? 1 : 0;
    constexpr int most_preemptions = 2;
    const std::string found = fault_in(
        [&] {
          tried channel(planted);
          program(channel);
          check(channel.log.is_right(specification::channel(1, false, 9, 9)),
                "no channel does that");
        },
        possible, most_preemptions);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

TEST_CASE("a small channel without a fault") { CHECK(fault_in_channel(fault::none) == ""); }

TEST_CASE("class 3, close races: a send that did not see the close") {
  CHECK(fault_in_channel(fault::close_seen_without_lock) == "no channel does that");
}

TEST_CASE("class 3, a receive that takes what it saw a moment ago") {
  CHECK(fault_in_channel(fault::message_seen_without_lock) != "");
}

TEST_CASE("class 12, a close that wakes nobody") {
  CHECK(fault_in_channel(fault::close_wakes_nobody) == hangs);
}

TEST_CASE("class 12, one wake where two kinds of sleepers share a word") {
  CHECK(fault_in_channel(fault::wakes_one_of_two_kinds) == hangs);
}

TEST_CASE("class 12, a word that is read after the look instead of before") {
  CHECK(fault_in_channel(fault::sleeps_on_what_it_finds) == hangs);
}

TEST_CASE("class 2, a receive without the lock") {
  CHECK(fault_in_channel(fault::takes_without_lock) == "a data race: a write");
}

TEST_CASE("class 7, a deadline without a last look") {
  CHECK(fault_in_channel(fault::gives_up_without_a_look) == "no channel does that");
}

TEST_CASE("class 13, an index that is advanced before the message is made") {
  CHECK(fault_in_channel(fault::counts_before_it_makes) != "");
}

TEST_CASE("class 11, unread messages that are kept") {
  CHECK(fault_in_channel(fault::keeps_unread) == "1 allocations were never freed");
}

TEST_CASE("class 1, what the close has destroyed is destroyed again") {
  CHECK(fault_in_channel(fault::destroys_twice) == "memory is freed twice");
}

TEST_CASE("a lock that is released too early") {
  CHECK(fault_in_channel(fault::unlocks_too_early) == races);
}
