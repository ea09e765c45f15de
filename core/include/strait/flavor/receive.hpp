// receive.hpp — how messages leave a channel: one, or many at once.
//
// Invariants  I1 a message is not lost if its move, or making room for it, throws: it is the
//                channel's next one again.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <expected>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <strait/base/message_block.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/flavor.hpp>
#include <strait/flavor/send.hpp>
#include <strait/wait/lone_operation.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

/// receive_into() the long way.
template <class Stored, class Limit>
[[gnu::noinline]] std::optional<recv_error> receive_or_wait(void* to, tracer::message_id& id,
                                                            flavor& channel, const Limit& limit,
                                                            recv_error time_up) {
  if (channel.stores() == storage::slots && !is_immediate(limit)) {
    message_store& messages = engine_of(channel).messages();
    if (messages.await_message() && messages.try_take<Stored>(to)) return std::nullopt;
  }
  lone_operation lone(&channel, direction::receive, to, channel.stores() == storage::slots);
  if constexpr (lone_operation::holds<Stored>) lone.op.set_message(lone.message);
  const wait_end end = wait_for(lone.op, limit, lone.self).end;
  if (end != wait_end::chosen) return error_of(end, time_up);
  if (lone.op.state() == operation_state::disconnected) return recv_error::disconnected;
  id = lone.op.id;
  if constexpr (lone_operation::holds<Stored>) std::memcpy(to, lone.message, sizeof(Stored));
  return std::nullopt;
}

/// Receives what is stored of a message within `limit`, a deadline or a stop_or_deadline, and
/// constructs it at `to`. Returns nothing, or why there is none.
template <class Stored, class Limit>
inline std::optional<recv_error> receive_into(void* to, tracer::message_id& id, flavor& channel,
                                              const Limit& limit, recv_error time_up) {
  platform::checkpoint();
  if (channel.stores() == storage::slots && engine_of(channel).messages().try_take<Stored>(to)) {
    return std::nullopt;
  }
  return receive_or_wait<Stored>(to, id, channel, limit, time_up);
}

/// The same, as a result.
template <class T, class Limit>
std::expected<stored<T>, recv_error> receive(flavor& channel, const Limit& limit,
                                             recv_error time_up) {
  message_storage<stored<T>> message;
  tracer::message_id id;
  if (const auto error = receive_into<stored<T>>(message.address(), id, channel, limit, time_up)) {
    return std::unexpected(*error);
  }
  return std::expected<stored<T>, recv_error>(std::in_place, message.take());
}

/// Room for a message that is received and then moved to its receiver as a T.
template <class T>
class incoming {
 public:
  /// Where the channel constructs it. Throws: std::bad_alloc (I1 needs memory for some T).
  void* address() { return message_.address(); }

  /// The message, which has been received. It is moved directly into the caller's result: a local
  /// variable might be moved once more.
  std::expected<T, recv_error> take(flavor&, const tracer::message_id&) {
    stored<T> message = message_.take();
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(message)));
  }

 private:
  message_storage<stored<T>> message_;
};

/// If T's move throws, the message is the channel's next one again (I1).
template <class T>
requires(!std::is_nothrow_move_constructible_v<T>)
class incoming<T> {
 public:
  void* address() {
    if (block_ == nullptr) block_ = message_block::make(message_type_of<T>, 1);
    return block_->message(0);
  }

  std::expected<T, recv_error> take(flavor& channel, const tracer::message_id& id) {
    block_->at(0).begin_use(id);
    block_->count_back();
    struct requeue_if_it_throws {
      flavor& channel;
      message_block::pointer& block;
      const int exceptions = std::uncaught_exceptions();

      ~requeue_if_it_throws() {
        if (std::uncaught_exceptions() == exceptions) {
          block->destroy_front();
          return;
        }
        block_list back;
        back.push_back(std::move(block));
        engine_of(channel).requeue(back);
      }
    } const guard{channel, block_};
    auto& message = *static_cast<stored<T>*>(block_->message(0));
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(message)));
  }

 private:
  message_block::pointer block_;
};

/// Messages of type T taken out of a channel together. Those still here at the end are put back.
template <class T>
class batch {
 public:
  explicit batch(flavor& channel) noexcept : channel_(channel) {}
  batch(const batch&) = delete;
  batch& operator=(const batch&) = delete;
  ~batch() {
    if (taken_.count() > 0) engine_of(channel_).requeue(taken_);
  }

  /// Receives one message. Returns why there is none; nothing if there is.
  template <class Limit>
  std::optional<recv_error> wait_for_one(const Limit& limit, recv_error time_up) {
    message_block::pointer block = message_block::make(message_type_of<T>, 1);
    tracer::message_id id;
    const auto error = receive_into<stored<T>>(block->message(0), id, channel_, limit, time_up);
    if (error) return error;
    block->at(0).begin_use(id);
    block->count_back();
    taken_.push_back(std::move(block));
    return std::nullopt;
  }

  /// Adds what is there, up to `max` messages: what is stored, or one from each sender that waits
  /// in a rendezvous now.
  void receive_more(std::size_t max) {
    std::size_t one_by_one = std::min<std::size_t>(max, 1);  // A timer has one at most.
    if (channel_.stores() == storage::slots) {
      platform::checkpoint();
      block_list more = engine_of(channel_).take_stored(max);
      taken_.append(more);
      one_by_one = std::min(max, channel_.waiting_senders());
    }
    for (; one_by_one > 0; --one_by_one) {
      if (wait_for_one(deadline::immediate(), recv_error::empty)) break;
    }
  }

  /// Moves the messages, one by one, to the end of `messages` and returns how many there were.
  /// After a throw, those already appended stay there. (Copies them if T's move may throw and T can
  /// be copied.)
  template <class Container>
  std::size_t append_to(Container& messages) {
    std::size_t appended = 0;
    while (!taken_.empty()) {
      for (message_block& block = taken_.front(); !block.empty(); ++appended) {
        append(messages, std::move_if_noexcept(message_in(block, 0)));
        block.destroy_front();
      }
      taken_.pop_front();
    }
    return appended;
  }

  /// The same, as a vector. After a throw, all stay in the channel if they are copied.
  std::vector<T> to_vector() {
    using element = decltype(std::move_if_noexcept(std::declval<T&>()));
    std::vector<T> messages;
    messages.reserve(taken_.count());
    if constexpr (std::is_same_v<element, const T&>) {
      taken_.for_each([&](message_block& block) {
        for (std::size_t i = 0; i < block.count(); ++i) messages.push_back(message_in(block, i));
      });
      block_list().swap(taken_);
    } else {
      append_to(messages);
    }
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

  static T& message_in(message_block& block, std::size_t index) noexcept {
    return value_of<T>(*static_cast<stored<T>*>(block.message(index)));
  }

  flavor& channel_;
  block_list taken_;
};

}  // namespace detail
STRAIT_END
