// features.cpp — spurious wakes, handles and their counts, timers, broadcasts, notifiers and stops.
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <strait/strait.hpp>
#include <string>
#include <utility>

#include "../platform_checked.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;
using namespace std::chrono_literals;

template <int Capacity>
void spurious_wakes() {
  auto c = strait::bounded<int>(Capacity);
  int received = 0;
  run_threads({[&] { check(c.tx.send(7).has_value(), "not sent"); },
               [&] { received = c.rx.recv().value(); }});
  check(received == 7, "another message");
}

void select_that_looks() {
  auto c = strait::bounded<int>(1), d = strait::unbounded<int>();
  int received = 0;
  run_threads({[&] { check(c.tx.send(7).has_value(), "not sent"); },
               [&] {
                 strait::select(strait::on_recv(c.rx, [&](auto got) { received += got.value(); }),
                                strait::on_recv(d.rx, [&](auto got) { received += got.value(); }));
               }});
  check(received == 7, "another message");
}

void unbounded_receive_that_looks() {
  auto c = strait::unbounded<int>();
  int received = 0;
  run_threads({[&] {
                 check(c.tx.send(3).has_value(), "not sent");
                 check(c.tx.send(4).has_value(), "not sent");
               },
               [&] {
                 received = c.rx.recv().value();
                 received += c.rx.recv().value();
               }});
  check(received == 7, "another message");
}

void last_drop_frees() {
  auto c = strait::bounded<int>(1);
  check(c.tx.send(7).has_value(), "not sent");
  run_threads({[tx = std::move(c.tx)]() mutable { tx = {}; },
               [rx = std::move(c.rx)]() mutable { rx = {}; }});
}

void copies_count() {
  auto c = strait::bounded<int>(1);
  run_threads({[&] { const strait::sender<int> copy = c.tx; },
               [&] { const strait::sender<int> copy = c.tx; }});
  check(c.rx.sender_count() == 1, "a copy was miscounted");
}

void close_while_a_message_is_made() {
  auto c = strait::bounded<int>(1);
  int received = 0;
  run_threads({[&] {
                 const auto sent = c.tx.try_send_with([&] {
                   c.tx.close();
                   return 7;
                 });
                 check(sent.has_value(), "not sent");
               },
               [&] { received = c.rx.recv().value_or(-1); }});
  check(received == 7, "the end came before the message");
}

/// The first of two receivers gets the message; the other one is told of the end.
void close_while_a_message_is_made_for_one_of_two() {
  auto c = strait::bounded<int>(1);
  checker::atomic<int> received{0};
  const auto receive = [&] {
    if (c.rx.recv()) received.fetch_add(1, std::memory_order_relaxed);
  };
  run_threads({[&] {
                 static_cast<void>(c.tx.try_send_with([&] {
                   c.tx.close();
                   return 7;
                 }));
               },
               receive, receive});
  check(received.load(std::memory_order_relaxed) == 1, "received twice or never");
}

void close_while_a_message_cannot_be_made() {
  auto c = strait::bounded<int>(1);
  bool received = false;
  run_threads({[&] {
                 try {
                   static_cast<void>(c.tx.try_send_with([&]() -> int {
                     c.tx.close();
                     throw 1;
                   }));
                 } catch (int) {
                 }
               },
               [&] { received = c.rx.recv().has_value(); }});
  check(!received, "received what was never sent");
}

void queries_in_between() {
  auto c = strait::bounded<int>(1);
  std::size_t displaced = 0;
  run_threads({[&] {
                 check(c.tx.force_send(1).has_value(), "not sent");
                 check(c.tx.force_send(2).has_value(), "not sent");
                 c.tx.close();
               },
               [&] {
                 const bool ended = c.rx.is_disconnected();
                 displaced = c.rx.displaced_count();
                 check(!ended || (displaced == 1 && c.rx.full()), "an end without its messages");
                 check(c.rx.size() <= 1, "more than the capacity");
               }});
  check(displaced <= 1, "miscounted");
}

void query_while_a_message_is_made() {
  auto c = strait::bounded<int>(1);
  bool was_full = false;
  int received = 0;
  run_threads({[&] { check(c.tx.try_send_with([] { return 7; }).has_value(), "not sent"); },
               [&] {
                 was_full = c.rx.full();
                 if (was_full) received = c.rx.recv().value();
               }});
  check(received == (was_full ? 7 : 0), "a place was taken for no message");
}

void name_that_is_changed() {
  auto c = strait::bounded<int>(1);
  std::string seen;
  run_threads({[&] { c.tx.set_name("numbers"); }, [&] { seen = c.rx.name(); }});
  check(seen.empty() || seen == "numbers", "half a name");
}

void drain_of_waiting_senders() {
  auto c = strait::bounded<int>(0);
  std::size_t received = 0;
  run_threads({[&] { check(c.tx.send(7).has_value(), "not sent"); },
               [&] {
                 received = c.rx.drain().size();
                 if (received == 0) received = c.rx.recv().has_value() ? 1 : 0;
               }});
  check(received == 1, "received twice or never");
}

void weak_against_last_drop() {
  auto c = strait::bounded<int>(1);
  const strait::weak_sender<int> weak(c.tx);
  bool sent = false;
  run_threads({[&] {
                 if (const auto strong = weak.lock()) sent = strong->send(7).has_value();
               },
               [&] { c.tx = {}; }});
  const auto received = c.rx.recv();
  check(received.has_value() == sent, "a sender came back after the end, or its message was lost");
  check(!weak.lock(), "a sender comes back after the end");
}

void weak_while_copies_come_and_go() {
  auto c = strait::bounded<int>(1);
  const strait::weak_sender<int> weak(c.tx);
  run_threads({[&] { check(weak.lock().has_value(), "no sender, and there always was one"); },
               [&] { const strait::sender<int> copy = c.tx; }});
}

void weak_outlives_all() {
  auto c = strait::bounded<int>(1);
  strait::weak_sender<int> weak(c.tx);
  run_threads({[&] { c.tx = {}; }, [&] { c.rx = {}; }, [&] { weak = {}; }});
}

void one_timer_for_two() {
  const auto timer = strait::after(1ms);
  int received = 0;
  checker::atomic<int> count{0};
  const auto receive = [&] {
    if (timer.recv_for(2ms)) count.fetch_add(1, std::memory_order_relaxed);
  };
  run_threads({receive, receive});
  received = count.load(std::memory_order_relaxed);
  check(received == 1, "a timer delivers once");
}

void timer_is_never_early() {
  const auto begun = checker::platform::now();
  const auto timer = strait::after(2ms);
  run_threads({[&] {
    check(timer.recv().value() == begun + 2ms, "another moment");
    check(checker::platform::now() >= begun + 2ms, "too early");
  }});
}

/// The clock shows the moment for which both are due when the first one is received.
void timer_at_its_moment() {
  const auto first = strait::after(1ms), second = strait::after(1ms);
  run_threads({[&] {
    const auto due = first.recv().value();
    const bool is_due = second.size() == 1 && second.full();
    check(is_due || checker::platform::now() < due, "due, and not there");
  }});
}

void ticks_are_shared_out() {
  const auto ticks = strait::tick(1ms);
  std::chrono::steady_clock::time_point first, second;
  run_threads({[&] { first = ticks.recv().value(); }, [&] { second = ticks.recv().value(); }});
  check(first != second, "a tick was delivered twice");
}

void broadcast_reaches_all() {
  const auto news = strait::broadcast<int>(2);
  const auto one = news.subscribe(), two = news.subscribe();
  int got[4] = {};
  run_threads({[&] { check(news.send(1).has_value(), "not sent"); },
               [&] { check(news.send(2).has_value(), "not sent"); }});
  for (int each = 0; each < 2; ++each) {
    got[each] = one.try_recv().value();
    got[2 + each] = two.try_recv().value();
  }
  check(got[0] == got[2] && got[1] == got[3] && got[0] + got[1] == 3, "another order");
}

template <strait::lag Policy>
void broadcast_against_a_subscriber_that_goes() {
  const auto news = strait::broadcast<int>(1, Policy);
  const auto one = news.subscribe();
  auto two = news.subscribe();
  if (Policy == strait::lag::drop_oldest) check(news.send(0) == 2u, "not sent");
  run_threads({[&] { check(news.send(1).has_value(), "not sent"); }, [&] { two = {}; }});
  check(one.try_recv().value() == 1, "lost");
}

/// One send finds that it has gone; the other one may forget it, or come too early for that.
void broadcast_without_one_that_has_gone() {
  const auto news = strait::broadcast<int>(2);
  const auto one = news.subscribe();
  static_cast<void>(news.subscribe());
  run_threads({[&] { check(news.send(1) == 1u, "not sent to one"); },
               [&] { check(news.send(2) == 1u, "not sent to one"); }});
  check(one.size() == 2 && news.subscriber_count() == 1, "lost");
}

void subscribers_that_come_at_once() {
  const auto news = strait::broadcast<int>(1);
  strait::receiver<int> one, two;
  run_threads({[&] { one = news.subscribe(); }, [&] { two = news.subscribe(); }});
  check(news.send(7) == 2u, "not sent to both");
  check(one.try_recv() == 7 && two.try_recv() == 7, "lost");
}

void subscriber_that_comes_at_the_end() {
  const auto news = strait::broadcast<int>(1);
  strait::receiver<int> late;
  run_threads({[&] { late = news.subscribe(); }, [&] { news.close(); }});
  check(late.is_disconnected(), "a subscriber does not know of the end");
}

void notifier_that_ends_itself() {
  auto c = strait::bounded<int>(1);
  std::optional<strait::ready_notifier> notifier;
  notifier.emplace(c.rx, [&] { notifier.reset(); });
  check(!notifier->arm(), "ready, with nothing to receive");
  run_threads({[&] { check(c.tx.send(7).has_value(), "not sent"); }});
  check(!notifier.has_value(), "no call");
}

void notifier_misses_nothing() {
  auto c = strait::bounded<int>(1);
  checker::atomic<int> calls{0};
  bool at_once = false;
  {
    strait::ready_notifier notifier(c.rx, [&] { calls.fetch_add(1, std::memory_order_relaxed); });
    run_threads(
        {[&] { at_once = notifier.arm(); }, [&] { check(c.tx.send(7).has_value(), "not sent"); }});
  }
  check((at_once ? 1 : 0) + calls.load(std::memory_order_relaxed) == 1, "told twice or never");
}

void notifier_against_disarm() {
  auto c = strait::bounded<int>(1);
  checker::cell<int> calls;
  strait::ready_notifier notifier(c.rx, [&] { calls.write() += 1; });
  check(!notifier.arm(), "ready, with nothing to receive");
  run_threads({[&] {
                 notifier.disarm();
                 calls.write() += 1;  // No call is under way any more, nor will there be one.
               },
               [&] { check(c.tx.send(7).has_value(), "not sent"); }});
}

/// A receive whose wait can be interrupted as a stop does it (wait/stop.hpp), without
/// std::stop_token, which the checker does not see into.
class interruptible_receive {
 public:
  explicit interruptible_receive(const strait::receiver<int>& rx)
      : lone_(strait::detail::access::handle_of(rx).get(), strait::detail::direction::receive,
              message_.address(), true) {}

  void run() { end_ = loop_.run(strait::detail::deadline::forever()).end; }
  void interrupt() { loop_.interrupt(); }
  strait::detail::wait_end end() const { return end_; }

 private:
  strait::detail::message_storage<int> message_;
  strait::detail::lone_operation lone_;
  strait::detail::operation* operations_[1] = {&lone_.op};
  strait::detail::waitable* channels_[1];
  strait::detail::wait_round round_{operations_, channels_, lone_.self};
  strait::detail::wait_loop<strait::detail::wait_round> loop_{round_};
  strait::detail::wait_end end_{};
};

void stop_of_a_wait() {
  auto c = strait::bounded<int>(1);
  interruptible_receive receive(c.rx);
  run_threads({[&] { receive.run(); }, [&] { receive.interrupt(); }});
  check(receive.end() == strait::detail::wait_end::interrupted, "a stop was missed");
}

void stop_against_a_message() {
  auto c = strait::bounded<int>(1);
  bool received = false;
  {
    interruptible_receive receive(c.rx);
    run_threads({[&] { receive.run(); }, [&] { receive.interrupt(); },
                 [&] { check(c.tx.send(7).has_value(), "not sent"); }});
    received = receive.end() == strait::detail::wait_end::chosen;
  }
  check(received != c.rx.try_recv().has_value(), "received twice, or lost");
}

void stop_while_a_matched_sender_gives_up() {
  auto c = strait::bounded<int>(0);
  interruptible_receive receive(c.rx);
  run_threads({[&] { receive.run(); }, [&] { receive.interrupt(); },
               [&] {
                 try {
                   static_cast<void>(c.tx.try_send_with([]() -> int { throw 1; }));
                 } catch (int) {
                 }
               }});
  check(receive.end() == strait::detail::wait_end::interrupted, "a stop was missed");
}

void stop_against_a_message_made_late() {
  auto c = strait::bounded<int>(0);
  interruptible_receive receive(c.rx);
  int made = 0;
  bool sent = false;
  run_threads({[&] { receive.run(); }, [&] { receive.interrupt(); },
               [&] { sent = c.tx.try_send_with([&] { return ++made; }).has_value(); }});
  const bool received = receive.end() == strait::detail::wait_end::chosen;
  check(received == sent && received == (made == 1), "made for nobody, or lost");
}

/// Whatever a thread does again and again, it can be stopped there.
void all_pass_a_checkpoint() {
  auto c = strait::unbounded<int>();
  const auto news = strait::broadcast<int>(1);
  strait::selector<> sends;
  sends.send(c.tx, [] { return 1; });
  strait::ready_notifier notifier(c.rx, [] {});
  const std::function<void()> operations[] = {
      [&] { static_cast<void>(c.tx.send(1)); },
      [&] { static_cast<void>(c.tx.send_with([] { return 1; })); },
      [&] { static_cast<void>(c.tx.force_send(1)); },
      [&] { static_cast<void>(news.send(1)); },
      [&] { static_cast<void>(c.rx.recv()); },
      [&] { static_cast<void>(c.rx.drain()); },
      [&] { select(strait::on_recv(c.rx), strait::on_default()); },
      [&] { sends.try_wait(); },
      [&] { static_cast<void>(notifier.arm()); },
  };
  for (const std::function<void()>& each : operations) {
    const int before = checker::platform::checkpoints;
    each();
    check(checker::platform::checkpoints > before, "an operation that cannot be stopped");
  }
}

/// Without std::stop_token's own waiting: the signal outlives both threads.
void stop_as_something_to_wait_for() {
  std::stop_source source;
  strait::detail::stop_signal signal(source.get_token());
  strait::detail::operation op(&signal, strait::detail::direction::receive);
  strait::detail::wait_end end{};
  run_threads({[&] { end = strait::detail::wait_for(op, strait::detail::deadline::forever()).end; },
               [&] { source.request_stop(); }});
  check(end == strait::detail::wait_end::chosen, "a stop was missed");
}

struct options {
  int looks = 0;
  int ticks = 0;
  int spurious = 0;
};

}  // namespace

std::vector<described> features() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), options with, const char* says) {
    const std::string whole(name);
    described made{
        .model = {.name = name}, .group = whole.substr(0, whole.find(':')), .says = says};
    made.model.body = [body, with] {
      checker::platform::looks = with.looks;
      body();
      checker::platform::looks = 0;
    };
    made.model.possible = {
        .ticks = with.ticks, .spurious_wakes = with.spurious, .failed_allocations = 0};
    all.push_back(std::move(made));
  };
  add("wakes:rendezvous", spurious_wakes<0>, {.spurious = 1}, "A spurious wake changes nothing.");
  add("wakes:bounded", spurious_wakes<1>, {.spurious = 1}, "A spurious wake changes nothing.");
  add("looks:rendezvous", spurious_wakes<0>, {.looks = 4},
      "Who looks before it sleeps finds what was sent, and what came with it.");
  add("looks:bounded", spurious_wakes<1>, {.looks = 4},
      "Who looks before it sleeps finds what was sent, and what came with it.");
  add("looks:unbounded", unbounded_receive_that_looks, {.looks = 4},
      "Who looks before it waits finds messages in order.");
  add("looks:select", select_that_looks, {.looks = 4},
      "A select that looks before it enlists finds the message.");
  add("handles:last drop", last_drop_frees, {},
      "The last handle frees the channel and its messages.");
  add("handles:copies", copies_count, {}, "Copies of a handle are counted.");
  add("handles:close while made", close_while_a_message_is_made, {},
      "Who waits when a channel is closed gets the message that is being made.");
  add("handles:close while made for one", close_while_a_message_is_made_for_one_of_two, {},
      "Of two who wait when a channel is closed, one gets the message, the other learns of the "
      "end.");
  add("handles:close while not made", close_while_a_message_cannot_be_made, {},
      "Who waits for a message that cannot be made learns of the end.");
  add("handles:queries", queries_in_between, {}, "Queries are answered as of one moment.");
  add("handles:query while made", query_while_a_message_is_made, {},
      "A channel is full when the place for its message is granted.");
  add("handles:name", name_that_is_changed, {}, "A name is read whole.");
  add("handles:drain", drain_of_waiting_senders, {}, "A drain takes from a sender that waits.");
  add("handles:weak and the last", weak_against_last_drop, {},
      "A weak handle gives a sender, or the channel has ended.");
  add("handles:weak and copies", weak_while_copies_come_and_go, {},
      "A weak handle gives a sender while there is one.");
  add("handles:weak outlives", weak_outlives_all, {}, "A weak handle keeps the memory only.");
  add("timers:one for two", one_timer_for_two, {.ticks = 2}, "One of two receivers gets a timer.");
  add("timers:never early", timer_is_never_early, {.ticks = 2}, "A timer is never early.");
  add("timers:due", timer_at_its_moment, {.ticks = 1}, "A timer is due at its moment.");
  add("timers:ticks", ticks_are_shared_out, {.ticks = 2}, "No tick is delivered twice.");
  add("broadcast:order", broadcast_reaches_all, {}, "All subscribers see one order.");
  add("broadcast:a subscriber goes", broadcast_against_a_subscriber_that_goes<strait::lag::wait>,
      {}, "A subscriber that goes does not hold up the others.");
  add("broadcast:a subscriber goes, drop_oldest",
      broadcast_against_a_subscriber_that_goes<strait::lag::drop_oldest>, {},
      "A subscriber that goes does not hold up the others.");
  add("broadcast:one has gone", broadcast_without_one_that_has_gone, {},
      "Two sends may find at once that a subscriber has gone.");
  add("broadcast:two subscribers", subscribers_that_come_at_once, {},
      "Both of two subscribers that come at once are sent to.");
  add("broadcast:the last subscriber", subscriber_that_comes_at_the_end, {},
      "Who subscribes during a close is told of it.");
  add("notifier:ends itself", notifier_that_ends_itself, {},
      "A notifier may end during its own call.");
  add("notifier:arm", notifier_misses_nothing, {}, "Armed: one call, or it was ready at once.");
  add("notifier:disarm", notifier_against_disarm, {.spurious = 1},
      "After disarm() no call is under way.");
  add("stop:wait", stop_of_a_wait, {.spurious = 1}, "A stop ends a wait.");
  add("stop:message", stop_against_a_message, {}, "A stop and a message: it is received or stays.");
  add("stop:matched sender", stop_while_a_matched_sender_gives_up, {},
      "A stop ends a wait whose sender could not make its message.");
  add("stop:message made late", stop_against_a_message_made_late, {},
      "A stop and a message that is made once there is a receiver: both know how it went.");
  add("stop:checkpoints", all_pass_a_checkpoint, {}, "Every operation can be stopped.");
  add("stop:signal", stop_as_something_to_wait_for, {.spurious = 1}, "A stop ends a wait for it.");
  return all;
}

}  // namespace models
