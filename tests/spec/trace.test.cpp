// What a tracer is told (base/silent_tracer.hpp). A program of its own, over
// support/recording_tracer.hpp. That nothing is left of it otherwise: tests/trace.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <vector>

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
  CHECK(told() ==
        lines{"a: receive begun in a select of 2", "b: receive begun in a select of 2", "gave up"});
}

TEST_CASE("a tracer sees who waits, and who goes on") {
  auto [tx, rx] = strait::bounded<int>(0);
  told();
  CHECK(rx.recv_for(1ms).error() == strait::recv_error::timeout);
  CHECK(told() == lines{"a: receive begun", "a: receive blocked", "a: receive resumed", "gave up"});

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
  CHECK(told() == lines{"a: send begun", "a: send chosen", "boxed 1 = 7", "a: sent 1"});
}
