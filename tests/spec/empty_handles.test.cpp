// An empty handle, default-constructed or moved from, behaves like one of a closed, drained channel
// in every operation and query there is: `disconnected` at once, the message handed back, size 0.
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>
#include <version>

#ifdef __cpp_lib_jthread
#include <stop_token>
#endif

#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using clock_type = std::chrono::steady_clock;
using strait::recv_error;
using strait::same_channel;
using strait::send_errc;
using test::failed;
using test::failure;
using test::move_only;
using namespace std::chrono_literals;

namespace {

template <class Handle>
struct emptied {
  const char* how;
  Handle handle;
};

/// An empty handle of every origin: `make()` gives handles that are not empty.
template <class Handle, class Make>
std::vector<emptied<Handle>> every_empty_handle(Make make) {
  std::vector<emptied<Handle>> all;
  all.push_back({"default-constructed", Handle()});
  Handle moved = make();
  const Handle kept = std::move(moved);
  all.push_back({"copied from a moved-from one", moved});
  Handle assigned = make();
  Handle target = make();
  target = std::move(assigned);
  all.push_back({"moved-from by assignment", std::move(assigned)});
  Handle swapped = make();
  Handle empty;
  swap(swapped, empty);
  all.push_back({"swapped with an empty one", std::move(swapped)});
  Handle overwritten = make();
  overwritten = Handle();
  all.push_back({"overwritten by an empty one", std::move(overwritten)});
  return all;
}

template <class T>
std::vector<emptied<strait::sender<T>>> empty_senders() {
  return every_empty_handle<strait::sender<T>>([] { return strait::unbounded<T>().tx; });
}
template <class T>
std::vector<emptied<strait::receiver<T>>> empty_receivers() {
  return every_empty_handle<strait::receiver<T>>([] { return strait::unbounded<T>().rx; });
}

}  // namespace

TEST_CASE("an empty sender hands every message back at once") {
  for (const auto& [how, tx] : empty_senders<move_only>()) {
    CAPTURE(how);
    CHECK_FALSE(static_cast<bool>(tx));
    const auto expect_back = [](auto sent) {
      REQUIRE(failure(sent) == send_errc::disconnected);
      CHECK(sent.error().value.value() == 7);
    };
    expect_back(tx.send(move_only(7)));
    expect_back(tx.try_send(move_only(7)));
    expect_back(tx.send_for(move_only(7), 24h));
    expect_back(tx.send_for(move_only(7), -1h));
    expect_back(tx.send_until(move_only(7), clock_type::time_point::max()));
    expect_back(tx.send_until(move_only(7), clock_type::time_point::min()));
    const auto forced = tx.force_send(move_only(7));
    REQUIRE_FALSE(forced);
    CHECK(forced.error().code == send_errc::disconnected);
    CHECK(forced.error().value.value() == 7);
    int made = 0;
    const auto make = [&] { return move_only(++made); };
    CHECK(tx.send_with(make) == std::unexpected(send_errc::disconnected));
    CHECK(tx.try_send_with(make) == std::unexpected(send_errc::disconnected));
    CHECK(made == 0);
    std::vector<move_only> batch;
    batch.emplace_back(7);
    const auto result = tx.send_many(batch);
    CHECK(result.count == 0);
    CHECK(result.error == send_errc::disconnected);
    CHECK(batch.front().value() == 7);
#ifdef __cpp_lib_jthread
    expect_back(tx.send(move_only(7), std::stop_token()));
#endif
  }
}

TEST_CASE("an empty receiver says at once that nothing will come") {
  for (const auto& [how, rx] : empty_receivers<int>()) {
    CAPTURE(how);
    CHECK_FALSE(static_cast<bool>(rx));
    CHECK(rx.recv() == failed(recv_error::disconnected));
    CHECK(rx.try_recv() == failed(recv_error::disconnected));
    CHECK(rx.recv_for(24h) == failed(recv_error::disconnected));
    CHECK(rx.recv_for(-1h) == failed(recv_error::disconnected));
    CHECK(rx.recv_until(clock_type::time_point::max()) == failed(recv_error::disconnected));
    CHECK(rx.recv_until(clock_type::time_point::min()) == failed(recv_error::disconnected));
    CHECK(rx.drain().empty());
    std::vector<int> messages;
    CHECK(rx.recv_many(messages, 3) == std::unexpected(recv_error::disconnected));
    CHECK(rx.recv_many(messages, 0) == 0u);
    CHECK(rx.recv_many_for(messages, 3, 24h) == std::unexpected(recv_error::disconnected));
    CHECK(rx.displaced_count() == 0);
#ifdef __cpp_lib_jthread
    CHECK(rx.recv(std::stop_token()) == failed(recv_error::disconnected));
#endif
    for ([[maybe_unused]] int message : rx) FAIL("there is no message");
    for ([[maybe_unused]] int message : rx.try_iter()) FAIL("there is no message");
  }
}

TEST_CASE("every query may be asked of an empty handle") {
  const auto expect_nothing = [](const auto& handle) {
    CHECK(handle.size() == 0);
    CHECK(handle.empty());
    CHECK(handle.is_disconnected());
    CHECK(handle.sender_count() == 0);
    CHECK(handle.receiver_count() == 0);
    CHECK(handle.capacity().value_or(0) == 0);  // there is room for nothing
    CHECK(handle.full());
    CHECK(handle.name().empty());
    handle.set_name("nobody");
    CHECK(handle.name().empty());
    handle.close();
    handle.close();
    CHECK(handle.is_disconnected());
  };
  for (const auto& [how, tx] : empty_senders<int>()) {
    CAPTURE(how);
    expect_nothing(tx);
  }
  for (const auto& [how, rx] : empty_receivers<int>()) {
    CAPTURE(how);
    expect_nothing(rx);
  }
}

TEST_CASE("an empty handle's case goes at once, with an error, in every choice") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  for (const auto& [how, tx] : empty_senders<int>()) {
    CAPTURE(how);
    CHECK(choose(way, test::sends(tx, 7)) == test::handed_back(0, 7));
    CHECK(try_choose(way, test::sends(tx, 7)) == test::handed_back(0, 7));
  }
  for (const auto& [how, rx] : empty_receivers<int>()) {
    CAPTURE(how);
    CHECK(choose(way, test::receives(rx)) == test::disconnected(0));
    CHECK(choose_within(24h, way, test::receives(rx)) == test::disconnected(0));
  }
}

TEST_CASE("an empty handle belongs to no channel that lives") {
  auto [tx, rx] = strait::unbounded<int>();
  for (const auto& [how, empty] : empty_senders<int>()) {
    CAPTURE(how);
    CHECK_FALSE(same_channel(tx, empty));
    CHECK_FALSE(same_channel(empty, rx));
    CHECK_FALSE(same_channel(rx, empty));
  }
  for (const auto& [how, empty] : empty_receivers<int>()) {
    CAPTURE(how);
    CHECK_FALSE(same_channel(rx, empty));
    CHECK_FALSE(same_channel(tx, empty));
    CHECK_FALSE(same_channel(strait::never<int>(), empty));
  }
}

TEST_CASE("a weak handle of an empty handle locks nothing, copied or moved") {
  for (const auto& [how, tx] : empty_senders<int>()) {
    CAPTURE(how);
    strait::weak_sender<int> weak{tx};
    CHECK_FALSE(weak.lock());
    const auto copy = weak;
    CHECK_FALSE(copy.lock());
    const auto moved = std::move(weak);
    CHECK_FALSE(moved.lock());
    CHECK_FALSE(weak.lock());
  }
  for (const auto& [how, rx] : empty_receivers<int>()) {
    CAPTURE(how);
    strait::weak_receiver<int> weak{rx};
    CHECK_FALSE(weak.lock());
    weak = strait::weak_receiver<int>();
    CHECK_FALSE(weak.lock());
  }
}

TEST_CASE("an empty handle can be copied, moved, swapped and assigned to, and then used") {
  auto [tx, rx] = strait::bounded<int>(1);
  for (auto& [how, empty] : empty_senders<int>()) {
    CAPTURE(how);
    strait::sender<int> other = empty;
    other = std::move(empty);
    swap(other, empty);
    CHECK_FALSE(other);
    CHECK_FALSE(empty);
    empty = tx;
    REQUIRE(empty.send(7));
    CHECK(rx.recv() == 7);
  }
  for (auto& [how, empty] : empty_receivers<int>()) {
    CAPTURE(how);
    strait::receiver<int> other = std::move(empty);
    other = empty;
    CHECK_FALSE(other);
    empty = rx;
    REQUIRE(tx.send(7));
    CHECK(empty.recv() == 7);
  }
  CHECK(tx.sender_count() == 1);
  CHECK(rx.receiver_count() == 1);
}

TEST_CASE("assigning or moving a handle to itself, or swapping it with itself, changes nothing") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto& same_tx = tx;
  auto& same_rx = rx;
  tx = same_tx;
  tx = std::move(same_tx);
  swap(tx, same_tx);
  rx = same_rx;
  rx = std::move(same_rx);
  swap(rx, same_rx);
  strait::weak_sender<int> weak{tx};
  auto& same_weak = weak;
  weak = same_weak;
  weak = std::move(same_weak);
  CHECK(tx.sender_count() == 1);
  CHECK(rx.receiver_count() == 1);
  REQUIRE(tx.send(7));
  CHECK(rx.recv() == 7);
  CHECK(weak.lock());
}

TEST_CASE("a selector that was moved from is one without cases") {
  auto [tx, rx] = strait::unbounded<int>();
  strait::selector<int> s;
  s.recv(rx, [](auto message) { return message.value(); });
  auto moved = std::move(s);
  CHECK(s.try_wait() == std::nullopt);
  CHECK(s.wait_for(1ms) == std::nullopt);
  CHECK_THROWS_AS(s.wait(), std::logic_error);
  REQUIRE(tx.send(7));
  CHECK(moved.wait() == 7);
  auto& same = moved;
  moved = std::move(same);
  REQUIRE(tx.send(8));
  CHECK(moved.wait() == 8);
}

TEST_CASE("closing again, from either side and through any copy, changes nothing") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  REQUIRE(tx.send(7));
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  for (int i = 0; i < 2; ++i) {
    tx.close();
    rx.close();
    copied_tx.close();
    copied_rx.close();
  }
  CHECK(rx.size() == 1);
  CHECK(failure(tx.send(8)) == send_errc::disconnected);
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == failed(recv_error::disconnected));
  rx.close();
  CHECK(tx.sender_count() == 2);
  CHECK(rx.receiver_count() == 2);
}

TEST_CASE("closing a timer or never() changes nothing") {
  const auto soon = strait::after(1ms);
  const auto ticker = strait::tick(1ms);
  const auto never = strait::never<int>();
  soon.close();
  ticker.close();
  never.close();
  CHECK_FALSE(soon.is_disconnected());
  CHECK_FALSE(ticker.is_disconnected());
  CHECK_FALSE(never.is_disconnected());
  CHECK(soon.recv());
  CHECK(ticker.recv());
  CHECK(strait::never<int>().try_recv() == failed(recv_error::empty));
}
