// receive.hpp — how messages leave a channel and their boxes: one, or many at once.
//
// Invariants  I1 a message is not lost if its move, or making room for it, throws: it is the
//                channel's next one again.
#pragma once

#include <algorithm>
#include <exception>
#include <expected>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <strait/errors.hpp>
#include <strait/flavor/flavor.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

/// Puts a box back at the front of the channel if an exception leaves the scope.
struct requeue_if_it_throws {
  flavor& channel;
  box_ptr& box;
  const int exceptions = std::uncaught_exceptions();

  ~requeue_if_it_throws() {
    if (std::uncaught_exceptions() == exceptions) return;
    box_list back;
    back.push_back(std::move(box));
    channel.requeue(back);
  }
};

/// Moves the message out of its box, directly into the caller's result: a local variable might be
/// moved once more, outside the guard. If T's move throws, the message is the channel's next one
/// again.
template <class T>
std::expected<T, recv_error> unbox([[maybe_unused]] flavor& channel, box_ptr box) {
  if constexpr (std::is_nothrow_move_constructible_v<T>) {
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(*box)));
  } else {
    const requeue_if_it_throws guard{channel, box};
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(*box)));
  }
}

struct received {
  box_ptr box;
  recv_error error;  ///< If `box` is null.
};

/// Waits for a message until `limit`: a deadline, or a stop_or_deadline.
template <class Limit>
received receive(flavor& channel, const Limit& limit, recv_error time_up) {
  operation op(&channel, direction::receive);
  const wait_end end = wait_for(op, limit).end;
  if (end == wait_end::chosen) return {std::move(op.box()), recv_error::disconnected};
  return {nullptr, error_of(end, time_up)};
}

/// Messages taken out of a channel together. Those still here at the end are requeued.
class batch {
 public:
  explicit batch(flavor& channel) noexcept : channel_(channel) {}
  batch(const batch&) = delete;
  batch& operator=(const batch&) = delete;
  ~batch() {
    copied_.append(waiting_);
    if (!copied_.empty()) channel_.requeue(copied_);
  }

  /// Receives one message. Returns why there is none; nothing if there is.
  template <class Limit>
  std::optional<recv_error> wait_for_one(const Limit& limit, recv_error time_up) {
    received got = receive(channel_, limit, time_up);
    if (got.box == nullptr) return got.error;
    waiting_.push_back(std::move(got.box));
    return std::nullopt;
  }

  /// Adds what is there, up to `max` messages: what is stored, or one from each sender that waits
  /// in a rendezvous now.
  void receive_more(std::size_t max) {
    platform::checkpoint();
    box_list more = channel_.take_stored(max);
    waiting_.append(more);
    for (std::size_t left = std::min(max, channel_.waiting_senders()); left > 0; --left) {
      if (wait_for_one(deadline::immediate(), recv_error::empty)) break;
    }
  }

  /// Moves the messages, one by one, to the end of `messages` and returns how many there were.
  /// After a throw, those already appended stay there. (Copies them if T's move may throw and T can
  /// be copied.)
  template <class T, class Container>
  std::size_t append_to(Container& messages) {
    std::size_t appended = 0;
    for (; !waiting_.empty(); ++appended) {
      append(messages, std::move_if_noexcept(value_of<T>(waiting_.front())));
      waiting_.pop_front();
    }
    return appended;
  }

  /// The same, as a vector. After a throw, all stay in the channel if they are copied.
  template <class T>
  std::vector<T> to_vector() {
    constexpr bool copies =
        std::is_same_v<decltype(std::move_if_noexcept(std::declval<T&>())), const T&>;
    std::vector<T> messages;
    messages.reserve(waiting_.count());
    while (!waiting_.empty()) {
      messages.push_back(std::move_if_noexcept(value_of<T>(waiting_.front())));
      box_ptr box = waiting_.pop_front();
      if constexpr (copies) copied_.push_back(std::move(box));
    }
    box_list().swap(copied_);
    return messages;
  }

 private:
  template <class Container, class Value>
  static void append(Container& messages, Value&& value) {
    if constexpr (requires { messages.push_back(std::forward<Value>(value)); }) {
      messages.push_back(std::forward<Value>(value));
    } else {
      static_assert(
          requires { messages.insert(messages.end(), std::forward<Value>(value)); },
          "strait: messages are appended by the container's push_back or insert");
      messages.insert(messages.end(), std::forward<Value>(value));
    }
  }

  flavor& channel_;
  box_list waiting_;
  box_list copied_;  ///< The originals of what to_vector() has copied so far.
};

}  // namespace detail
STRAIT_END
