// Bugs that channels of other libraries really had, each as a test of its own; the number is that
// of the bug's class. Here: 8, select.
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using received = std::expected<int, strait::recv_error>;
using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::select;
using namespace std::chrono_literals;

TEST_CASE("regression 8: a select that gives up after its partner chose it leaves nobody hanging") {
  const int rounds = test::scaled(500);
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> taken = 0;
  test::background sent([&, &out = tx] {
    int count = 0;
    for (int i = 0; i < rounds; ++i) {
      select(on_send(out, 1, [&](auto result) { count += result.has_value(); }),
             on_timeout(std::chrono::microseconds(i % 50)));
    }
    return count;
  });
  test::crew crew;
  crew.add([&, &in = rx] {
    for (bool open = true; open;) {
      select(on_recv(in,
                     [&](received m) {
                       if (m)
                         ++taken;
                       else
                         open = false;
                     }),
             on_timeout(10us));
    }
  });
  const int count = sent.get();
  tx.close();
  crew.join();
  CHECK(taken == count);
}

TEST_CASE("regression 8: a handler's exception in one thread does not hold up its partner") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background thrown([&, &in = rx] {
    try {
      select(on_recv(in, [](received) { throw std::runtime_error("handler"); }));
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  });
  CHECK(tx.send(7));
  CHECK(thrown.get());
}

TEST_CASE("regression 8: a select on copies of handles treats them as one channel") {
  auto [tx, rx] = strait::bounded<int>(0);
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  select(on_send(copied_tx, 1), on_recv(rx, [](received) { FAIL("paired with itself"); }),
         on_recv(copied_rx, [](received) { FAIL("paired with itself"); }), on_timeout(3ms));
  test::background sent([&, &out = tx] { return out.send(7); });
  int count = 0;
  select(on_recv(rx, [&](received) { ++count; }), on_recv(copied_rx, [&](received) { ++count; }));
  CHECK(count == 1);
  CHECK(sent.get());
}

TEST_CASE("regression 8: a selector that is dropped without a wait has taken nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 10; ++i) {
    test::background sent([&, &out = tx] { return out.send(i); });
    {
      strait::selector<void> s;
      s.recv(rx, [](received) { FAIL("nobody waits"); });
      CHECK(s.ready() == s.last());
    }
    CHECK(rx.recv() == i);
    CHECK(sent.get());
  }
}

TEST_CASE("regression 8: a selector that was told what is ready, and goes, has reserved nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background taken([&, &in = rx] { return in.recv(); });
  {
    strait::selector<void> s;
    s.send(tx, 1, [](auto) { FAIL("nobody waits"); });
    CHECK(s.ready() == s.last());
  }
  CHECK(tx.send(7));  // neither the room nor the partner was taken
  CHECK(taken.get() == 7);
}

TEST_CASE("regression 8: a factory that fails lets the partner that was chosen go on") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background taken([&, &in = rx] { return in.recv(); });
  const auto refuse = []() -> int { throw std::runtime_error("no message"); };
  CHECK_THROWS_AS(select(on_send(tx, refuse)), std::runtime_error);
  CHECK(tx.send(7));
  CHECK(taken.get() == 7);
}

TEST_CASE("regression 8: the cases of a select may stand on channels that end meanwhile") {
  for (int round = 0; round < test::scaled(200); ++round) {
    auto a = std::make_unique<strait::channel<int>>(strait::bounded<int>(0));
    auto b = strait::bounded<int>(0);
    test::background waiting([in = a->rx, other = b.rx] {
      return select(on_recv(in, [](received m) { return m.has_value(); }),
                    on_recv(other, [](received m) { return m.has_value(); }));
    });
    if (round % 2 == 0)
      a.reset();
    else
      b.tx = {};
    CHECK_FALSE(waiting.get());
  }
}

TEST_CASE("regression 8: a selector without cases fails where it would wait for ever") {
  strait::selector<int> s;
  CHECK_THROWS_AS(s.wait(), std::logic_error);
  CHECK_THROWS_AS(s.ready(), std::logic_error);
  CHECK_FALSE(s.wait_for(1ms));
}

TEST_CASE("regression 8: what a selector could not send in time is sent by its next wait") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  REQUIRE(tx.send(nullptr));
  strait::selector<bool> s;
  s.send(tx, std::make_unique<int>(7), [](auto result) { return result.has_value(); });
  for (int i = 0; i < 20; ++i) CHECK_FALSE(s.wait_for(std::chrono::microseconds(i)));
  REQUIRE(rx.recv());
  CHECK(s.wait());
  CHECK(**rx.recv() == 7);
}
