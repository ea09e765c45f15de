// queue.cpp — the queue of messages where its two ends meet: in the last free slot of a ring, and
// where one block ends and the next begins. Channels with a lock for each end only; the pairs
// (pairs.cpp) never store enough messages to get there.
#include <strait/strait.hpp>
#include <vector>

#include "../platform_checked.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;

/// The smallest capacity with two locks.
constexpr int two_locks = 33;

void send_all(const strait::sender<int>& tx, int first, int end) {
  for (int each = first; each < end; ++each) check(tx.try_send(each).has_value(), "not sent");
}

void receive_all(const strait::receiver<int>& rx, int first, int end) {
  for (int each = first; each < end; ++each) check(rx.try_recv() == each, "another message");
}

void full_ring_goes_round() {
  auto c = strait::bounded<int>(two_locks);
  send_all(c.tx, 0, two_locks);
  run_threads({[&] { check(c.tx.send(two_locks).has_value(), "not sent"); },
               [&] {
                 check(c.rx.recv() == 0, "another message");
                 check(c.rx.recv() == 1, "another message");
               }});
  receive_all(c.rx, 2, two_locks + 1);
}

void tries_in_a_full_ring() {
  auto c = strait::bounded<int>(two_locks);
  send_all(c.tx, 0, two_locks);
  int sent = 0;
  run_threads({[&] {
                 sent += c.tx.try_send(two_locks + sent).has_value() ? 1 : 0;
                 sent += c.tx.try_send(two_locks + sent).has_value() ? 1 : 0;
               },
               [&] {
                 check(c.rx.try_recv() == 0, "another message");
                 check(c.rx.try_recv() == 1, "another message");
               }});
  receive_all(c.rx, 2, two_locks + sent);
}

/// Two slots are free, where the ring begins anew.
void two_senders_at_the_end_of_a_ring() {
  auto c = strait::bounded<int>(two_locks);
  send_all(c.tx, 0, two_locks);
  receive_all(c.rx, 0, 2);
  int sent = 0, sent_by_other = 0;
  run_threads({[&] { sent += c.tx.try_send(100).has_value() ? 1 : 0; },
               [&] {
                 for (int each = 0; each < 3; ++each) {
                   sent_by_other += c.tx.try_send(200).has_value() ? 1 : 0;
                 }
               }});
  check(sent + sent_by_other == 2, "more than there is room for, or less");
  receive_all(c.rx, 2, two_locks);
}

/// The first block is drained while the second one becomes full; then it may become the third, and
/// is filled to its end, where the last message was taken.
void blocks_change_hands() {
  constexpr int first_block = 32, second_block = 64;
  auto c = strait::unbounded<int>();
  const int stored = first_block + second_block - 1, sent = stored + 1 + first_block;
  send_all(c.tx, 0, stored);
  receive_all(c.rx, 0, first_block - 1);
  run_threads({[&] {
                 for (int each = stored; each < sent; ++each) {
                   check(c.tx.send(each).has_value(), "not sent");
                 }
               },
               [&] {
                 check(c.rx.recv() == first_block - 1, "another message");
                 check(c.rx.recv() == first_block, "another message");
               }});
  receive_all(c.rx, first_block + 1, sent);
}

/// The receiver follows into a block that the sender has only just begun.
void receiver_follows_into_a_block() {
  constexpr int first_block = 32;
  auto c = strait::unbounded<int>();
  send_all(c.tx, 0, first_block);
  receive_all(c.rx, 0, first_block - 1);
  run_threads({[&] { check(c.tx.send(first_block).has_value(), "not sent"); },
               [&] {
                 check(c.rx.recv() == first_block - 1, "another message");
                 check(c.rx.recv() == first_block, "another message");
               }});
}

/// Their places are granted first, and filled then.
void send_in_reserved_places(const strait::sender<int>& tx, int places) {
  auto& engine = strait::detail::engine_of(*strait::detail::access::handle_of(tx).get());
  for (int each = 0; each < places; ++each) {
    strait::detail::operation op(&engine, strait::detail::direction::send);
    strait::detail::wait_for(op, strait::detail::deadline::immediate());
    check(op.state() == strait::detail::operation_state::place_reserved, "no place");
  }
  for (int each = 0; each < places; ++each) engine.publish(&each, {});
}

/// The block that is kept for later is too small for them, and makes way for a larger one.
void many_places_are_reserved() {
  constexpr int first_block = 32, places = 100;
  auto c = strait::unbounded<int>();
  send_all(c.tx, 0, first_block + 1);
  receive_all(c.rx, 0, first_block + 1);
  send_in_reserved_places(c.tx, places);
  receive_all(c.rx, 0, places);
}

/// There is no room in front of the block that is brought: it is for all of them.
void many_places_behind_a_full_block() {
  constexpr int first_block = 32, second_block = 64, places = second_block + 1;
  auto c = strait::unbounded<int>();
  send_all(c.tx, 0, first_block);
  send_in_reserved_places(c.tx, places);
  receive_all(c.rx, 0, first_block);
  receive_all(c.rx, 0, places);
}

/// The last receiver goes while a message is stored in another block.
void drop_of_many_blocks() {
  auto c = strait::unbounded<int>();
  send_all(c.tx, 0, 33);
  run_threads({[&] { static_cast<void>(c.tx.send(33)); },
               [rx = std::move(c.rx)]() mutable {
                 receive_all(rx, 0, 1);
                 rx = {};
               }});
  check(!c.tx.send(34).has_value(), "sent to nobody");
}

/// The last receiver goes, and with it all blocks, while a sender brings another one.
void drop_while_memory_is_brought() {
  constexpr int first_block = 32;
  auto c = strait::unbounded<int>();
  send_all(c.tx, 0, first_block);
  run_threads({[&] { static_cast<void>(c.tx.send(first_block)); },
               [rx = std::move(c.rx)]() mutable { rx = {}; }});
  check(!c.tx.send(first_block).has_value(), "sent to nobody");
}

/// So large that not all of a channel's capacity is one block.
struct large {
  int value;
  char rest[124];
};

/// Two wait for a place for which there is no memory. Both are told to bring some: the one that
/// waited longer may find a message in another channel, and never come.
void place_without_memory() {
  constexpr int first_blocks = 32 + 64;
  auto c = strait::bounded<large>(first_blocks);
  auto other = strait::bounded<int>(1);
  for (int each = 0; each < first_blocks; ++each) {
    check(c.tx.try_send(large{each, {}}).has_value(), "not sent");
  }
  bool received_other = false;
  run_threads({[&] {
                 strait::select(
                     strait::on_recv(other.rx, [&](auto) { received_other = true; }),
                     strait::on_send(c.tx, large{-1, {}}));
                 if (!received_other) check(c.rx.recv().has_value(), "lost");
               },
               [&] { check(c.tx.send(large{-2, {}}).has_value(), "not sent"); },
               [&] {
                 check(c.rx.recv().value().value == 0, "another message");
                 check(other.tx.send(7).has_value(), "not sent");
               }});
  check(c.rx.size() == first_blocks, "a place is left free");
}

/// A send displaces the oldest message while another thread takes it.
void displaced_or_received() {
  auto c = strait::bounded<int>(two_locks);
  send_all(c.tx, 0, two_locks);
  int displaced = -1, received = -1;
  run_threads({[&] {
                 const auto sent = c.tx.force_send(two_locks);
                 check(sent.has_value(), "not sent");
                 if (*sent) displaced = **sent;
               },
               [&] { received = c.rx.recv().value(); }});
  check(displaced == -1 ? received == 0 : displaced + received == 1, "lost, or twice");
}

void drain_against_a_send() {
  auto c = strait::bounded<int>(two_locks);
  send_all(c.tx, 0, two_locks);
  std::size_t drained = 0;
  run_threads({[&] { check(c.tx.send(two_locks).has_value(), "not sent"); },
               [&] { drained = c.rx.drain().size(); }});
  check(drained + c.rx.size() == two_locks + 1, "lost, or twice");
}

}  // namespace

std::vector<described> queues() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), const char* says) {
    described made{.model = {.name = name, .body = body}, .group = "queue", .says = says};
    made.model.possible.spurious_wakes = 0;
    all.push_back(std::move(made));
  };
  add("queue:ring", full_ring_goes_round, "A slot is used again once its message is taken.");
  add("queue:two senders", two_senders_at_the_end_of_a_ring,
      "Two senders at the end of a ring take as many slots as are free.");
  add("queue:tries", tries_in_a_full_ring, "A try finds room or none, and a free slot is free.");
  add("queue:blocks", blocks_change_hands, "A drained block is the sender's next one, or freed.");
  add("queue:next block", receiver_follows_into_a_block,
      "A receiver finds the next block with the message in it.");
  add("queue:many places", many_places_are_reserved,
      "A block that is too small makes way for a larger one.");
  add("queue:many places, full block", many_places_behind_a_full_block,
      "A block is brought that is large enough for all who have a place.");
  add("queue:no memory", place_without_memory,
      "All who wait are told of a place for which there is no memory.");
  all.back().is_large = true;
  add("queue:drop", drop_of_many_blocks, "The last receiver takes all blocks with it.");
  add("queue:drop, memory brought", drop_while_memory_is_brought,
      "A block that comes when all are gone is freed, too.");
  add("queue:displace", displaced_or_received, "A message is displaced or received.");
  add("queue:drain", drain_against_a_send, "What is drained is not there any more, and no more.");
  return all;
}

}  // namespace models
