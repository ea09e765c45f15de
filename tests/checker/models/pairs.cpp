// pairs.cpp — two threads, two operations each, on every kind of channel: all combinations.
//
// Each thread has a sender and a receiver of its own. What is left is received at the end. Whatever
// the threads do, the results are those of a channel (specification.hpp), nothing leaks and nothing
// races; and if all threads wait for ever, there is nothing that any of them could do.
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <strait/strait.hpp>
#include <string_view>

#include "../history.hpp"
#include "../told.hpp"
#include "models.hpp"

namespace models {

namespace {

using specification::action;
using specification::outcome;
using specification::told;

enum class call : std::uint8_t {
  send,
  try_send,
  send_for,
  recv,
  try_recv,
  recv_for,
  close,
  drop_sender,
  drop_receiver,
};
constexpr std::string_view names[] = {"send",  "try_send",    "send_for",
                                      "recv",  "try_recv",    "recv_for",
                                      "close", "drop_sender", "drop_receiver"};
constexpr int call_count = 9;

constexpr bool is_send(call c) { return c <= call::send_for; }
constexpr bool is_receive(call c) { return call::recv <= c && c <= call::recv_for; }
constexpr bool is_timed(call c) { return c == call::send_for || c == call::recv_for; }

struct sequence {
  call first;
  call second;
};

/// Nobody uses what he has dropped.
bool is_possible(sequence s) {
  const bool needs_sender =
      is_send(s.second) || s.second == call::close || s.second == call::drop_sender;
  const bool needs_receiver = is_receive(s.second) || s.second == call::drop_receiver;
  return !(s.first == call::drop_sender && needs_sender) &&
         !(s.first == call::drop_receiver && needs_receiver);
}

struct kind {
  std::string name;
  std::size_t capacity;
  bool once;
  strait::channel<int> (*make)();
};

const kind kinds[] = {
    {"rendezvous", 0, false, [] { return strait::bounded<int>(0); }},
    {"bounded(1)", 1, false, [] { return strait::bounded<int>(1); }},
    {"bounded(2)", 2, false, [] { return strait::bounded<int>(2); }},
    {"unbounded", specification::channel::unlimited, false,
     [] { return strait::unbounded<int>(); }},
    {"oneshot", 1, true, [] { return strait::oneshot<int>(); }},
};

/// One thread of a program, with its handles.
struct party {
  strait::sender<int> tx;
  strait::receiver<int> rx;
  checker::history& log;

  outcome make(call what, int value) {
    using namespace std::chrono_literals;
    const auto send = [&](auto how) {
      return log.record(action::send, value, [&] { return told(how()); });
    };
    const auto receive = [&](auto how) {
      return log.record(action::receive, 0, [&] { return told(how()); });
    };
    switch (what) {
      case call::send:
        return send([&] { return tx.send(value); });
      case call::try_send:
        return send([&] { return tx.try_send(value); });
      case call::send_for:
        return send([&] { return tx.send_for(value, 1ms); });
      case call::recv:
        return receive([&] { return rx.recv(); });
      case call::try_recv:
        return receive([&] { return rx.try_recv(); });
      case call::recv_for:
        return receive([&] { return rx.recv_for(1ms); });
      case call::close:
        return simply(action::close, [&] { tx.close(); });
      case call::drop_sender:
        return simply(action::drop_sender, [&] { tx = {}; });
      case call::drop_receiver:
        return simply(action::drop_receiver, [&] { rx = {}; });
    }
    return outcome::unfinished;
  }

  void run(sequence calls, int first_value) {
    make(calls.first, first_value);
    make(calls.second, first_value + 1);
  }

  /// Receives what is left.
  void drain() {
    while (rx && make(call::try_recv, 0) == outcome::done) continue;
  }

 private:
  template <class F>
  outcome simply(action what, F f) {
    return log.record(what, 0, [&] {
      f();
      return specification::operation{.how = outcome::done};
    });
  }
};

std::string text(sequence s) {
  return std::string(names[static_cast<int>(s.first)]) + "," +
         std::string(names[static_cast<int>(s.second)]);
}

described program(const kind& of, sequence a, sequence b) {
  const auto log = std::make_shared<checker::history>();
  const auto is_right = [log, &of] {
    return log->is_right(specification::channel(of.capacity, of.once, 2, 2));
  };
  described made{.model = {.name = of.name + ":" + text(a) + "|" + text(b)},
                 .group = of.name + " in pairs",
                 .says = "Results are those of a channel; nothing is lost, leaked or raced for."};
  made.model.body = [log, &of, a, b, is_right] {
    log->begin();
    {
      strait::channel<int> ends = of.make();
      party one{ends.tx, ends.rx, *log};
      party two{std::move(ends.tx), std::move(ends.rx), *log};
      checker::run_threads({[&] { one.run(a, 10); }, [&] { two.run(b, 20); }});
      (one.rx ? one : two).drain();
    }
    checker::check(is_right(), "no channel has these results");
  };
  made.model.possible.may_be_stuck = is_right;
  const bool timed =
      is_timed(a.first) || is_timed(a.second) || is_timed(b.first) || is_timed(b.second);
  made.model.possible.ticks = timed ? 1 : 0;
  made.model.possible.spurious_wakes = 0;
  return made;
}

}  // namespace

std::vector<described> pairs() {
  std::vector<sequence> sequences;
  for (int first = 0; first < call_count; ++first) {
    for (int second = 0; second < call_count; ++second) {
      const sequence calls{static_cast<call>(first), static_cast<call>(second)};
      if (is_possible(calls)) sequences.push_back(calls);
    }
  }
  std::vector<described> all;
  for (const kind& of : kinds) {
    for (std::size_t a = 0; a < sequences.size(); ++a) {
      for (std::size_t b = a; b < sequences.size(); ++b) {
        all.push_back(program(of, sequences[a], sequences[b]));
      }
    }
  }
  return all;
}

}  // namespace models
