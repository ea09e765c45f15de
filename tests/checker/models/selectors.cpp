// selectors.cpp — selectors, whose cases stay in their channels' queues between waits: what peers
// do meanwhile, and at the moments between looking and sleeping.
#include <chrono>
#include <memory>
#include <optional>
#include <strait/strait.hpp>
#include <utility>

#include "kept_cases.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;
using strait::selector;
using namespace kept_cases;
using namespace std::chrono_literals;

template <int Capacity>
void message_for_a_kept_case() {
  two_channels of(Capacity);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  int got = none;
  run_threads({[&] { got = s.wait(); }, [&] { check(of.a.tx.send(7).has_value(), "not sent"); }});
  check(got == 7, "another message");
  check(of.a.rx.size() == 0, "received and still there");
}

void messages_while_a_wait_begins() {
  two_channels of(1);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  int sum = 0;
  run_threads({[&] {
                 sum += s.wait();
                 sum += s.wait();
               },
               [&] { check(of.a.tx.send(1).has_value(), "not sent"); },
               [&] { check(of.b.tx.send(2).has_value(), "not sent"); }});
  check(sum == 3, "another message");
}

void room_for_a_kept_case() {
  two_channels of(1);
  check(of.a.tx.send(1).has_value() && of.b.tx.send(2).has_value(), "not sent");
  selector<int> s;
  sends(s, of.a.tx, 3);
  sends(s, of.b.tx, 4);
  settle(s);
  int sent = none;
  run_threads({[&] { sent = s.wait(); }, [&] { check(of.a.rx.recv() == 1, "not received"); }});
  check(sent == 3 && of.a.rx.try_recv() == 3, "not sent");
}

/// A message handed in keeps its place in the queue; the sender's thread does not wait.
void value_in_a_kept_case() {
  auto a = strait::bounded<int>(0);
  selector<bool> s;
  s.send(a.tx, 7, [](auto sent) { return sent.has_value(); });
  settle(s);
  int got = none;
  run_threads({[&] { check(s.wait(), "not sent"); }, [&] { got = value_of(a.rx.recv()); }});
  check(got == 7, "another message");
}

void try_send_to_a_kept_case() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  check(!a.tx.try_send(6), "sent to a selector that does not wait");
  std::optional<int> got;
  bool sent = false;
  run_threads({[&] { got = s.wait_for(1ms); }, [&] { sent = a.tx.try_send(7).has_value(); }});
  check(sent == got.has_value(), "sent to nobody, or received from nobody");
}

void try_send_to_one_that_only_tries() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  bool sent = true;
  run_threads({[&] { check(!s.try_wait(), "received from nobody"); },
               [&] { sent = a.tx.try_send(7).has_value(); }});
  check(!sent, "sent to a selector that does not wait");
}

void time_against_a_message() {
  auto a = strait::bounded<int>(1);
  selector<int> s;
  receives(s, a.rx);
  settle(s);
  std::optional<int> got;
  run_threads(
      {[&] { got = s.wait_for(1ms); }, [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  check(got.has_value() != a.rx.try_recv().has_value(), "received twice, or lost");
}

void removal_against_a_message() {
  two_channels of(1);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  run_threads({[&] { s.remove(1); }, [&] { check(of.a.tx.send(7).has_value(), "not sent"); }});
  check(!s.try_wait(), "a case that was removed was chosen");
  check(of.a.rx.try_recv() == 7, "lost");
}

template <int Capacity>
void end_of_a_selector_against_a_message() {
  auto a = strait::bounded<int>(Capacity);
  std::optional<selector<int>> s(std::in_place);
  receives(*s, a.rx);
  settle(*s);
  bool sent = false;
  run_threads({[&] { s.reset(); }, [&] { sent = a.tx.try_send(7).has_value(); }});
  check(sent == a.rx.try_recv().has_value(), "lost, or sent to nobody");
}

void move_of_a_selector_against_a_message() {
  auto a = strait::bounded<int>(1);
  selector<int> from, to;
  receives(from, a.rx);
  settle(from);
  int got = none;
  run_threads({[&] {
                 to = std::move(from);
                 got = to.wait();
               },
               [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  check(got == 7 && !from.try_wait(), "another message");
}

void close_of_a_channel() {
  two_channels of(0);
  selector<int> s;
  receives(s, of.a.rx);
  sends(s, of.b.tx, 7);
  settle(s);
  int got = none;
  run_threads({[&] { got = s.wait(); }, [&] { of.b.tx.close(); }});
  check(got == ended && s.wait() == ended, "the end was missed");
}

void end_of_the_last_sender() {
  two_channels of(1);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  int got = none;
  run_threads({[&] { got = s.wait(); }, [&] { of.a.tx = {}; }});
  check(got == ended, "the end was missed");
}

/// A channel in both directions never pairs with itself, and waits for somebody else.
void both_directions_of_one_channel() {
  auto a = strait::bounded<int>(0);
  selector<int> s;
  receives(s, a.rx);
  sends(s, a.tx, 1);
  settle(s);
  settle(s);
  int got = none, other = none;
  run_threads({[&] { got = s.wait(); }, [&] { other = value_of(a.rx.recv()); }});
  check(got == 1 && other == 1, "paired with itself");
}

void message_that_moves() {
  two_channels of(1);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  check(of.a.tx.send(7).has_value(), "not sent");
  std::optional<int> got;
  bool moved = false;
  run_threads({[&] { got = s.try_wait(); },
               [&] {
                 const auto message = of.a.rx.try_recv();
                 if (message) moved = of.b.tx.try_send(*message).has_value();
               }});
  check(got.has_value() || moved, "nothing was found, and the message had never moved");
}

void ready_of_a_kept_case() {
  two_channels of(1);
  selector<int> s;
  receives(s, of.a.rx);
  receives(s, of.b.rx);
  settle(s);
  std::size_t id = 0;
  run_threads({[&] { id = s.ready(); }, [&] { check(of.b.tx.send(7).has_value(), "not sent"); }});
  check(id == 2 && of.b.rx.size() == 1, "another case, or received");
  check(s.wait() == 7, "not received");
}

void value_taken_back() {
  auto a = strait::bounded<int>(0);
  selector<> s;
  s.send(a.tx, 7);
  check(!s.wait_for(1ms), "sent to nobody");
  std::optional<int> back;
  bool got = false;
  run_threads({[&] { back = s.take<int>(1); }, [&] { got = a.rx.try_recv().has_value(); }});
  check(back == 7 && !got, "the value was sent, or lost");
}

void timer_for_two() {
  const auto timer = strait::after(1ms);
  auto quiet = strait::bounded<int>(1);
  selector<bool> s;
  s.recv(timer, [](auto) { return true; });
  s.recv(quiet.rx, [](auto) { return false; });
  std::optional<bool> got;
  bool other = false;
  run_threads({[&] { got = s.wait_for(2ms); }, [&] { other = timer.recv_for(2ms).has_value(); }});
  check(got.has_value() != other && got.value_or(true), "a timer delivers once");
}

void ticker_shared_with_another() {
  const auto ticks = strait::tick(1ms);
  auto quiet = strait::bounded<int>(1);
  selector<std::chrono::steady_clock::time_point> s;
  s.recv(ticks, [](auto due) { return *due; });
  std::chrono::steady_clock::time_point by_selector[2], other;
  run_threads({[&] {
                 for (auto& each : by_selector) each = s.wait();
               },
               [&] { other = ticks.recv().value(); }});
  check(by_selector[0] < by_selector[1], "a tick was delivered twice");
  check(by_selector[0] != other && by_selector[1] != other, "a tick was delivered twice");
  check(checker::platform::now() >= by_selector[1], "too early");
}

/// Many cases are put into their queues before they wait.
void try_of_many_against_a_message() {
  auto a = strait::bounded<int>(1);
  selector<int> s;
  for (int each = 0; each < 5; ++each) receives(s, a.rx);
  std::optional<int> got;
  run_threads({[&] { got = s.try_wait(); }, [&] { check(a.tx.send(7).has_value(), "not sent"); }});
  if (!got) got = s.try_wait();
  check(got == 7, "missed");
}

void try_of_many_is_no_wait() {
  auto a = strait::bounded<int>(0);
  selector<int> tries, watches;
  for (int each = 0; each < 5; ++each) receives(tries, a.rx);
  sends(watches, a.tx, 7);
  std::optional<std::size_t> ready;
  bool sent = true;
  run_threads({[&] { check(!tries.try_wait(), "received from nobody"); },
               [&] {
                 ready = watches.ready_for(1ms);
                 sent = a.tx.try_send(7).has_value();
               }});
  check(!ready && !sent, "ready for a selector that does not wait");
}

/// A wait of a selector that can be interrupted as a stop does it, without std::stop_token.
class interruptible_selector {
 public:
  explicit interruptible_selector(const strait::receiver<int>& rx)
      : only_(std::make_shared<only_case>(strait::detail::access::handle_of(rx).get())) {
    round_.make_room();
    cases_.emplace(1, only_);
    round_.add(only_->op);
  }
  interruptible_selector(const interruptible_selector&) = delete;
  interruptible_selector& operator=(const interruptible_selector&) = delete;
  ~interruptible_selector() { round_.withdraw(only_->op); }

  void settle() {
    strait::detail::wait_loop loop(round_);
    static_cast<void>(loop.run(strait::detail::deadline::after(1ms)));
  }
  void run() { end_ = loop_.run(strait::detail::deadline::forever()).end; }
  void interrupt() { loop_.interrupt(); }
  strait::detail::wait_end end() const { return end_; }

 private:
  struct only_case final : strait::detail::any_selector_case {
    explicit only_case(strait::detail::flavor* channel)
        : any_selector_case(1, channel, strait::detail::direction::receive,
                            strait::detail::type_identity::of<int>()) {}
    void prepare() override { op.set_message(message_.address()); }
    strait::detail::message_storage<int> message_;
  };

  std::shared_ptr<only_case> only_;
  strait::detail::selector_case_map cases_;
  strait::detail::selector_round round_{cases_};
  strait::detail::wait_loop<strait::detail::selector_round> loop_{round_};
  strait::detail::wait_end end_{};
};

void stop_of_a_selector() {
  auto c = strait::bounded<int>(1);
  interruptible_selector s(c.rx);
  s.settle();
  run_threads({[&] { s.run(); }, [&] { s.interrupt(); }});
  check(s.end() == strait::detail::wait_end::interrupted, "a stop was missed");
}

void stop_of_a_selector_against_a_message() {
  auto c = strait::bounded<int>(1);
  interruptible_selector s(c.rx);
  s.settle();
  run_threads({[&] { s.run(); }, [&] { s.interrupt(); },
               [&] { check(c.tx.send(7).has_value(), "not sent"); }});
  const bool received = s.end() == strait::detail::wait_end::chosen;
  check(received != c.rx.try_recv().has_value(), "received twice, or lost");
}

void stop_of_a_selector_matched_in_vain() {
  auto c = strait::bounded<int>(0);
  interruptible_selector s(c.rx);
  s.settle();
  run_threads({[&] { s.run(); }, [&] { s.interrupt(); },
               [&] {
                 try {
                   strait::select(strait::on_send(c.tx, []() -> int { throw 1; }),
                                  strait::on_timeout(1ms));
                 } catch (int) {
                 }
               }});
  check(s.end() == strait::detail::wait_end::interrupted, "a stop was missed");
}

}  // namespace

std::vector<described> selectors() {
  std::vector<described> all;
  const char* group = "selector";
  const auto add = [&](const char* name, void (*body)(), int ticks, const char* says) {
    described made{.model = {.name = name, .body = body}, .group = group, .says = says};
    made.model.possible.ticks = ticks;
    made.model.possible.spurious_wakes = 0;
    all.push_back(std::move(made));
  };
  add("selector:message, rendezvous", message_for_a_kept_case<0>, 0,
      "A case that is kept gets a message.");
  add("selector:message, bounded", message_for_a_kept_case<1>, 0,
      "A case that is kept gets a message.");
  add("selector:two messages", messages_while_a_wait_begins, 0,
      "No message is missed while a wait begins.");
  all.back().is_large = true;
  add("selector:room", room_for_a_kept_case, 0, "A case that is kept sends once there is room.");
  add("selector:value", value_in_a_kept_case, 0, "A value that is kept is sent.");
  add("selector:try_send", try_send_to_a_kept_case, 1,
      "A try_send in a rendezvous finds a selector only while that waits.");
  add("selector:try_send and try_wait", try_send_to_one_that_only_tries, 0,
      "Two that only try never meet.");
  add("selector:remove", removal_against_a_message, 0,
      "A case that is removed takes no message with it.");
  add("selector:end, rendezvous", end_of_a_selector_against_a_message<0>, 0,
      "A selector that ends takes no message with it.");
  add("selector:end, bounded", end_of_a_selector_against_a_message<1>, 0,
      "A selector that ends takes no message with it.");
  add("selector:move", move_of_a_selector_against_a_message, 0,
      "A selector that is moved misses nothing.");
  add("selector:close", close_of_a_channel, 0, "A close is told to a case that is kept.");
  add("selector:last sender", end_of_the_last_sender, 0,
      "The end of the last sender is told to a case that is kept.");
  add("selector:both directions", both_directions_of_one_channel, 0,
      "A channel never pairs with itself.");
  add("selector:moving message", message_that_moves, 0,
      "A selector that finds nothing has looked at one moment.");
  add("selector:ready", ready_of_a_kept_case, 0, "ready() is told of a message and leaves it.");
  add("selector:take", value_taken_back, 0, "A value taken back is not sent.");
  add("selector:many", try_of_many_against_a_message, 0,
      "A message is not missed while many cases are put into their queues.");
  add("selector:many only try", try_of_many_is_no_wait, 1,
      "Cases of a selector that does not wait are no receivers.");
  group = "selector and time, stops";
  add("selector:time", time_against_a_message, 1,
      "A time-out and a stored message: it is received or stays.");
  add("selector:timer", timer_for_two, 2, "A selector and a receiver: one gets a timer.");
  add("selector:ticker", ticker_shared_with_another, 3, "No tick is delivered twice.");
  add("selector:stop", stop_of_a_selector, 0, "A stop ends a wait.");
  add("selector:stop and message", stop_of_a_selector_against_a_message, 0,
      "A stop and a message: it is received or stays.");
  all.back().is_large = true;
  add("selector:stop and sender", stop_of_a_selector_matched_in_vain, 1,
      "A stop ends a wait whose sender could not make its message.");
  all.back().is_large = true;
  return all;
}

}  // namespace models
