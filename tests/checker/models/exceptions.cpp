// exceptions.cpp — moves, messages in the making and allocations that throw.
#include <chrono>
#include <new>
#include <strait/strait.hpp>
#include <utility>

#include "../platform_checked.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::machine;
using checker::run_threads;
using namespace std::chrono_literals;

/// A message one of whose moves throws, whichever.
struct explosive {
  static inline int fuses = 0;

  explicit explosive(int of) : value(of) {}
  explosive(explosive&& other) : value(other.value) { burn(); }
  explosive& operator=(explosive&& other) {
    burn();
    value = other.value;
    return *this;
  }

  static void burn() {
    if (machine::is_running())
      machine::the().require_no_lock("a message is moved with a lock held");
    if (fuses == 0 || machine::the().choose(2, "a move throws") == 0) return;
    --fuses;
    throw 1;
  }

  int value;
};

template <int Capacity>
void throwing_moves() {
  auto c = strait::bounded<explosive>(Capacity);
  explosive::fuses = 1;
  bool sent = false;
  bool received = false;
  run_threads({[&] {
                 try {
                   sent = c.tx.send_for(explosive(7), 1ms).has_value();
                 } catch (int) {
                 }
               },
               [&] {
                 try {
                   received = c.rx.recv_for(1ms).has_value();
                 } catch (int) {
                 }
               }});
  explosive::fuses = 0;
  const bool left = c.rx.try_recv().has_value();
  check(!(received && left), "received twice");
  check(!sent || received || left, "a message that was sent is lost");
}

/// A message whose move throws, once.
struct shy {
  static inline bool throws = false;

  explicit shy(int of) : value(of) {}
  shy(shy&& other) : value(other.value) {
    if (!std::exchange(throws, false)) return;
    throw 1;
  }

  int value;
};

/// Whoever takes the message first fails; then it is the other's, who may be waiting.
void message_put_back() {
  checker::atomic<int> received{0};
  auto c = strait::bounded<shy>(1);
  check(c.tx.send(shy(7)).has_value(), "not sent");
  shy::throws = true;
  const auto receive = [&] {
    try {
      const auto got = c.rx.recv();
      if (got && got->value == 7) received.fetch_add(1, std::memory_order_relaxed);
    } catch (int) {
    }
  };
  run_threads({receive, receive});
  check(received.load(std::memory_order_relaxed) == 1, "the message is lost");
}

void message_put_back_is_ready() {
  auto c = strait::bounded<shy>(1);
  check(c.tx.send(shy(7)).has_value(), "not sent");
  shy::throws = true;
  run_threads({[&] {
                 try {
                   static_cast<void>(c.rx.recv());
                 } catch (int) {
                 }
               },
               [&] {
                 strait::selector<> receives;
                 receives.recv(c.rx);
                 static_cast<void>(receives.ready());
               }});
  check(c.rx.recv().value().value == 7, "the message is lost");
}

void message_put_back_is_counted() {
  auto c = strait::bounded<shy>(1);
  check(c.tx.send(shy(7)).has_value(), "not sent");
  shy::throws = true;
  std::size_t seen = 0;
  run_threads({[&] {
                 try {
                   static_cast<void>(c.rx.recv());
                 } catch (int) {
                 }
               },
               [&] { seen = c.rx.size(); }});
  check(seen <= 1 && c.rx.size() == 1, "miscounted");
}

/// One cannot make its message; the other one waits, if need be, and sends.
void send_beside_one_that_throws(const strait::sender<int>& tx) {
  run_threads({[&] {
                 try {
                   static_cast<void>(tx.try_send_with([]() -> int { throw 1; }));
                 } catch (int) {
                 }
               },
               [&] { check(tx.send(7).has_value(), "not sent"); }});
}

/// A place that is given up is the next sender's.
void message_that_cannot_be_made() {
  auto c = strait::bounded<int>(1);
  send_beside_one_that_throws(c.tx);
  check(c.rx.try_recv() == 7, "the message is lost");
}

/// The same in a channel that ends with its first message.
void only_message_that_cannot_be_made() {
  auto c = strait::oneshot<int>();
  send_beside_one_that_throws(c.tx);
  check(c.rx.recv() == 7 && !c.rx.recv(), "not the only message");
}

template <int Capacity>
void failing_allocations() {
  bool sent = false;
  bool threw = false;
  bool received = false;
  try {
    auto c = strait::bounded<int>(Capacity);
    run_threads({[&] {
                   try {
                     sent = c.tx.send_for(7, 1ms).has_value();
                   } catch (const std::bad_alloc&) {
                     threw = true;
                   }
                 },
                 [&] { received = c.rx.recv_for(1ms).has_value(); }});
    const bool left = c.rx.try_recv().has_value();
    check(!threw || !(received || left), "it threw, and sent nevertheless");
    check(sent == (received || left), "lost");
  } catch (const std::bad_alloc&) {
    return;  // There is no channel.
  }
}

struct options {
  int ticks = 0;
  int allocations = 0;
};

}  // namespace

std::vector<described> exceptions() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), options with, const char* says) {
    described made{.model = {.name = name, .body = body}, .group = "throws", .says = says};
    made.model.possible = {
        .ticks = with.ticks, .spurious_wakes = 0, .failed_allocations = with.allocations};
    all.push_back(std::move(made));
  };
  add("throws:move, rendezvous", throwing_moves<0>, {.ticks = 1}, "No message is lost by a throw.");
  add("throws:move, bounded", throwing_moves<1>, {.ticks = 1}, "No message is lost by a throw.");
  add("throws:put back", message_put_back, {},
      "A message whose move throws is the next receiver's, also of one that waits.");
  add("throws:put back, ready", message_put_back_is_ready, {},
      "Who waits for a message to be ready learns of one that is put back.");
  add("throws:put back, counted", message_put_back_is_counted, {},
      "A message that is put back is counted once.");
  add("throws:making", message_that_cannot_be_made, {},
      "A sender that waits gets the place of one that could not make its message.");
  add("throws:making, oneshot", only_message_that_cannot_be_made, {},
      "The message of a sender that waited is the only one.");
  add("throws:allocation, rendezvous", failing_allocations<0>, {.ticks = 1, .allocations = 1},
      "A send that throws has sent nothing.");
  add("throws:allocation, bounded", failing_allocations<1>, {.ticks = 1, .allocations = 1},
      "A send that throws has sent nothing.");
  return all;
}

}  // namespace models
