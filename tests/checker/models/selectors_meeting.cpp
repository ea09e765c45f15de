// selectors_meeting.cpp — selectors that meet others: selectors, selects, notifiers, receivers, and
// senders that make their messages late.
#include <chrono>
#include <optional>
#include <strait/strait.hpp>

#include "kept_cases.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;
using strait::selector;
using namespace kept_cases;
using namespace std::chrono_literals;

/// One selector receives in a and sends in b, the other one the reverse.
struct crossing {
  explicit crossing() : of(0) {
    receives(one, of.a.rx);
    sends(two, of.a.tx, 1);
  }
  void add_others() {
    sends(one, of.b.tx, 2);
    receives(two, of.b.rx);
  }
  void meet() {
    int by_one = none, by_two = none;
    run_threads({[&] { by_one = one.wait(); }, [&] { by_two = two.wait(); }});
    check(by_one == by_two, "two selectors met in different channels");
  }

  two_channels of;
  selector<int> one, two;
};

void crossing_selectors() {
  crossing both;
  both.add_others();
  both.meet();
}

void crossing_selectors_one_kept() {
  crossing both;
  both.add_others();
  settle(both.one);
  both.meet();
}

void crossing_selectors_both_kept() {
  crossing both;
  both.add_others();
  settle(both.one);
  settle(both.two);  // Takes the others' cases out of the queues.
  both.meet();
}

/// Each has one case in a queue, in another channel, and would take the other's out.
void crossing_selectors_half_kept() {
  two_channels of(0);
  selector<int> one, two;
  receives(one, of.a.rx);
  receives(two, of.b.rx);
  settle(one);
  settle(two);
  sends(one, of.b.tx, 2);
  sends(two, of.a.tx, 1);
  int by_one = none, by_two = none;
  run_threads({[&] { by_one = one.wait(); }, [&] { by_two = two.wait(); }});
  check(by_one == by_two, "two selectors met in different channels");
}

void crossing_a_select() {
  two_channels of(0);
  selector<int> s;
  receives(s, of.a.rx);
  sends(s, of.b.tx, 2);
  settle(s);
  int by_selector = none, by_select = none;
  run_threads({[&] { by_selector = s.wait(); },
               [&] {
                 by_select = strait::select(
                     strait::on_send(of.a.tx, 1, [](auto sent) { return sent ? 1 : ended; }),
                     strait::on_recv(of.b.rx, value_of));
               }});
  check(by_selector == by_select, "the two met in different channels");
}

void two_selectors_for_one_message() {
  auto a = strait::bounded<int>(1);
  selector<int> one, two;
  receives(one, a.rx);
  receives(two, a.rx);
  settle(one);
  settle(two);
  std::optional<int> by_one, by_two;
  run_threads({[&] { by_one = one.wait_for(1ms); }, [&] { by_two = two.wait_for(1ms); },
               [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  const int count = (by_one ? 1 : 0) + (by_two ? 1 : 0) + static_cast<int>(a.rx.size());
  check(count == 1, "received twice, or lost");
}

/// A kept case in front of a receiver that waits is passed over.
void receiver_behind_a_kept_case() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  int got = none;
  run_threads(
      {[&] { got = value_of(a.rx.recv()); }, [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  check(got == 7, "another message");
}

/// Whatever was in a queue first: who only watches finds a selector that waits.
template <bool WatcherFirst>
void ready_for_a_selector() {
  auto a = strait::bounded<int>(0);
  selector<int> waits, watches;
  sends(waits, a.tx, 7);
  receives(watches, a.rx);
  const auto settle_watches = [&] { check(!watches.ready_for(1ms), "ready, with nobody there"); };
  if (WatcherFirst) settle_watches();
  settle(waits);
  if (!WatcherFirst) settle_watches();
  int got = none;
  run_threads({[&] { check(waits.wait() == 7, "not sent"); },
               [&] {
                 check(watches.ready() == 1, "another case");
                 got = value_of(a.rx.recv());
               }});
  check(got == 7, "another message");
}

void notifier_of_a_selector() {
  auto a = strait::bounded<int>(0);
  auto told = strait::bounded<int>(1);
  selector<int> s;
  sends(s, a.tx, 7);
  settle(s);
  {
    strait::ready_notifier notifier(a.rx, [&] { static_cast<void>(told.tx.try_send(1)); });
    check(!notifier.arm(), "ready, with nobody who waits");
    int got = none;
    run_threads({[&] { check(s.wait() == 7, "not sent"); },
                 [&] {
                   check(told.rx.recv().has_value(), "not told");
                   got = value_of(a.rx.recv());
                 }});
    check(got == 7, "another message");
  }
}

void message_made_late_for_a_kept_case() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  std::optional<int> got;
  int made = 0;
  run_threads({[&] { got = s.wait_for(1ms); },
               [&] {
                 strait::select(strait::on_send(a.tx, [&] { return ++made; }),
                                strait::on_timeout(1ms));
               }});
  check(made == got.value_or(0), "a message was made for nobody, or received twice");
}

void message_that_cannot_be_made() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  int got = none;
  run_threads({[&] { got = s.wait(); },
               [&] {
                 try {
                   strait::select(strait::on_send(a.tx, []() -> int { throw 1; }));
                 } catch (int) {
                 }
                 check(a.tx.send(7).has_value(), "not sent");
               }});
  check(got == 7, "a selector does not look again");
}

}  // namespace

std::vector<described> selectors_meeting() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), int ticks, const char* says) {
    described made{
        .model = {.name = name, .body = body}, .group = "selectors meeting", .says = says};
    made.model.possible.ticks = ticks;
    made.model.possible.spurious_wakes = 0;
    all.push_back(std::move(made));
  };
  add("selectors:message made late", message_made_late_for_a_kept_case, 1,
      "A message is made only for a selector that receives it.");
  add("selectors:message not made", message_that_cannot_be_made, 0,
      "A selector whose sender failed looks again.");
  all.back().is_large = true;
  add("selectors:crossing", crossing_selectors, 0, "Two selectors that cross meet.");
  add("selectors:crossing, one kept", crossing_selectors_one_kept, 0,
      "Two selectors that cross meet.");
  all.back().is_large = true;
  add("selectors:crossing, both kept", crossing_selectors_both_kept, 0,
      "Two selectors that cross meet.");
  all.back().is_large = true;
  add("selectors:crossing, half kept", crossing_selectors_half_kept, 0,
      "Two selectors that take each other out of their queues meet.");
  add("selectors:crossing a select", crossing_a_select, 0, "A selector and a select meet.");
  add("selectors:two for one message", two_selectors_for_one_message, 1,
      "One of two selectors gets a message, or it stays.");
  add("selectors:receiver behind", receiver_behind_a_kept_case, 0,
      "A receiver gets its message past a case that is kept.");
  add("selectors:ready, after a selector", ready_for_a_selector<false>, 0,
      "Who watches is told of a selector that waits.");
  all.back().is_large = true;
  add("selectors:ready, before a selector", ready_for_a_selector<true>, 0,
      "Who watches is told of a selector that waits.");
  all.back().is_large = true;
  add("selectors:notifier", notifier_of_a_selector, 0, "A notifier calls when a selector waits.");
  all.back().is_large = true;
  return all;
}

}  // namespace models
