// receive.hpp — how messages leave a channel and their boxes: one, or many at once.
//
// Invariants  I1 a message whose move throws, or whose place could not be had, is not lost: it is
//                the channel's next one again.
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

/// Puts a box back to the channel's front if an exception leaves the scope.
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

/// Moves the message out of its box, into the caller's place: a local result could be moved again,
/// after the guard. If T's move throws, the message is the channel's next one again.
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
  if (end == wait_end::chosen) return {std::move(op.box), recv_error::disconnected};
  return {nullptr, error_of(end, time_up)};
}

/// Messages taken out of a channel together. What is still here at the end goes back.
class batch {
 public:
  explicit batch(flavor& channel) noexcept : channel_(channel) {}
  batch(const batch&) = delete;
  batch& operator=(const batch&) = delete;
  ~batch() {
    copied_.append(waiting_);
    if (!copied_.empty()) channel_.requeue(copied_);
  }

  /// Why there is none; nothing: there is one more here.
  template <class Limit>
  std::optional<recv_error> wait_for_one(const Limit& limit, recv_error time_up) {
    received got = receive(channel_, limit, time_up);
    if (got.box == nullptr) return got.error;
    waiting_.push_back(std::move(got.box));
    return std::nullopt;
  }

  /// Adds what is there, up to `most` messages: what is stored, or one from each sender that waits
  /// in a rendezvous now.
  void receive_more(std::size_t most) {
    platform::checkpoint();
    box_list more = channel_.take_stored(most);
    waiting_.append(more);
    for (std::size_t left = std::min(most, channel_.waiting_senders()); left > 0; --left) {
      if (wait_for_one(deadline::immediate(), recv_error::empty)) break;
    }
  }

  /// Moves all messages to the end of `messages` and says how many: one by one, those before a
  /// throw are over. (Copies them, where T's move may throw and it can be copied.)
  template <class T, class Container>
  std::size_t append_to(Container& messages) {
    std::size_t appended = 0;
    for (; !waiting_.empty(); ++appended) {
      append(messages, std::move_if_noexcept(value_of<T>(waiting_.front())));
      waiting_.pop_front();
    }
    return appended;
  }

  /// The same, but all of them or, where they are copied, none.
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
