// Two translation units with everything included meet in one program: channels made in one are used
// in the other, and what there is once in a program is there once.
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>

#include "other.hpp"

namespace {

/// Meets a thread that sleeps in the other unit, and lets it meet one that sleeps here.
bool each_wakes_the_other() {
  constexpr int count = 1000;
  auto [tx, rx] = strait::bounded<int>(0);
  int received = 0;
  std::thread there([&, &in = rx] { received = other::receive_there(in, count); });
  int sent = 0;
  while (sent < count && tx.send_for(sent, std::chrono::seconds(30))) ++sent;
  there.join();
  return sent == count && received == count;
}

}  // namespace

int main() {
  auto [tx, rx] = other::make_channel();
  other::send_from_there(tx, "there");
  if (!tx.send("here") || rx.recv() != "there" || rx.recv() != "here") {
    std::puts("two_units: a message did not pass");
    return 1;
  }
  if (!other::is_same(tx, rx)) {
    std::puts("two_units: one channel counts as two");
    return 1;
  }
  if (!each_wakes_the_other()) {
    std::puts("two_units: a thread was not woken from the other unit");
    return 1;
  }
  // A handle that the other unit moved from is empty here as well.
  strait::sender<std::string> moved_from;
  other::take(moved_from);
  if (moved_from.send("lost").error().code != strait::send_errc::disconnected) {
    std::puts("two_units: an empty handle sends");
    return 1;
  }
  // A channel's number is its own, wherever the channel was made.
  const auto here = strait::bounded<std::string>(1);
  const auto there = other::make_channel();
  if (here.tx.id() == there.tx.id() || tx.id() == here.tx.id() || here.tx == there.tx) {
    std::puts("two_units: two channels cannot be told apart");
    return 1;
  }
  // What one unit gave to a selector, the other takes back.
  const auto notes = strait::bounded<other::note>(1);
  strait::selector<> cases;
  other::add_cases(cases, here.tx, notes.tx);
  const std::size_t note_case = cases.last();
  if (cases.take<std::string>(note_case) || cases.take<other::note>(note_case - 1)) {
    std::puts("two_units: a selector takes a value for one of another type");
    return 1;
  }
  const auto text = cases.take<std::string>(note_case - 1);
  const auto note = cases.take<other::note>(note_case);
  if (text != "there" || !note || note->text != "there") {
    std::puts("two_units: a selector does not know the type of a value");
    return 1;
  }
#ifndef CONSUMER_HIDDEN
  // With hidden visibility each library has a `never` of its own, which behaves just the same.
  if (!same_channel(strait::never<int>(), other::never_of_there())) {
    std::puts("two_units: there are two channels behind never()");
    return 1;
  }
#endif
  return strait::select(strait::on_recv(other::never_of_there(), [](auto) { return 1; }),
                        strait::on_default([] { return 0; }));
}
