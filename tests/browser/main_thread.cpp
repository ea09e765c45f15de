// A program on a browser's main thread, where waiting is impossible (rule 10): an operation that
// would have to wait says `would_block` at once, everything else works. One line a check.
#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <strait/strait.hpp>

using strait::recv_error;
using strait::send_errc;
using namespace std::chrono_literals;

namespace {

int failures = 0;

void check(bool holds, const char* what) {
  std::printf("%s: %s\n", holds ? "ok" : "FAILED", what);
  if (!holds) ++failures;
}

bool would_block(const auto& result) {
  if (result) return false;
  if constexpr (requires { result.error().code; }) {
    return result.error().code == send_errc::would_block;
  } else {
    return std::string_view(to_string(result.error())) == "would block";
  }
}

void receives() {
  auto [tx, rx] = strait::unbounded<int>();
  check(would_block(rx.recv()), "recv() of nothing");
  check(would_block(rx.recv_for(1h)), "recv_for() of nothing");
  check(would_block(rx.recv_until(std::chrono::steady_clock::time_point::max())), "recv_until()");
  check(rx.try_recv().error() == recv_error::empty, "try_recv() of nothing is empty");
  check(rx.recv_for(0s).error() == recv_error::timeout, "recv_for() of no time is a timeout");
  std::vector<int> many;
  check(would_block(rx.recv_many(many, 2)), "recv_many() of nothing");
  check(would_block(rx.recv_many_for(many, 2, 1h)), "recv_many_for() of nothing");
  check(tx.send(1) && rx.recv() == 1, "recv() of a message that is there");
  check(would_block(strait::after(1h).recv()), "a timer that is not due");
  check(strait::after(0s).recv().has_value(), "a timer that is due");
  check(would_block(strait::never<int>().recv()), "never()");
  tx = {};
  check(rx.recv().error() == recv_error::disconnected, "recv() after the last sender");
}

void sends() {
  auto [tx, rx] = strait::bounded<int>(1);
  check(tx.send(1).has_value(), "send() with room");
  const auto refused = tx.send(2);
  check(would_block(refused) && refused.error().value == 2, "send() hands the message back");
  check(would_block(tx.send_for(2, 1h)), "send_for()");
  check(tx.try_send(2).error().code == send_errc::full, "try_send() is full");
  bool called = false;
  const auto make = [&called] { return called = true, 2; };
  check(would_block(tx.send_with(make)) && !called, "send_with() makes nothing");
  check(tx.send_many(std::vector{2, 3}).error == send_errc::would_block, "send_many()");
  check(tx.force_send(3).value() == 1, "force_send() never waits");
  auto [meet, partner] = strait::bounded<int>(0);
  check(would_block(meet.send(1)), "a rendezvous without a partner");
  const auto news = strait::broadcast<int>(1);
  const auto reader = news.subscribe();
  check(news.send(1).has_value() && would_block(news.send(2)), "a broadcast to a full subscriber");
}

void selects() {
  auto [tx, rx] = strait::bounded<int>(1);
  const auto blocked = [](const auto& result) { return would_block(result); };
  check(strait::select(strait::on_recv(rx, blocked), strait::on_timeout(1h, [] { return false; })),
        "select");
  check(strait::select(strait::on_recv(rx, blocked), strait::on_default([] { return true; })),
        "select with a default");
  strait::selector<bool> s;
  s.recv(rx, blocked);
  check(s.wait(), "selector::wait");
  check(!s.wait_for(1h), "selector::wait_for finds nothing");
  check(tx.send(1).has_value() && s.wait() == false && rx.empty(), "selector with a message");
}

/// The other thread waits as always, and this one wakes it.
void with_a_thread() {
  auto [ask, questions] = strait::bounded<int>(1);
  auto [answer, answers] = strait::unbounded<int>();
  std::thread([questions = std::move(questions), answer = std::move(answer)] {
    for (int each : questions) static_cast<void>(answer.send(each * 2));
  }).detach();
  int sum = 0;
  for (int i = 1; i <= 3; ++i) {
    int unsent = i;
    while (strait::select(strait::on_send(ask, unsent, [](auto sent) { return !sent; }),
                          strait::on_default([] { return true; }))) {
    }
    auto got = answers.try_recv();
    while (!got) got = answers.try_recv();
    sum += *got;
  }
  check(sum == 12, "three questions to a thread that waits");
}

}  // namespace

int main() {
  receives();
  sends();
  selects();
  with_a_thread();
  std::printf("main thread: %d failures\n", failures);
}
