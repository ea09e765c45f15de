// selector_kept: a selector keeps its cases in their channels' queues between waits. Whatever is
// done to the channels meanwhile, the next wait knows; and what has happened nowhere costs nothing.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"

namespace {

using namespace std::chrono_literals;
using received = std::expected<int, strait::recv_error>;
using strait::selector;

constexpr int ended = -1;

std::size_t any_below(test::generator& random, std::size_t limit) {
  return static_cast<std::size_t>(test::below(random, limit));
}

int value_or_ended(const received& message) { return message.value_or(ended); }

/// Channels of all kinds, used by one thread through some selectors that live on; what these find
/// is compared with what the channels say.
class world {
 public:
  explicit world(std::uint64_t stream) : random_(test::random(stream)) {
    for (std::size_t i = 0; i < channel_count; ++i) channels_.push_back(make());
  }

  void step() {
    const std::size_t c = below(channel_count);
    const std::size_t s = below(selector_count);
    auto& [tx, rx] = channels_[c];
    switch (below(14)) {
      case 0:
      case 1:
      case 2:
        static_cast<void>(tx.try_send(next_value_++));
        break;
      case 3:
      case 4:
        static_cast<void>(rx.try_recv());
        break;
      case 5:
        add(s, c, true);
        break;
      case 6:
        add(s, c, false);
        break;
      case 7:
        remove(s);
        break;
      case 8:
        if (below(8) == 0) tx.close();
        break;
      case 9:
        if (below(8) == 0) renew(c);
        break;
      case 10:
        selectors_[s].any = std::exchange(selectors_[s].any, {});
        break;
      case 11:
        static_cast<void>(selectors_[s].any.wait_for(std::chrono::microseconds(below(2))));
        break;
      default:
        static_cast<void>(selectors_[s].any.try_wait());
    }
    for (one_selector& each : selectors_) {
      if (below(3) == 0) require_truth(each);
    }
  }

 private:
  static constexpr std::size_t channel_count = 6;
  static constexpr std::size_t selector_count = 3;

  struct one_case {
    std::size_t id;
    std::size_t channel;
    bool receives;
  };
  struct one_selector {
    selector<int> any;
    std::vector<one_case> cases;
  };

  std::size_t below(std::size_t limit) { return any_below(random_, limit); }

  strait::channel<int> make() {
    const std::size_t kind = below(5);
    return kind == 4 ? strait::unbounded<int>() : strait::bounded<int>(kind == 3 ? 40 : kind);
  }

  void add(std::size_t s, std::size_t c, bool receives) {
    auto& [any, cases] = selectors_[s];
    if (cases.size() == 9) return;
    if (receives) {
      any.recv(channels_[c].rx, value_or_ended);
    } else {
      any.send(channels_[c].tx, [this] { return next_value_++; }, [](auto) { return 0; });
    }
    cases.push_back({any.last(), c, receives});
  }

  void remove(std::size_t s) {
    auto& [any, cases] = selectors_[s];
    if (cases.empty()) return;
    const std::size_t which = below(cases.size());
    any.remove(cases[which].id);
    cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(which));
  }

  /// A new channel in place of one, without the cases of that.
  void renew(std::size_t c) {
    for (auto& [any, cases] : selectors_) {
      std::erase_if(cases, [&any, c](const one_case& each) {
        if (each.channel == c) any.remove(each.id);
        return each.channel == c;
      });
    }
    channels_[c] = make();
  }

  bool is_ready(const one_case& it) const {
    const auto& [tx, rx] = channels_[it.channel];
    if (rx.is_disconnected()) return true;
    return it.receives ? !rx.empty() : !tx.full();
  }

  void require_truth(one_selector& it) {
    const std::optional<std::size_t> found = it.any.try_ready();
    bool any_ready = false;
    for (const one_case& each : it.cases) {
      any_ready = any_ready || is_ready(each);
      if (found == each.id) REQUIRE(is_ready(each));
    }
    REQUIRE(found.has_value() == any_ready);
  }

  test::generator random_;
  int next_value_ = 0;
  std::vector<strait::channel<int>> channels_;
  one_selector selectors_[selector_count];
};

/// At how many cases it looks, more or less.
int looks_of_a_wait(selector<int>& any) {
  const int before = test::draws;
  static_cast<void>(any.wait());
  return test::draws - before;
}

}  // namespace

TEST_CASE("selectors that live on find what there is, whatever happens to their channels") {
  for (int round = 0; round < test::scaled(200); ++round) {
    world one(static_cast<std::uint64_t>(round));
    for (int step = 0; step < 300; ++step) one.step();
  }
}

TEST_CASE("a wait looks at what has happened since, not at every case") {
  const auto kind = GENERATE(test::storing_kinds());
  const int count = GENERATE(10, 1000);
  const bool sleeps_first = GENERATE(false, true);
  CAPTURE(kind, count, sleeps_first);
  std::vector<strait::channel<int>> channels;
  selector<int> any;
  for (int i = 0; i < count; ++i) {
    channels.push_back(kind.make<int>());
    any.recv(channels.back().rx, value_or_ended);
  }
  if (sleeps_first) {
    REQUIRE_FALSE(any.wait_for(1ms));
  } else {
    REQUIRE_FALSE(any.try_wait());
  }
  int looks = 0;
  for (int i = 0; i < count; ++i) {
    REQUIRE(channels[static_cast<std::size_t>(i)].tx.send(i));
    looks += looks_of_a_wait(any);
  }
  CHECK(looks <= 8 * count);
  CHECK_FALSE(any.try_wait());
}

TEST_CASE("a try looks at what has happened since, also in a rendezvous") {
  constexpr int count = 200;
  std::vector<strait::channel<int>> channels;
  selector<int> any;
  for (int i = 0; i < count; ++i) {
    channels.push_back(strait::bounded<int>(0));
    any.recv(channels.back().rx, value_or_ended);
  }
  const int before = test::draws;
  for (int i = 0; i < count; ++i) REQUIRE_FALSE(any.try_wait());
  CHECK(test::draws - before <= 10 * count);
}

TEST_CASE("a selector is sent to only while it waits") {
  auto [tx, rx] = strait::bounded<int>(0);
  selector<int> any;
  any.recv(rx, value_or_ended);
  REQUIRE_FALSE(any.wait_for(1ms));
  CHECK(test::failure(tx.try_send(1)) == strait::send_errc::full);
  CHECK_FALSE(any.try_wait());
  CHECK(test::failure(tx.try_send(1)) == strait::send_errc::full);
  test::background late([&, out = tx] {
    test::let_it_block();
    return out.try_send(7);
  });
  CHECK(any.wait() == 7);
  CHECK(late.get());
}

TEST_CASE("timers become ready by time, however many there are and whoever else receives them") {
  std::vector<strait::receiver<std::chrono::steady_clock::time_point>> timers;
  selector<int> any;
  static constexpr int count = 20;
  for (int i = 0; i < count; ++i) {
    timers.push_back(strait::after(std::chrono::milliseconds(count - i)));
    any.recv(timers.back(), [i](auto) { return i; });
  }
  const std::size_t first = any.last() - count + 1;
  const auto ticks = strait::tick(1ms);
  any.recv(ticks, [](auto) { return count; });
  any.remove(first + 3);
  REQUIRE(timers[5].recv());  // Another one gets this.
  std::vector<int> fired(count + 1);
  for (int left = count - 2; left > 0;) {
    const int which = any.wait();
    ++fired[static_cast<std::size_t>(which)];
    if (which != count) --left;
  }
  any.remove(any.last());
  CHECK_FALSE(any.wait_for(1ms));
  for (int i = 0; i < count; ++i) {
    CHECK(fired[static_cast<std::size_t>(i)] == (i == 3 || i == 5 ? 0 : 1));
  }
}

TEST_CASE("a timer that is removed after a wait is not looked at again; the others are") {
  static constexpr std::size_t count = 10;
  selector<std::size_t> any;
  std::vector<std::size_t> ids;
  for (std::size_t i = 0; i < count; ++i) {
    any.recv(strait::after(150ms + std::chrono::milliseconds(count - i)), [i](auto) { return i; });
    ids.push_back(any.last());
  }
  REQUIRE(any.try_wait() == std::nullopt);  // From now on each waits for its moment.
  for (std::size_t i = 0; i < count; i += 2) any.remove(ids[i]);
  std::vector<int> fired(count);
  for (std::size_t i = 1; i < count; i += 2) ++fired[any.wait()];
  for (std::size_t i = 0; i < count; ++i) CHECK(fired[i] == static_cast<int>(i % 2));
  CHECK(any.wait_for(20ms) == std::nullopt);
}

TEST_CASE("a wait ends at the earliest moment, whichever timer was removed before it") {
  for (int round = 0; round < 12; ++round) {
    selector<int> any;
    for (const auto late : {1h, 2h, 3h, 4h, 5h}) {
      any.recv(strait::after(late), [](auto) { return 1; });
    }
    any.recv(strait::after(35ms), [](auto) { return 2; });
    any.recv(strait::after(30ms), [](auto) { return 3; });
    if (any.wait_for(1ms)) continue;  // This thread has slept too long.
    any.remove(any.last());           // All were waiting for their moments.
    REQUIRE(any.wait_for(10s) == 2);
  }
}

TEST_CASE("a selector goes from thread to thread between waits") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  std::vector<strait::channel<int>> channels;
  selector<int> any;
  for (int i = 0; i < 8; ++i) {
    channels.push_back(kind.make<int>());
    any.recv(channels.back().rx, value_or_ended);
  }
  constexpr int rounds = 40;
  test::crew senders;
  for (const auto& each : channels) {
    senders.add([tx = each.tx] {
      for (int i = 1; i <= rounds; ++i) {
        if (!tx.send(i)) return;
      }
    });
  }
  int sum = 0;
  for (int round = 0; round < rounds; ++round) {
    test::background other([&] {
      int by_other = 0;
      for (int i = 0; i < 4; ++i) by_other += any.wait();
      return by_other;
    });
    sum += other.get();
    for (int i = 0; i < 4; ++i) sum += any.wait();
  }
  CHECK(sum == 8 * rounds * (rounds + 1) / 2);
  CHECK_FALSE(any.try_wait());
}

TEST_CASE("selectors that cross in many channels meet, one message at a time") {
  constexpr int width = 6;
  const int rounds = test::scaled(3000);
  std::vector<strait::channel<int>> channels;
  for (int i = 0; i < width; ++i) channels.push_back(strait::bounded<int>(0));
  /// What it has received, less what it has sent.
  const auto run = [&channels, rounds](int parity) {
    selector<int> any;
    for (int i = 0; i < width; ++i) {
      const auto& [tx, rx] = channels[static_cast<std::size_t>(i)];
      if (i % 2 == parity) {
        any.recv(rx, [](received m) { return *m; });
      } else {
        any.send(tx, [i] { return i + 1; }, [i](auto) { return -i - 1; });
      }
    }
    int balance = 0;
    for (int round = 0; round < rounds; ++round) {
      const std::optional<int> at_once = round % 7 == 0 ? any.try_wait() : std::nullopt;
      balance += at_once ? *at_once : any.wait();
    }
    return balance;
  };
  test::background other([&run] { return run(0); });
  const int balance = run(1);
  CHECK(balance + other.get() == 0);
}

TEST_CASE("one selector among many senders gets each message once, in every form of wait") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int width = 12;
  const int messages = test::scaled(400);
  std::vector<strait::channel<int>> channels;
  for (int i = 0; i < width; ++i) channels.push_back(kind.make<int>());
  std::atomic<int> by_others{0};
  test::crew crew;
  for (int s = 0; s < 4; ++s) {
    crew.add([&channels, s, messages] {
      test::generator random = test::random(static_cast<std::uint64_t>(s));
      for (int i = 0; i < messages; ++i) {
        static_cast<void>(channels[any_below(random, width)].tx.send(1));
      }
    });
  }
  crew.add([&channels, &by_others] {  // Takes some messages away, as soon as the selector is told.
    test::generator random = test::random(9);
    for (int i = 0; i < 2000; ++i) {
      if (channels[any_below(random, width)].rx.try_recv()) ++by_others;
    }
  });
  selector<int> any;
  for (const auto& each : channels) any.recv(each.rx, value_or_ended);
  test::generator random = test::random(10);
  int sum = 0;
  while (sum + by_others < 4 * messages) {
    switch (test::below(random, 4)) {
      case 0:
        sum += any.wait_for(1ms).value_or(0);
        break;
      case 1:
        sum += any.try_wait().value_or(0);
        break;
      case 2:
        static_cast<void>(any.ready_for(1ms));
        break;
      default:
        sum += any.wait_for(100us).value_or(0);
    }
  }
  crew.join();
  CHECK(sum + by_others == 4 * messages);
  CHECK_FALSE(any.try_wait());
}

TEST_CASE("a destructor of a value may use the selector that has just removed it") {
  struct user {
    selector<>* uses = nullptr;
    explicit user(selector<>& s) : uses(&s) {}
    user(user&& other) noexcept : uses(std::exchange(other.uses, nullptr)) {}
    user& operator=(user&&) = delete;
    ~user() {
      if (uses == nullptr) return;
      uses->remove(2);
      uses->try_wait();
    }
  };
  auto [tx, rx] = strait::bounded<user>(0);
  auto [other_tx, other_rx] = strait::bounded<int>(0);
  selector<> any;
  any.send(tx, user(any));
  any.recv(other_rx);
  REQUIRE_FALSE(any.wait_for(1ms));
  any.remove(1);
  CHECK(other_rx.receiver_count() == 1);
  CHECK_THROWS_AS(any.wait(), std::logic_error);
}

TEST_CASE("a notifier is told of a selector that waits, not of one that has waited") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> calls{0};
  selector<int> any;
  any.send(tx, [] { return 7; }, [](auto sent) { return sent ? 1 : 0; });
  REQUIRE_FALSE(any.wait_for(1ms));
  const strait::ready_notifier notifier(rx, [&] { ++calls; });
  CHECK_FALSE(notifier.arm());
  CHECK_FALSE(any.try_wait());
  CHECK(calls == 0);
  test::background late([&, from = rx] {
    test::let_it_block();
    return std::pair(calls.load(), from.try_recv());
  });
  CHECK(any.wait() == 1);
  CHECK(late.get() == std::pair(1, received(7)));
}

TEST_CASE("whoever watches one of many cases is told when their selector begins to wait") {
  constexpr int count = 6;
  std::vector<strait::channel<int>> all;
  std::deque<strait::ready_notifier> notifiers;
  std::atomic<int> calls{0};
  selector<int> any;
  for (int each = 0; each < count; ++each) {
    const auto& [tx, rx] = all.emplace_back(strait::bounded<int>(0));
    any.send(tx, [] { return 7; }, [](auto sent) { return sent ? 1 : 0; });
    CHECK_FALSE(notifiers.emplace_back(rx, [&] { ++calls; }).arm());
  }
  test::background late([&] {
    test::let_it_block();
    return std::pair(calls.load(), all.front().rx.try_recv());
  });
  CHECK(any.wait() == 1);
  CHECK(late.get() == std::pair(count, received(7)));
}
