// Channels whose messages hold further channels, and selects whose values hold further selects, in
// long chains: when the first one goes, all go, and no thread's stack is as deep as the chain.
// Before the last handle's destructor returns, everything is gone.

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <strait/strait.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "support/at_thread_end.hpp"
#include "support/scale.hpp"

namespace {

/// Longer than any stack could hold as a recursion: 8 MiB natively, 1 MiB in WebAssembly.
constexpr int chain_length = test::is_wasm ? 20'000 : 200'000;

/// Links of a chain that were made and are not destroyed yet.
int links = 0;

/// Counts itself unless it was moved from.
class counted {
 public:
  counted() { ++links; }
  counted(counted&& other) noexcept : counts_(std::exchange(other.counts_, false)) {}
  counted& operator=(counted&& other) noexcept {
    std::swap(counts_, other.counts_);
    return *this;
  }
  ~counted() { links -= counts_ ? 1 : 0; }

 private:
  bool counts_ = true;
};

struct held_receiver {
  counted here;
  strait::receiver<held_receiver> next;
};

struct held_ends {
  counted here;
  strait::sender<held_ends> next_tx;
  strait::receiver<held_ends> next_rx;
};

struct held_in_a_node {
  counted here;
  strait::receiver<std::unique_ptr<held_in_a_node>> next;
};

struct held_in_a_vector {
  counted here;
  std::vector<std::vector<strait::receiver<held_in_a_vector>>> next;
};

struct held_in_a_selector {
  counted here;
  strait::selector<> next;
};

struct held_by_a_selector {
  counted here;
  strait::selector<> next;
};

struct held_by_a_case {
  counted here;
  std::shared_ptr<void> next;
};

struct held_pair {
  counted here;
  strait::receiver<held_pair> leaf;
  strait::receiver<held_pair> next;
};

struct held_weakly {
  counted here;
  strait::receiver<held_weakly> next;
  strait::weak_receiver<held_weakly> memory;
};

/// Builds a chain from its end: `link(next)` makes the message that holds `next`, the receiver of
/// the rest. Gives the receiver of the first channel.
template <class T, class Make, class Link>
strait::receiver<T> chain(Make make, Link link) {
  strait::receiver<T> next;
  for (int i = 0; i < chain_length; ++i) {
    auto [tx, rx] = make();
    if (!tx.send(link(std::move(next)))) throw std::logic_error("a link was not sent");
    next = std::move(rx);
  }
  return next;
}

template <class T>
void drops_in_a_loop(strait::receiver<T> first) {
  CHECK(links == chain_length);
  first = {};
  CHECK(links == 0);
}

}  // namespace

TEST_CASE("a chain of channels is destroyed in a loop, whatever kind they are") {
  const auto link = [](strait::receiver<held_receiver> next) {
    return held_receiver{{}, std::move(next)};
  };
  drops_in_a_loop(chain<held_receiver>([] { return strait::unbounded<held_receiver>(); }, link));
  drops_in_a_loop(chain<held_receiver>([] { return strait::bounded<held_receiver>(1); }, link));
  drops_in_a_loop(chain<held_receiver>([] { return strait::oneshot<held_receiver>(); }, link));
}

TEST_CASE("a chain of channels is destroyed in a loop, whatever its messages hold them in") {
  drops_in_a_loop(chain<std::unique_ptr<held_in_a_node>>(
      [] { return strait::unbounded<std::unique_ptr<held_in_a_node>>(); },
      [](auto next) { return std::make_unique<held_in_a_node>(counted(), std::move(next)); }));
  drops_in_a_loop(chain<held_in_a_vector>([] { return strait::unbounded<held_in_a_vector>(); },
                                          [](auto next) {
                                            held_in_a_vector link;
                                            link.next.emplace_back().push_back(std::move(next));
                                            return link;
                                          }));
  drops_in_a_loop(chain<held_in_a_selector>([] { return strait::unbounded<held_in_a_selector>(); },
                                            [](auto next) {
                                              held_in_a_selector link;
                                              link.next.recv(std::move(next));
                                              return link;
                                            }));
  drops_in_a_loop(chain<held_weakly>([] { return strait::unbounded<held_weakly>(); },
                                     [](auto next) {
                                       strait::weak_receiver<held_weakly> memory(next);
                                       return held_weakly{{}, std::move(next), std::move(memory)};
                                     }));
}

TEST_CASE("a chain of channels whose messages hold both ends is destroyed in a loop") {
  std::optional<strait::channel<held_ends>> next;
  for (int i = 0; i < chain_length; ++i) {
    auto made = strait::unbounded<held_ends>();
    if (!next) next.emplace();
    const bool sent{made.tx.send(held_ends{{}, std::move(next->tx), std::move(next->rx)})};
    if (!sent) throw std::logic_error("a link was not sent");
    next = std::move(made);
  }
  CHECK(links == chain_length);
  next.reset();
  CHECK(links == 0);
}

TEST_CASE("every link of a chain may hold several channels") {
  constexpr int length = 1000;
  strait::receiver<held_pair> first;
  for (int i = 0; i < length; ++i) {
    auto [leaf_tx, leaf] = strait::unbounded<held_pair>();
    REQUIRE(leaf_tx.send(held_pair()).has_value());
    auto [tx, rx] = strait::unbounded<held_pair>();
    REQUIRE(tx.send(held_pair{{}, std::move(leaf), std::move(first)}).has_value());
    first = std::move(rx);
  }
  CHECK(links == 2 * length);
  first = {};
  CHECK(links == 0);
}

TEST_CASE("a chain of subscriptions is destroyed in a loop") {
  struct link {
    strait::receiver<link> next;
    std::shared_ptr<counted> here = std::make_shared<counted>();
  };
  strait::receiver<link> next;
  for (int i = 0; i < chain_length; ++i) {
    const auto news = strait::broadcast<link>(1);
    strait::receiver<link> subscription = news.subscribe();
    if (news.send(link{std::move(next)}) != 1) throw std::logic_error("a link was not sent");
    next = std::move(subscription);
  }
  CHECK(links == chain_length);
  next = {};
  CHECK(links == 0);
}

TEST_CASE("a chain of selectors, each with a value to send that holds the next, goes in a loop") {
  auto [tx, rx] = strait::bounded<held_by_a_selector>(0);
  auto first = std::make_unique<held_by_a_selector>();
  for (int i = 1; i < chain_length; ++i) {
    held_by_a_selector outer;
    outer.next.send(tx, std::move(*first));
    *first = std::move(outer);
  }
  CHECK(links == chain_length);
  first.reset();
  CHECK(links == 0);
}

TEST_CASE("a chain of cases of a select, each with a value that holds the next, goes in a loop") {
  auto [tx, rx] = strait::bounded<held_by_a_case>(0);
  held_by_a_case first;
  for (int i = 1; i < chain_length; ++i) {
    using send_case = decltype(strait::on_send(tx, std::move(first)));
    std::shared_ptr<send_case> outer(new send_case(strait::on_send(tx, std::move(first))));
    first = held_by_a_case{{}, std::move(outer)};
  }
  CHECK(links == chain_length);
  first.next = nullptr;
  CHECK(links == 1);
}

TEST_CASE("a chain of channels is destroyed in a loop when a message in its middle is received") {
  strait::receiver<held_receiver> first =
      chain<held_receiver>([] { return strait::bounded<held_receiver>(1); },
                           [](auto next) { return held_receiver{{}, std::move(next)}; });
  {
    auto message = first.recv();
    REQUIRE(message);
    CHECK(links == chain_length);
  }
  CHECK(links == 0);
}

TEST_CASE("a chain of channels is destroyed in a loop by a thread_local destructor") {
  std::thread([] {
    auto& last = test::destroyed_at_thread_end<strait::receiver<held_receiver>>();
    last = chain<held_receiver>([] { return strait::unbounded<held_receiver>(); },
                                [](auto next) { return held_receiver{{}, std::move(next)}; });
  }).join();
  CHECK(links == 0);
}

TEST_CASE("what a message's destructor drops is destroyed before the destructor goes on") {
  static int seen = -1;
  struct inner {
    counted here;
  };
  struct outer {
    bool tells = true;
    explicit outer(bool b) : tells(b) {}
    outer(outer&& other) noexcept : tells(std::exchange(other.tells, false)) {}
    ~outer() {
      if (!tells) return;
      auto [tx, rx] = strait::unbounded<inner>();
      static_cast<void>(tx.send(inner()));
      rx = {};
      seen = links;
    }
  };
  auto [tx, rx] = strait::unbounded<outer>();
  REQUIRE(tx.send(outer(true)));
  rx = {};
  CHECK(seen == 0);
}
