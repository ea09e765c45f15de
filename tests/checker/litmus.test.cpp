// litmus.test.cpp — whether the checker's memory is that of C++: small programs, each with all
// outcomes that it has to reach; no other may occur. (memory.hpp: what it does not model.)
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <set>
#include <string>

#include "machine/explore.hpp"
#include "platform_checked.hpp"

namespace {

using checker::atomic;
using checker::cell;
using checker::run_threads;
constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto seq_cst = std::memory_order_seq_cst;

using outcomes = std::set<std::string>;

/// `program` returns what its loads have read, a digit each.
template <class Program>
outcomes outcomes_with(int preemptions, Program program) {
  outcomes all;
  const auto body = [&] {
    char read[8] = {};
    program(read);
    checker::machine::the().outside([&] { all.emplace(read); });
  };
  const checker::result found =
      checker::explore({.name = "litmus", .body = body, .preemptions = preemptions}, 1'000'000);
  INFO(found.failure << '\n' << found.log);
  REQUIRE(found.failure.empty());
  REQUIRE(found.whole);
  return all;
}

template <class Program>
outcomes outcomes_of(Program program) {
  const outcomes all = outcomes_with(checker::search::unbounded, program);
  // The other search, without sleep sets, finds the same.
  constexpr int any_number = 1000;
  CHECK(outcomes_with(any_number, program) == all);
  return all;
}

char digit(int value) { return static_cast<char>('0' + value); }

template <class Program>
std::string failure_of(Program program) {
  return checker::explore({.name = "litmus", .body = program}, 1'000'000).failure;
}

auto store_buffering(std::memory_order stores, std::memory_order loads) {
  return outcomes_of([=](char* read) {
    atomic<int> x{0}, y{0};
    run_threads({[&] { x.store(1, stores), read[0] = digit(y.load(loads)); },
                 [&] { y.store(1, stores), read[1] = digit(x.load(loads)); }});
  });
}

auto message_passing(std::memory_order stores, std::memory_order loads) {
  return outcomes_of([=](char* read) {
    atomic<int> data{0}, flag{0};
    run_threads({[&] { data.store(1, relaxed), flag.store(1, stores); },
                 [&] {
                   read[0] = digit(flag.load(loads));
                   read[1] = digit(data.load(relaxed));
                 }});
  });
}

auto independent_reads(std::memory_order stores, std::memory_order loads) {
  return outcomes_of([=](char* read) {
    atomic<int> x{0}, y{0};
    run_threads({[&] { x.store(1, stores); }, [&] { y.store(1, stores); },
                 [&] {
                   read[0] = digit(x.load(loads));
                   read[1] = digit(y.load(loads));
                 },
                 [&] {
                   read[2] = digit(y.load(loads));
                   read[3] = digit(x.load(loads));
                 }});
  });
}

}  // namespace

TEST_CASE("store buffering: both may miss the other's store, but for seq_cst") {
  CHECK(store_buffering(relaxed, relaxed) == outcomes{"00", "01", "10", "11"});
  CHECK(store_buffering(release, acquire) == outcomes{"00", "01", "10", "11"});
  CHECK(store_buffering(seq_cst, acquire) == outcomes{"00", "01", "10", "11"});
  CHECK(store_buffering(seq_cst, seq_cst) == outcomes{"01", "10", "11"});
}

TEST_CASE(
    "store buffering: a seq_cst load may overtake a store that is not, and a fence orders them") {
  // One side stores and loads seq_cst, as a thread that is about to sleep; the other releases.
  const auto release_and_look = [](bool fences) {
    return outcomes_of([=](char* read) {
      checker::platform::heavy_fences = fences;
      atomic<int> held{1}, sleeps{0};
      run_threads({[&] {
                     sleeps.store(1, seq_cst);
                     checker::platform::heavy_fence();
                     read[0] = digit(held.exchange(1, seq_cst));
                   },
                   [&] {
                     held.store(0, release);
                     checker::platform::light_fence();
                     read[1] = digit(sleeps.load(seq_cst));
                   }});
    });
  };
  CHECK(release_and_look(false) == outcomes{"00", "01", "10", "11"});
  CHECK(release_and_look(true) == outcomes{"00", "01", "11"});
}

TEST_CASE(
    "fences: a heavy one orders relaxed accesses on both sides, if the other side has a light "
    "one") {
  const auto both_look = [](bool light, bool heavy) {
    return outcomes_of([=](char* read) {
      checker::platform::heavy_fences = true;
      atomic<int> x{0}, y{0};
      run_threads({[&] {
                     x.store(1, relaxed);
                     if (heavy) checker::platform::heavy_fence();
                     read[0] = digit(y.load(relaxed));
                   },
                   [&] {
                     y.store(1, relaxed);
                     if (light) checker::platform::light_fence();
                     read[1] = digit(x.load(relaxed));
                   }});
    });
  };
  CHECK(both_look(true, true) == outcomes{"01", "10", "11"});
  CHECK(both_look(true, false).contains("00"));
  CHECK(both_look(false, true).contains("00"));
}

TEST_CASE("message passing: who sees the flag sees the data, by release and acquire") {
  CHECK(message_passing(relaxed, relaxed) == outcomes{"00", "01", "10", "11"});
  CHECK(message_passing(release, relaxed) == outcomes{"00", "01", "10", "11"});
  CHECK(message_passing(relaxed, acquire) == outcomes{"00", "01", "10", "11"});
  CHECK(message_passing(release, acquire) == outcomes{"00", "01", "11"});
}

TEST_CASE("independent reads of independent writes: one order of the writes for seq_cst only") {
  CHECK(independent_reads(relaxed, relaxed).contains("1010"));
  CHECK(independent_reads(release, acquire).contains("1010"));
  CHECK(independent_reads(release, acquire).size() == 16);
  CHECK(!independent_reads(seq_cst, seq_cst).contains("1010"));
  CHECK(independent_reads(seq_cst, seq_cst).size() == 15);
}

TEST_CASE("coherence: nobody sees the stores to one variable go backwards") {
  const outcomes found = outcomes_of([](char* read) {
    atomic<int> x{0};
    run_threads({[&] { x.store(1, relaxed), x.store(2, relaxed); },
                 [&] {
                   read[0] = digit(x.load(relaxed));
                   read[1] = digit(x.load(relaxed));
                 }});
  });
  CHECK(found == outcomes{"00", "01", "02", "11", "12", "22"});
}

TEST_CASE("coherence: what happens before is known, also over a third thread") {
  const outcomes found = outcomes_of([](char* read) {
    atomic<int> x{0}, told{0};
    run_threads({[&] { x.store(1, relaxed); },
                 [&] {
                   const int seen = x.load(relaxed);
                   told.store(seen + 1, release);
                 },
                 [&] {
                   read[0] = digit(told.load(acquire));
                   read[1] = digit(x.load(relaxed));
                 }});
  });
  CHECK(found == outcomes{"00", "01", "10", "11", "21"});
}

TEST_CASE("a release sequence: goes on through read-modify-writes, not through stores") {
  const auto passed_on = [](auto pass_on) {
    return outcomes_of([pass_on](char* read) {
      atomic<int> data{0}, flag{0};
      run_threads({[&] { data.store(1, relaxed), flag.store(1, release); }, [&] { pass_on(flag); },
                   [&] {
                     read[0] = digit(flag.load(acquire));
                     read[1] = digit(data.load(relaxed));
                   }});
    });
  };
  const outcomes modified = passed_on([](atomic<int>& flag) {
    int one = 1;
    flag.compare_exchange_strong(one, 2, relaxed, relaxed);
  });
  CHECK(modified.contains("21"));
  CHECK(!modified.contains("20"));
  const outcomes stored = passed_on([](atomic<int>& flag) {
    if (flag.load(relaxed) == 1) flag.store(2, relaxed);
  });
  CHECK(stored.contains("20"));
}

TEST_CASE("read-modify-writes: each sees the one before") {
  const outcomes found = outcomes_of([](char* read) {
    atomic<int> x{0};
    const auto add = [&](int which) { read[which] = digit(x.fetch_add(1, relaxed)); };
    run_threads({[&] { add(0); }, [&] { add(1); }, [&] { add(2); }});
  });
  CHECK(found == outcomes{"012", "021", "102", "120", "201", "210"});
}

TEST_CASE("a failed compare-exchange is a load, and may read an older value") {
  const outcomes found = outcomes_of([](char* read) {
    atomic<int> data{0}, flag{0};
    run_threads({[&] { data.store(1, relaxed), flag.store(1, release); },
                 [&] {
                   int expected = 7;
                   flag.compare_exchange_strong(expected, 8, acq_rel, relaxed);
                   read[0] = digit(expected);
                   read[1] = digit(data.load(relaxed));
                 }});
  });
  CHECK(found == outcomes{"00", "01", "10", "11"});
}

TEST_CASE("known hole: a load does not read what is stored later (load buffering)") {
  const outcomes found = outcomes_of([](char* read) {
    atomic<int> x{0}, y{0};
    run_threads({[&] { read[0] = digit(x.load(relaxed)), y.store(1, relaxed); },
                 [&] { read[1] = digit(y.load(relaxed)), x.store(1, relaxed); }});
  });
  CHECK(found == outcomes{"00", "01", "10"});  // C++ allows 11 as well.
}

TEST_CASE("data races: found in whatever order the accesses are made") {
  const auto hand_over = [](std::memory_order stores, std::memory_order loads) {
    return failure_of([=] {
      cell<int> data;
      atomic<int> ready{0};
      run_threads({[&] { data.write() = 1, ready.store(1, stores); },
                   [&] {
                     if (ready.load(loads) == 1) checker::check(data.read() == 1, "value");
                   }});
    });
  };
  CHECK(hand_over(release, acquire) == "");
  CHECK(hand_over(relaxed, acquire) == "a data race: a read");
  CHECK(hand_over(release, relaxed) == "a data race: a read");
}

TEST_CASE("sleeping: a wake after the store is not lost, a wake before it is") {
  const auto sleeps = [](bool store_first) {
    return failure_of([=] {
      atomic<std::uint32_t> word{0};
      run_threads({[&] {
                     while (word.load(relaxed) == 0) word.sleep(0, checker::machine::for_ever);
                   },
                   [&] {
                     if (store_first) word.store(1, relaxed);
                     checker::platform::wake_one(&word);
                     if (!store_first) word.store(1, relaxed);
                   }});
    });
  };
  CHECK(sleeps(true) == "");
  CHECK(sleeps(false) == "all threads wait for ever");
}

TEST_CASE("failures: each kind is found and has a token that replays it") {
  using checker::platform;
  CHECK(failure_of([] { platform::allocate(4, 4); }) == "1 allocations were never freed");
  CHECK(failure_of([] {
          void* const twice = platform::allocate(4, 4);
          for (int each = 0; each < 2; ++each) platform::deallocate(twice, 4, 4);
        }) == "memory is freed twice");
  CHECK(failure_of([] { std::abort(); }) == "aborted: an assertion or std::terminate");
  const checker::model racing{
      .name = "races", .body = [] {
        atomic<int> x{0};
        run_threads(
            {[&] { x.store(1, relaxed); }, [&] { checker::check(x.load(relaxed) == 0, "was 0"); }});
      }};
  const checker::result found = checker::explore(racing, 100);
  CHECK(found.failure == "was 0");
  CHECK(checker::replay(racing, found.token).failure == "was 0");
}
