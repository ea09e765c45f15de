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
  add("queue:tries", tries_in_a_full_ring, "A try finds room or none, and a free slot is free.");
  add("queue:blocks", blocks_change_hands, "A drained block is the sender's next one, or freed.");
  add("queue:next block", receiver_follows_into_a_block,
      "A receiver finds the next block with the message in it.");
  add("queue:drop", drop_of_many_blocks, "The last receiver takes all blocks with it.");
  add("queue:displace", displaced_or_received, "A message is displaced or received.");
  add("queue:drain", drain_against_a_send, "What is drained is not there any more, and no more.");
  return all;
}

}  // namespace models
