// Names of channels, and what a handle prints.
#include <chrono>
#include <sstream>
#include <string>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"

using namespace std::chrono_literals;

namespace {

template <class Handle>
std::string text(const Handle& handle) {
  std::ostringstream out;
  out << handle;
  return out.str();
}

}  // namespace

TEST_CASE("a channel has no name until it is given one, and all handles see it") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto copy = rx;
  CHECK(tx.name().empty());
  tx.set_name("jobs");
  CHECK(tx.name() == "jobs");
  CHECK(rx.name() == "jobs");
  copy.set_name("a longer name than fits into a small string");
  CHECK(tx.name() == "a longer name than fits into a small string");
  tx.set_name("");
  CHECK(rx.name().empty());
}

TEST_CASE("timers have names; empty handles and never() have none") {
  const auto timer = strait::after(1h);
  timer.set_name("deadline");
  CHECK(timer.name() == "deadline");
  const strait::sender<int> empty;
  empty.set_name("nobody");
  CHECK(empty.name().empty());
  const auto never = strait::never<int>();
  never.set_name("nothing");
  CHECK(never.name().empty());
  CHECK(strait::never<int>().name().empty());
}

TEST_CASE("a name may be changed while others read it") {
  auto [tx, rx] = strait::unbounded<int>();
  tx.set_name("first");
  test::crew crew;
  crew.add([tx = tx] {
    for (int i = 0; i < 500; ++i) tx.set_name(i % 2 == 0 ? "first" : "second, and much longer");
  });
  bool whole = true;
  for (int i = 0; i < 500; ++i) {
    const std::string name = rx.name();
    whole = whole && (name == "first" || name == "second, and much longer");
  }
  CHECK(whole);
}

TEST_CASE("a handle prints what it is") {
  auto [tx, rx] = strait::bounded<int>(8);
  tx.set_name("jobs");
  REQUIRE(tx.send(1));
  const auto copy = tx;
  CHECK(text(tx) == "sender of \"jobs\": bounded(8), 1 message, 2 senders, 1 receiver");
  rx.close();
  CHECK(text(rx) ==
        "receiver of \"jobs\": bounded(8), disconnected, 1 message, 2 senders, 1 receiver");
  CHECK(text(strait::unbounded<int>().rx) ==
        "receiver: unbounded, 0 messages, 1 sender, 1 receiver");
  CHECK(text(strait::bounded<int>(0).tx) == "sender: rendezvous, 0 messages, 1 sender, 1 receiver");
  CHECK(text(strait::unbounded<int>().rx) ==
        "receiver: unbounded, 0 messages, 1 sender, 1 receiver");
  CHECK(text(strait::oneshot<int>().rx) == "receiver: oneshot, 0 messages, 1 sender, 1 receiver");
  CHECK(text(strait::after(1h)) == "receiver: after timer, 0 messages, 1 receiver");
  CHECK(text(strait::at(std::chrono::steady_clock::now())) ==
        "receiver: after timer, 1 message, 1 receiver");
  CHECK(text(strait::tick(1h)) == "receiver: tick timer, 0 messages, 1 receiver");
  CHECK(text(strait::never<int>()) == "receiver: never");
  const auto news = strait::broadcast<int>(4);
  CHECK(text(news.subscribe()) == "receiver: subscriber(4), 0 messages, 1 sender, 1 receiver");
  CHECK(text(strait::sender<int>()) == "sender, empty");
}
