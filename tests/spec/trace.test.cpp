// What a tracer is told (base/silent_tracer.hpp). A program of its own, over
// support/recording_tracer.hpp. That nothing is left of it otherwise: tests/trace.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <set>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/background.hpp"

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

namespace {

lines told() { return strait::tracer::told(); }

}  // namespace

TEST_CASE("a tracer sees the life of a channel and of its messages") {
  told();
  {
    auto [tx, rx] = strait::bounded<int>(1);
    tx.set_name("jobs");
    CHECK(told() == lines{"a: made bounded", "a: named jobs"});
    REQUIRE(tx.send(7));
    REQUIRE(rx.recv() == 7);
    CHECK(told() == lines{"boxed 1 = 7", "a: send begun", "a: sent 1", "a: send chosen",
                          "a: receive begun", "a: received 1", "a: receive chosen"});
    REQUIRE(tx.force_send(8));
    REQUIRE(tx.force_send(9));
    CHECK(told() == lines{"boxed 1 = 8", "a: send begun", "a: sent 1", "a: send chosen",
                          "boxed 2 = 9", "a: send begun", "a: displaced 1", "a: sent 2",
                          "a: send chosen"});
    REQUIRE(rx.drain().size() == 1);
    CHECK(told() == lines{"a: received 2"});
    rx = {};
  }
  CHECK(told() == lines{"a: receive side gone", "a: closed", "a: send side gone", "a: freed"});
}

TEST_CASE("a tracer sees the cases of a select and its winner") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [other_tx, other_rx] = strait::unbounded<int>();
  REQUIRE(other_tx.send(7));
  told();
  strait::select_biased(strait::on_recv(rx), strait::on_recv(other_rx));
  CHECK(told() == lines{"a: receive begun in a select of 2", "b: receive begun in a select of 2",
                        "b: received 1", "b: receive chosen"});
  strait::select_biased(strait::on_recv(rx), strait::on_recv(other_rx), strait::on_default());
  CHECK(told() == lines{"a: receive begun in a select of 2", "b: receive begun in a select of 2",
                        "gave up: time"});
}

TEST_CASE("a tracer sees who waits, and who goes on") {
  auto [tx, rx] = strait::bounded<int>(0);
  told();
  CHECK(rx.recv_for(1ms).error() == strait::recv_error::timeout);
  CHECK(told() ==
        lines{"a: receive begun", "a: receive blocked", "a: receive resumed", "gave up: time"});

  // The sender waits, or the receiver does: one of them hands the message over.
  std::thread sender([&] { static_cast<void>(tx.send(7)); });
  CHECK(rx.recv() == 7);
  sender.join();
  const lines seen = told();
  CHECK(std::ranges::count(seen, "a: sent 1") == 1);
  CHECK(std::ranges::count(seen, "a: received 1") == 1);
  CHECK(std::ranges::count(seen, "a: send chosen") == 1);
  CHECK(std::ranges::count(seen, "a: receive chosen") == 1);
}

TEST_CASE("a tracer sees a timer fire") {
  const auto now = strait::at(std::chrono::steady_clock::now());
  told();
  REQUIRE(now.recv());
  CHECK(told() == lines{"a: receive begun", "a: fired", "a: received 1", "a: receive chosen"});
}

TEST_CASE("a tracer sees a message that was made late") {
  auto [tx, rx] = strait::bounded<int>(1);
  told();
  REQUIRE(tx.send_with([] { return 7; }));
  CHECK(told() ==
        lines{"a: send begun", "a: reserved", "a: send chosen", "boxed 1 = 7", "a: sent 1"});
  CHECK_THROWS(rx.drain().empty() || tx.send_with([]() -> int { throw 7; }).has_value());
  CHECK(told() ==
        lines{"a: received 1", "a: send begun", "a: reserved", "a: send chosen", "a: abandoned"});
}

TEST_CASE("a tracer sees a rendezvous whose sender cannot make its message") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::thread receiver([&rx] { static_cast<void>(rx.recv()); });
  test::let_it_block();
  told();
  CHECK_THROWS_AS(static_cast<void>(tx.send_with([]() -> int { throw 7; })), int);
  const lines seen = told();
  CHECK(lines(seen.begin(), seen.begin() + 4) ==
        lines{"a: send begun", "a: reserved", "a: send chosen", "a: abandoned"});
  tx.close();
  receiver.join();
}

TEST_CASE("a tracer is told why an operation ends without a message") {
  auto [tx, rx] = strait::bounded<int>(1);
  told();
  CHECK(!rx.try_recv());
  CHECK(told() == lines{"a: receive begun", "gave up: time"});
  {
    const test::no_waiting_here scope;
    CHECK(!rx.recv());
  }
  CHECK(told() == lines{"a: receive begun", "gave up: would block"});
  tx.close();
  told();
  CHECK(!rx.recv());
  CHECK(told() == lines{"a: receive begun", "a: receive disconnected"});
  CHECK(!tx.send(7));
  CHECK(told() == lines{"boxed 1 = 7", "a: send begun", "a: send disconnected"});
}

#ifdef __cpp_lib_jthread
TEST_CASE("a tracer is told of stops, and of what waits for them") {
  auto [tx, rx] = strait::bounded<int>(1);
  std::stop_source source;
  source.request_stop();
  told();
  CHECK(!rx.recv(source.get_token()));
  CHECK(told() == lines{"a: receive begun", "gave up: stopped"});
  strait::select(strait::on_stop(source.get_token()), strait::on_recv(rx));
  CHECK(std::ranges::count(told(), "a: made stop") == 1);
}
#endif

namespace {

/// Tells, while it lives, where each line was told.
struct telling_calls {
  telling_calls() {
    strait::tracer::tell_calls(true);
    told();
  }
  telling_calls(const telling_calls&) = delete;
  telling_calls& operator=(const telling_calls&) = delete;
  ~telling_calls() { strait::tracer::tell_calls(false); }
};

/// `what`, as it is told of a call in `line` of this file.
std::string at(int line, const std::string& what) {
  return what + " @trace.test.cpp:" + std::to_string(line);
}

/// The lines of this file, counted from `first`, in which something told was called. Everything is
/// called in this file, not in the library.
std::set<int> lines_of_calls(int first) {
  std::set<int> called;
  for (const std::string& each : told()) {
    const std::size_t site = each.find(" @trace.test.cpp:");
    INFO(each);
    REQUIRE(site != std::string::npos);
    called.insert(std::stoi(each.substr(each.find(':', site) + 1)) - first);
  }
  return called;
}

}  // namespace

TEST_CASE("a tracer knows where each operation is called") {
  const telling_calls scope;
  const int line = __LINE__;
  auto [tx, rx] = strait::bounded<int>(8);                                        // 1
  CHECK((tx.send(1) && tx.try_send(2) && tx.send_for(3, 1ms)));                   // 2
  CHECK((tx.send_with([] { return 4; }) && tx.try_send_with([] { return 5; })));  // 3
  CHECK(tx.force_send(6));                                                        // 4
  CHECK(tx.send_many(std::vector{7, 8}).count == 2);                              // 5
  CHECK((rx.recv() && rx.try_recv() && rx.recv_for(1ms)));                        // 6
  for (int message : rx.try_iter()) {                                             // 7
    if (message == 5) break;
  }
  std::vector<int> batch;
  CHECK(rx.recv_many(batch, 1) == 1);       // 11
  CHECK(!rx.drain().empty());               // 12
  tx.close();                               // 13
  for (int message : rx) CHECK(message);    // 14
  const auto timer = strait::after(1h);     // 15
  const auto ticks = strait::tick(1h);      // 16
  const auto once = strait::oneshot<int>();                               // 17
  const auto news = strait::broadcast<int>(1);                            // 18
  const auto subscriber = news.subscribe();                               // 19
  CHECK((news.send(7) && !news.try_send(8)));                             // 20
  news.close();                                                           // 21
  for (int message : strait::receiver<int>(rx).iter({})) CHECK(message);  // 22
  CHECK(lines_of_calls(line) == std::set{1,  2,  3,  4,  5,  6,  7,  11, 12, 13,
                                         14, 15, 16, 17, 18, 19, 20, 21, 22});
}

TEST_CASE("a tracer knows in which line the case of a select is, and where a selector waits") {
  auto [tx, rx] = strait::bounded<int>(1);
  const telling_calls scope;
  const auto make = [] { return 7; };
  const int line = __LINE__;
  strait::select_biased(strait::on_recv(rx),         // 1
                        strait::on_send(tx, make));  // 2
  CHECK(told() == lines{at(line + 1, "a: receive begun in a select of 2"),
                        at(line + 2, "a: send begun in a select of 2"),
                        at(line + 1, "a: reserved"), at(line + 2, "a: send chosen"),
                        at(line + 2, "boxed 1 = 7"), at(line + 2, "a: sent 1")});
  strait::selector<> cases;
  const int next = __LINE__;
  cases.recv(rx);              // 1
  CHECK(cases.try_wait());     // 2
  CHECK(!cases.wait_for(0s));  // 3
  CHECK(told() == lines{at(next + 1, "a: receive begun"), at(next + 2, "a: received 1"),
                        at(next + 1, "a: receive chosen"), at(next + 1, "a: receive begun"),
                        at(next + 3, "gave up: time")});
}

TEST_CASE("a tracer knows which of two nested operations something belongs to") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [inner_tx, inner_rx] = strait::unbounded<int>();
  const telling_calls scope;
  const int line = __LINE__;
  const auto make = [&] { return inner_tx.send(1) ? 2 : 3; };                     // 1
  const auto handle = [&](auto message) { CHECK(inner_tx.send(*message + 5)); };  // 2
  CHECK(tx.send_with(make));                                                      // 3
  CHECK(tx.send(*rx.recv() + 2));                                                 // 4
  strait::select(strait::on_recv(rx, handle));                                    // 5
  CHECK(told() ==
        lines{at(line + 3, "a: send begun"), at(line + 3, "a: reserved"),
              at(line + 3, "a: send chosen"), at(line + 1, "boxed 1 = 1"),
              at(line + 1, "b: send begun"), at(line + 1, "b: sent 1"),
              at(line + 1, "b: send chosen"), at(line + 3, "boxed 2 = 2"),
              at(line + 3, "a: sent 2"), at(line + 4, "a: receive begun"),
              at(line + 4, "a: received 2"), at(line + 4, "a: receive chosen"),
              at(line + 4, "boxed 3 = 4"), at(line + 4, "a: send begun"),
              at(line + 4, "a: sent 3"), at(line + 4, "a: send chosen"),
              at(line + 5, "a: receive begun"), at(line + 5, "a: received 3"),
              at(line + 5, "a: receive chosen"), at(line + 2, "boxed 4 = 9"),
              at(line + 2, "b: send begun"), at(line + 2, "b: sent 4"),
              at(line + 2, "b: send chosen")});
}
