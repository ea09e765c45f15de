// broadcast: every subscriber gets every message.
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/generators/catch_generators.hpp>

#include "support/background.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

using strait::lag;
using strait::recv_error;
using strait::send_errc;
using test::failed;
using namespace std::chrono_literals;

namespace {

template <class T>
send_errc why(const std::expected<std::size_t, strait::send_error<T>>& sent) {
  REQUIRE_FALSE(sent);
  return sent.error().code;
}

std::vector<int> numbers(int from, int to) {
  std::vector<int> all;
  for (int i = from; i < to; ++i) all.push_back(i);
  return all;
}

}  // namespace

TEST_CASE("each subscriber gets every message sent after it has subscribed") {
  const auto news = strait::broadcast<int>(8);
  CHECK(news.send(0) == 0u);
  const auto a = news.subscribe();
  CHECK(news.send(1) == 1u);
  const auto b = news.subscribe();
  CHECK(news.send(2) == 2u);
  CHECK(news.subscriber_count() == 2);
  CHECK(a.drain() == std::vector{1, 2});
  CHECK(b.drain() == std::vector{2});
}

TEST_CASE("copies of a subscriber share its messages") {
  const auto news = strait::broadcast<int>(8);
  const auto a = news.subscribe();
  const auto copy = a;
  CHECK(news.send(1) == 1u);
  CHECK(copy.recv() == 1);
  CHECK(a.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a full subscriber makes sends wait, and then nobody gets the message") {
  const auto news = strait::broadcast<std::string>(1);
  const auto quick = news.subscribe();
  const auto other = news.subscribe();
  const auto slow = news.subscribe();
  CHECK(news.send("a") == 3u);
  CHECK(quick.recv() == "a");
  CHECK(other.recv() == "a");
  const auto refused = news.try_send("b");
  CHECK(why(refused) == send_errc::full);
  CHECK(refused.error().value == "b");
  CHECK_FALSE(quick.full());  // The places that it had got are given up.
  CHECK_FALSE(other.full());
  CHECK(why(news.send_for("b", 2ms)) == send_errc::timeout);
  CHECK(why(news.send_until("b", std::chrono::steady_clock::now())) == send_errc::timeout);
  CHECK(quick.empty());
  test::background sending([&] { return news.send("b"); });
  test::let_it_block();
  CHECK(quick.empty());
  CHECK(slow.recv() == "a");
  CHECK(slow.recv() == "b");
  CHECK(quick.recv() == "b");
  CHECK(other.recv() == "b");
  CHECK(sending.get() == 3u);
}

TEST_CASE("a subscriber that lags loses its oldest messages and nobody waits for it") {
  const auto news = strait::broadcast<int>(2, lag::drop_oldest);
  const auto slow = news.subscribe();
  const auto quick = news.subscribe();
  for (int i = 0; i < 5; ++i) {
    CHECK(news.send(i) == 2u);
    CHECK(quick.recv() == i);
  }
  CHECK(slow.displaced_count() == 3);
  CHECK(quick.displaced_count() == 0);
  CHECK(slow.drain() == std::vector{3, 4});
}

TEST_CASE("a subscriber that goes or closes is waited for no more") {
  const auto news = strait::broadcast<int>(1);
  auto a = news.subscribe();
  auto b = news.subscribe();
  const auto c = news.subscribe();
  CHECK(news.send(1) == 3u);
  CHECK(c.recv() == 1);
  test::background sending([&] { return news.send(2); });
  test::let_it_block();
  a = {};
  b.close();
  CHECK(c.recv() == 2);
  CHECK(sending.get() == 1u);
  CHECK(news.subscriber_count() == 1);
  CHECK(b.recv() == 1);
  CHECK(b.recv() == failed(recv_error::disconnected));
}

TEST_CASE("when the last handle of a broadcast goes, subscribers drain and are told") {
  auto news = strait::broadcast<int>(4);
  const auto rx = news.subscribe();
  auto copy = news;
  CHECK(news.send(1) == 1u);
  news = {};
  CHECK(copy.send(2) == 1u);
  CHECK_FALSE(rx.is_disconnected());
  copy = {};
  CHECK(rx.recv() == 1);
  CHECK(rx.recv() == 2);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("closing a broadcast ends it for senders, waiting ones too, and for new subscribers") {
  const auto news = strait::broadcast<int>(1);
  const auto a = news.subscribe();
  const auto b = news.subscribe();
  CHECK(news.send(1) == 2u);
  CHECK(a.recv() == 1);
  test::background sending([&] { return news.send(2); });
  test::let_it_block();
  news.close();
  const auto sent = sending.get();
  REQUIRE(why(sent) == send_errc::disconnected);
  CHECK(sent.error().value == 2);
  CHECK(a.recv() == failed(recv_error::disconnected));
  CHECK(b.recv() == 1);
  CHECK(b.recv() == failed(recv_error::disconnected));
  CHECK(why(news.send(3)) == send_errc::disconnected);
  CHECK(news.is_disconnected());
  CHECK(news.subscribe().recv() == failed(recv_error::disconnected));
  CHECK(news.subscriber_count() == 0);
  news.close();
}

TEST_CASE("an empty broadcast handle behaves like a closed one") {
  strait::broadcast_sender<int> news;
  CHECK_FALSE(news);
  CHECK(news.is_disconnected());
  CHECK(news.capacity() == 0);
  CHECK(news.subscriber_count() == 0);
  news.close();
  const auto sent = news.send(7);
  CHECK(why(sent) == send_errc::disconnected);
  CHECK(sent.error().value == 7);
  CHECK(news.subscribe().recv() == failed(recv_error::disconnected));
  auto full = strait::broadcast<int>(0);
  CHECK(full.capacity() == 1);
  swap(news, full);
  CHECK(news);
  CHECK_FALSE(full);
}

TEST_CASE("all subscribers see the messages of several senders in one order") {
  const auto policy = GENERATE(lag::wait, lag::drop_oldest);
  constexpr int each = test::scaled(300);
  // With drop_oldest the queues are as long as all messages, so that none is dropped.
  const auto news =
      strait::broadcast<int>(policy == lag::wait ? 4 : 4 * static_cast<std::size_t>(each), policy);
  std::vector<std::vector<int>> seen(3);
  {
    test::crew readers;
    for (auto& mine : seen) {
      readers.add([&mine, rx = news.subscribe()] {
        while (mine.size() < 3 * static_cast<std::size_t>(each)) mine.push_back(*rx.recv());
      });
    }
    test::crew writers;
    for (int writer = 0; writer < 3; ++writer) {
      writers.add([writer, news] {
        for (int i = 0; i < each; ++i) static_cast<void>(news.send(writer * each + i));
      });
    }
  }
  CHECK(seen[0] == seen[1]);
  CHECK(seen[0] == seen[2]);
  auto sorted = seen[0];
  std::ranges::sort(sorted);
  CHECK(sorted == numbers(0, 3 * each));
}

TEST_CASE("subscribing and leaving while messages are sent loses none for those who stay") {
  const auto news = strait::broadcast<int>(2);
  const auto rx = news.subscribe();
  std::atomic<bool> done{false};
  test::crew crew;
  crew.add([&] {
    while (!done) {
      const auto passing = news.subscribe();
      static_cast<void>(passing.try_recv());
    }
  });
  crew.add([&] {
    for (int i = 0; i < test::scaled(400); ++i) static_cast<void>(news.send(i));
    done = true;
  });
  for (int i = 0; i < test::scaled(400); ++i) REQUIRE(rx.recv() == i);
}

TEST_CASE("a subscriber is an ordinary receiver: it can be selected on and iterated") {
  auto news = strait::broadcast<int>(4);
  const auto rx = news.subscribe();
  CHECK(news.send(1) == 1u);
  CHECK(strait::select(strait::on_recv(rx, [](auto message) { return *message; }),
                       strait::on_recv(strait::after(1h), [](auto) { return -1; })) == 1);
  CHECK(news.send(2) == 1u);
  news = {};
  std::vector<int> rest;
  for (int each : rx) rest.push_back(each);
  CHECK(rest == std::vector{2});
}

TEST_CASE("a broadcast makes one copy less than it has subscribers, and destroys all once") {
  test::ledger books;
  {
    const auto news = strait::broadcast<test::tracked>(4);
    const auto a = news.subscribe();
    const auto b = news.subscribe();
    const auto c = news.subscribe();
    CHECK(news.send(test::tracked(books, 7)) == 3u);
    CHECK(books.copies == 2);
    CHECK(a.recv()->id() == 7);
    CHECK(b.recv()->id() == 7);
  }
  CHECK(books.settled());
}

TEST_CASE("a subscriber that is gone costs no more copies") {
  test::ledger books;
  {
    const auto news = strait::broadcast<test::tracked>(4);
    const auto a = news.subscribe();
    auto b = news.subscribe();
    b = {};
    CHECK(news.send(test::tracked(books, 1)) == 1u);
    const int copies = books.copies;
    CHECK(news.send(test::tracked(books, 2)) == 1u);
    CHECK(books.copies == copies);
    CHECK(a.recv()->id() == 1);
    CHECK(a.recv()->id() == 2);
  }
  CHECK(books.settled());
}

TEST_CASE("a subscriber that goes while a send waits costs the next one no copy") {
  test::ledger books;
  {
    const auto news = strait::broadcast<test::tracked>(1);
    const auto a = news.subscribe();
    auto b = news.subscribe();
    CHECK(news.send(test::tracked(books, 1)) == 2u);
    test::background sending([&] { return news.send(test::tracked(books, 2)).value_or(0); });
    test::let_it_block();
    b = {};
    CHECK(a.recv()->id() == 1);
    CHECK(sending.get() == 1u);
    const int copies = books.copies;
    CHECK(a.recv()->id() == 2);
    CHECK(news.send(test::tracked(books, 3)) == 1u);
    CHECK(books.copies == copies);
  }
  CHECK(books.settled());
}

TEST_CASE("a broadcast whose copy throws reaches nobody and goes on") {
  test::ledger books;
  {
    const auto news = strait::broadcast<test::throwing>(4);
    const auto a = news.subscribe();
    const auto b = news.subscribe();
    bool threw = true;
    for (int k = 1; threw; ++k) {
      CAPTURE(k);
      threw = false;
      books.throw_at = k;
      try {
        static_cast<void>(news.send(test::throwing(books, k)));
      } catch (const std::runtime_error&) {
        threw = true;
      }
      books.throw_at = 0;
      CHECK(a.size() == b.size());
      CHECK(a.size() == (threw ? 0u : 1u));
    }
  }
  CHECK(books.settled());
}

TEST_CASE("a message may send on its own broadcast while it is copied") {
  struct nested {
    explicit nested(const strait::broadcast_sender<nested>* on) : news(on) {}
    nested(nested&&) = default;
    nested(const nested& from) : news(from.news) {
      if (news != nullptr) CHECK(news->send(nested(nullptr)) == 2u);
    }
    const strait::broadcast_sender<nested>* news;
  };
  const auto news = strait::broadcast<nested>(4);
  const auto a = news.subscribe();
  const auto b = news.subscribe();
  CHECK(news.send(nested(&news)) == 2u);
  for (const auto& rx : {a, b}) {
    CHECK(rx.recv()->news == nullptr);
    CHECK(rx.recv()->news == &news);
    CHECK(rx.empty());
  }
}

#ifdef __cpp_lib_jthread
TEST_CASE("a stop ends a broadcast that waits") {
  const auto news = strait::broadcast<int>(1);
  const auto rx = news.subscribe();
  CHECK(news.send(1) == 1u);
  std::stop_source stop;
  test::background sending([&] { return news.send(2, stop.get_token()); });
  test::let_it_block();
  stop.request_stop();
  const auto sent = sending.get();
  CHECK(why(sent) == send_errc::stopped);
  CHECK(sent.error().value == 2);
  CHECK(rx.drain() == std::vector{1});
}
#endif
