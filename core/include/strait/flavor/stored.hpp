// stored.hpp — from a message to what a channel stores of it (base/message_type.hpp), and back.
//
// Both run with no lock held: making and moving a message may run any code.
#pragma once

#include <utility>

#include <strait/base/box.hpp>
#include <strait/base/message_type.hpp>
#include <strait/flavor/unread.hpp>

STRAIT_BEGIN
namespace detail {

/// The message itself.
template <class T>
T& value_of(stored<T>& message) noexcept {
  if constexpr (is_boxed<T>) {
    return static_cast<box_of<T>&>(*message).value;
  } else {
    return message;
  }
}

/// What is stored of the message that `make()` returns. Throws what that throws, and
/// std::bad_alloc; memory is allocated first.
template <class T, class Make>
stored<T> make_stored(Make&& make) {
  if constexpr (is_boxed<T>) {
    return std::make_unique<box_of<T>>(std::forward<Make>(make));
  } else {
    return std::forward<Make>(make)();
  }
}

/// A message about to be sent.
template <class T>
class outgoing {
 public:
  template <class Make>
  explicit outgoing(Make&& make) : message_(make_stored<T>(std::forward<Make>(make))) {
    tracer::boxed(id_, value());
  }

  stored<T>& message() noexcept { return message_; }
  T& value() noexcept { return value_of<T>(message_); }
  const tracer::message_id& id() const noexcept { return id_; }

 private:
  stored<T> message_;
  [[no_unique_address]] tracer::message_id id_;
};

/// A message in a case of a select, which may never be sent. It is destroyed like messages that
/// nobody receives: it may hold further cases, as those may hold further channels.
template <class T>
class kept_message {
 public:
  template <class Make>
  explicit kept_message(Make&& make) : block_(message_block::make(message_type_of<T>, 1)) {
    ::new (address()) stored<T>(make_stored<T>(std::forward<Make>(make)));
    block_->count_back();
  }
  kept_message(const kept_message&) = delete;
  kept_message& operator=(const kept_message&) = delete;
  ~kept_message() {
    block_list unsent;
    unsent.push_back(std::move(block_));
    destroy_unread(std::move(unsent));
  }

  void* address() noexcept { return block_->message(0); }

 private:
  message_block::pointer block_;
};

/// One that holds nothing, such as a number: it needs no block.
template <class T>
requires(!is_boxed<T> && std::is_trivially_destructible_v<T>)
class kept_message<T> {
 public:
  template <class Make>
  explicit kept_message(Make&& make) : message_(std::forward<Make>(make)()) {}

  void* address() noexcept { return &message_; }

 private:
  T message_;
};

}  // namespace detail
STRAIT_END
