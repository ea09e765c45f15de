// selects.cpp — selects against each other, against single operations, time, close and drop.
#include <chrono>
#include <strait/strait.hpp>

#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;
using namespace std::chrono_literals;
using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::select;

/// What a select has come to: which case, and whether its message went over.
struct chosen {
  int which = 0;
  bool done = false;
  int value = 0;
};

auto receives(const strait::receiver<int>& rx, chosen& by, int which) {
  return on_recv(rx, [&by, which](auto m) { by = {which, m.has_value(), m ? *m : 0}; });
}

auto sends(const strait::sender<int>& tx, int value, chosen& by, int which) {
  return on_send(tx, int{value}, [&by, which](auto s) { by = {which, s.has_value(), 0}; });
}

void crossing_selects() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one, two;
  run_threads({[&] { select(receives(a.rx, one, 1), sends(b.tx, 7, one, 2)); },
               [&] { select(sends(a.tx, 7, two, 1), receives(b.rx, two, 2)); }});
  check(one.which == two.which && one.done && two.done, "two selects met in different channels");
  check((one.which == 1 ? one : two).value == 7, "the message is another one");
}

void selects_in_any_order_of_cases() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one, two;
  run_threads({[&] { select(receives(a.rx, one, 1), receives(b.rx, one, 2)); },
               [&] { select(sends(b.tx, 2, two, 2), sends(a.tx, 1, two, 1)); }});
  check(one.which == two.which && one.value == one.which, "the two chose different channels");
}

void select_of_one_channel_twice() {
  auto a = strait::bounded<int>(1);
  chosen one;
  run_threads({[&] { select(receives(a.rx, one, 1), receives(a.rx, one, 2)); },
               [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  check(one.done && one.value == 7 && a.rx.size() == 0, "received twice or never");
}

void two_selects_for_one_message() {
  auto a = strait::bounded<int>(1), quit = strait::bounded<int>(1);
  chosen one, two;
  run_threads({[&] { select(receives(a.rx, one, 1), receives(quit.rx, one, 2)); },
               [&] { select(receives(a.rx, two, 1), receives(quit.rx, two, 2)); },
               [&] {
                 check(a.tx.send(1).has_value(), "not sent");
                 quit.tx.close();
               }});
  const int received = (one.done ? 1 : 0) + (two.done ? 1 : 0);
  check(received + static_cast<int>(a.rx.size()) == 1, "the message was received twice or lost");
}

void select_against_close() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one;
  run_threads(
      {[&] { select(receives(a.rx, one, 1), sends(b.tx, 7, one, 2)); }, [&] { a.tx.close(); }});
  check(one.which == 1 && !one.done, "a close was missed");
}

void select_against_drop_of_the_receiver() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one;
  run_threads(
      {[&] { select(receives(a.rx, one, 1), sends(b.tx, 7, one, 2)); }, [&] { b.rx = {}; }});
  check(one.which == 2 && !one.done, "a drop was missed");
}

void select_against_drop_of_the_sender() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one;
  run_threads(
      {[&] { select(receives(a.rx, one, 1), receives(b.rx, one, 2)); }, [&] { a.tx = {}; }});
  check(one.which == 1 && !one.done, "a drop was missed");
}

template <int Capacity>
void select_against_time() {
  auto a = strait::bounded<int>(Capacity);
  chosen one;
  bool sent = false;
  run_threads({[&] { select(receives(a.rx, one, 1), on_timeout(1ms, [&] { one.which = 3; })); },
               [&] { sent = a.tx.send_for(7, 1ms).has_value(); }});
  const bool received = one.which == 1;
  const bool stored = a.rx.size() == 1;
  check(sent == (received || stored) && !(received && stored), "lost, or delivered twice");
}

void send_select_against_time() {
  auto a = strait::bounded<int>(0);
  chosen one;
  bool received = false;
  run_threads({[&] { select(sends(a.tx, 7, one, 1), on_timeout(1ms, [&] { one.which = 3; })); },
               [&] { received = a.rx.recv_for(1ms).has_value(); }});
  check(received == (one.which == 1), "sent to nobody, or received from nobody");
}

void moving_message_is_not_missed() {
  auto a = strait::bounded<int>(1), b = strait::bounded<int>(1);
  check(a.tx.send(7).has_value(), "not sent");
  chosen one;
  bool moved = false;
  run_threads({[&] {
                 select(receives(a.rx, one, 1), receives(b.rx, one, 2),
                        on_default([&] { one.which = 3; }));
               },
               [&] {
                 if (const auto message = a.rx.try_recv())
                   moved = b.tx.try_send(*message).has_value();
               }});
  // Between the two steps of the other thread the message is in neither channel.
  check(one.which != 3 || moved, "nothing was found, and the message had never moved");
}

void losing_select_leaves_no_trace() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one;
  run_threads({[&] { select(receives(a.rx, one, 1), receives(b.rx, one, 2)); },
               [&] { check(a.tx.send(1).has_value(), "not sent"); }});
  check(b.tx.try_send(2).error().code == strait::send_errc::full, "a receiver is still listed");
}

void select_that_is_over_is_no_receiver() {
  auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
  chosen one;
  bool is_ready = true;
  strait::selector<> sends_to_b;
  sends_to_b.send(b.tx, 2);
  run_threads({[&] { select(receives(a.rx, one, 1), receives(b.rx, one, 2)); },
               [&] {
                 check(a.tx.send(1).has_value(), "not sent");
                 is_ready = sends_to_b.try_ready().has_value();
               }});
  check(one.which == 1, "the message is lost");
  check(!is_ready, "ready to send, and the only receiver has another message");
}

/// It may still be listed in front of the one that waits.
void ready_behind_a_select_that_is_over() {
  auto a = strait::bounded<int>(1), b = strait::bounded<int>(0);
  chosen one;
  int received = 0;
  strait::selector<> sends_to_b;
  sends_to_b.send(b.tx, 2);
  run_threads({[&] { strait::select_biased(receives(a.rx, one, 1), receives(b.rx, one, 2)); },
               [&] { received = b.rx.recv().value(); },
               [&] {
                 check(a.tx.send(1).has_value(), "not sent");
                 static_cast<void>(sends_to_b.ready());
                 check(b.tx.send(2).has_value(), "not sent");
               }});
  check(one.which == 1 && received == 2, "a message is lost");
}

void select_with_a_message_made_late() {
  auto a = strait::bounded<int>(0);
  int received = 0;
  int made = 0;
  run_threads({[&] { select(on_send(a.tx, [&] { return ++made; }), on_timeout(1ms)); },
               [&] {
                 if (const auto message = a.rx.recv_for(1ms)) received = *message;
               }});
  check(made == received, "a message was made for nobody, or received twice");
}

void biased_select_prefers_the_first() {
  auto a = strait::bounded<int>(1), b = strait::bounded<int>(1);
  check(a.tx.send(1).has_value(), "not sent");
  chosen one;
  run_threads({[&] { strait::select_biased(receives(a.rx, one, 1), receives(b.rx, one, 2)); },
               [&] { check(b.tx.send(2).has_value(), "not sent"); }});
  check(one.which == 1 && one.value == 1, "the first case was ready and not chosen");
}

}  // namespace

std::vector<described> selects() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), int ticks, const char* says) {
    described made{.model = {.name = name, .body = body}, .group = "select", .says = says};
    made.model.possible.ticks = ticks;
    all.push_back(std::move(made));
  };
  add("select:crossing", crossing_selects, 0, "Two selects that cross meet in one channel.");
  add("select:any order of cases", selects_in_any_order_of_cases, 0,
      "Selects that name the same channels in another order do not block each other.");
  add("select:one channel twice", select_of_one_channel_twice, 0,
      "A channel in two cases delivers its message to one of them.");
  add("select:two for one message", two_selects_for_one_message, 0,
      "One of two selects gets a message, the other goes on waiting.");
  all.back().is_large = true;
  add("select:close", select_against_close, 0, "A close ends a select that waits to receive.");
  add("select:drop receiver", select_against_drop_of_the_receiver, 0,
      "The end of the last receiver ends a select that waits to send.");
  add("select:drop sender", select_against_drop_of_the_sender, 0,
      "The end of the last sender ends a select that waits to receive.");
  add("select:time, rendezvous", select_against_time<0>, 1,
      "A time-out and a delivery: one of them happens.");
  add("select:time, bounded", select_against_time<1>, 1,
      "A time-out and a stored message: it is received or stays.");
  add("select:send against time", send_select_against_time, 1,
      "A send in a select that times out has reached nobody.");
  add("select:moving message", moving_message_is_not_missed, 0,
      "A select that finds nothing has looked at one moment.");
  add("select:losing case", losing_select_leaves_no_trace, 0,
      "The case that was not chosen leaves no waiter behind.");
  add("select:over", select_that_is_over_is_no_receiver, 0,
      "A select that has a message makes no other channel ready.");
  add("select:ready behind", ready_behind_a_select_that_is_over, 0,
      "A receiver that waits is seen behind a select that is over.");
  all.back().is_large = true;
  add("select:message made late", select_with_a_message_made_late, 1,
      "A message is made only for a receiver, and then received.");
  all.back().is_large = true;
  add("select:biased", biased_select_prefers_the_first, 0,
      "select_biased chooses the first case that is ready.");
  return all;
}

}  // namespace models
