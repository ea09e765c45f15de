// Whole small programs after the ideas of flume's tests, written for this library from scratch.
#include <cstddef>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

// hydra: a thread has a channel of its own for orders, and all share one for answers.
TEST_CASE("workers with a channel each answer on one that they share") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int workers = 6;
  const int orders = test::scaled(100);
  auto [answer_tx, answers] = kind.make<int>();
  std::vector<strait::sender<int>> desks;
  test::crew crew;
  for (int i = 0; i < workers; ++i) {
    auto [tx, rx] = kind.make<int>();
    desks.push_back(std::move(tx));
    crew.add([in = std::move(rx), out = answer_tx] {
      for (const int order : in)
        if (!out.send(2 * order)) return;
    });
  }
  answer_tx = {};
  for (int round = 0; round < 4; ++round) {
    test::crew clerk;
    clerk.add([&] {
      for (int i = 0; i < orders; ++i)
        for (const auto& desk : desks)
          if (!desk.send(i)) return;
    });
    long sum = 0;
    for (int i = 0; i < workers * orders; ++i) sum += answers.recv().value();
    CHECK(sum == long{workers} * orders * (orders - 1));
  }
  desks.clear();
  CHECK_FALSE(answers.recv());
}

// robin: a ring of threads; each passes on what it gets, and the messages go round.
TEST_CASE("messages go round a ring of threads and come back in order") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int members = 6;
  const int messages = test::scaled(200);
  auto [first, in] = kind.make<int>();
  strait::receiver<int> from = std::move(in);
  test::crew crew;
  for (int i = 0; i < members; ++i) {
    auto [next, rest] = kind.make<int>();
    crew.add([source = std::move(from), to = std::move(next)] {
      for (const int message : source)
        if (!to.send(message + 1)) return;
    });
    from = std::move(rest);
  }
  crew.add([messages, tx = std::move(first)] {
    for (int i = 0; i < messages; ++i)
      if (!tx.send(i)) return;
  });
  int expected = 0;
  for (const int message : from) REQUIRE(message == members + expected++);
  CHECK(expected == messages);
}
