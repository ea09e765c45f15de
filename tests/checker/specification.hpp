// specification.hpp — what a channel is, in sequence: which results each operation may have, and
// what it changes. And whether a history of overlapping operations is what a channel could have
// done: whether there is one order of them, each at one moment between its call and its return,
// in which every result is right (M. Herlihy and J. Wing, "Linearizability"). What has been found
// to lead nowhere is remembered (G. Lowe, "Testing for linearizability").
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace specification {

enum class action : std::uint8_t { send, receive, close, drop_sender, drop_receiver };

enum class outcome : std::uint8_t {
  done,
  would_wait,  ///< full, empty, or the time was up
  disconnected,
  unfinished,  ///< it waits, and nobody else can do anything
};

struct operation {
  action what = action::send;
  int value = 0;  ///< sent or received
  outcome how = outcome::unfinished;
};

class channel {
 public:
  static constexpr std::size_t unlimited = SIZE_MAX;

  channel(std::size_t capacity, bool once, int senders, int receivers)
      : capacity_(capacity), once_(once), senders_(senders), receivers_(receivers) {}

  /// Carries `op` out if it can have this outcome now.
  bool apply(const operation& op) {
    switch (op.what) {
      case action::send:
        return send(op);
      case action::receive:
        return receive(op);
      case action::close:
        closed_ = true;
        return true;
      case action::drop_sender:
        closed_ = --senders_ == 0 || closed_;
        return true;
      case action::drop_receiver:
        if (--receivers_ > 0) return true;
        closed_ = true;
        messages_.clear();
        return true;
    }
    return false;
  }

  /// Whether this send and this receive can meet in a channel that stores nothing.
  bool can_meet(const operation& send, const operation& receive) const {
    return capacity_ == 0 && !closed_ && send.what == action::send && send.how == outcome::done &&
           receive.what == action::receive && receive.how == outcome::done &&
           send.value == receive.value;
  }

  /// Whether unfinished operations are right to wait: each for itself, and no two for each other.
  bool may_wait(std::span<const operation> waiting) const {
    bool sends = false;
    bool receives = false;
    for (const operation& each : waiting) {
      sends = sends || each.what == action::send;
      receives = receives || each.what == action::receive;
      if (each.what != action::send && each.what != action::receive) return false;
    }
    const bool full = !closed_ && messages_.size() >= capacity_;
    const bool empty = !closed_ && messages_.empty();
    return (!sends || full) && (!receives || empty) && !(capacity_ == 0 && sends && receives);
  }

  auto operator<=>(const channel&) const = default;

 private:
  bool send(const operation& op) {
    if (closed_) return op.how == outcome::disconnected;
    if (messages_.size() >= capacity_) return op.how == outcome::would_wait;
    if (op.how != outcome::done) return false;
    messages_.push_back(op.value);
    closed_ = once_;
    return true;
  }

  bool receive(const operation& op) {
    if (messages_.empty()) return op.how == (closed_ ? outcome::disconnected : outcome::would_wait);
    if (op.how != outcome::done || messages_.front() != op.value) return false;
    messages_.pop_front();
    return true;
  }

  std::size_t capacity_;
  bool once_;
  int senders_;
  int receivers_;
  bool closed_ = false;
  std::deque<int> messages_;
};

/// Whether `operations` are what `begin` could have done. comes_before(a, b): the operation of
/// number a had returned when that of number b was called.
template <class ComesBefore>
class linearization {
 public:
  linearization(std::span<const operation> operations, ComesBefore comes_before)
      : operations_(operations), comes_before_(comes_before), used_(operations.size(), false) {}

  bool exists(const channel& begin) {
    if (futile_.contains({used_, begin})) return false;
    if (is_found_from(begin)) return true;
    futile_.emplace(used_, begin);
    return false;
  }

 private:
  bool is_found_from(const channel& begin) {
    std::vector<operation> waiting;
    bool all = true;
    for (std::size_t each = 0; each < operations_.size(); ++each) {
      if (operations_[each].how == outcome::unfinished) {
        waiting.push_back(operations_[each]);
      } else if (!used_[each]) {
        all = false;
        if (is_next(each) && goes_on_with(each, begin)) return true;
      }
    }
    return all && (waiting.empty() || begin.may_wait(waiting));
  }

  /// Whether all that came before it have their place already.
  bool is_next(std::size_t candidate) const {
    for (std::size_t each = 0; each < operations_.size(); ++each) {
      if (!used_[each] && each != candidate && comes_before_(each, candidate)) return false;
    }
    return true;
  }

  bool goes_on_with(std::size_t first, const channel& begin) {
    used_[first] = true;
    channel after = begin;
    bool found = after.apply(operations_[first]) && exists(after);
    for (std::size_t each = 0; each < operations_.size() && !found; ++each) {
      const bool meet = !used_[each] && !comes_before_(first, each) && is_next(each) &&
                        begin.can_meet(operations_[first], operations_[each]);
      if (!meet) continue;
      used_[each] = true;
      found = exists(begin);
      used_[each] = false;
    }
    used_[first] = false;
    return found;
  }

  std::span<const operation> operations_;
  ComesBefore comes_before_;
  std::vector<bool> used_;
  std::set<std::pair<std::vector<bool>, channel>> futile_;
};

}  // namespace specification
