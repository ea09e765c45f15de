// message_range.hpp — the messages of a channel as an input range of one pass.
//
// What receiver::begin(), iter() and try_iter() return. The three differ in how they obtain the
// next message. What a range keeps alive depends on the receiver:
//
//   the range of …       holds            so that
//   ---------------------+----------------+----------------------------------------------------
//   a named receiver      the memory       it is no receiver of its own: counts stay as they are
//   a temporary receiver  the receiver     the channel stays connected while the range is used
//
// Idea: std::ranges::istream_view for copyable messages, std::generator for the others.
//
// Invariants  I1 a message is received when it, or whether there is one, is asked for, not by the
//                increment: views that take some messages increment once more after the last one
//                and must not wait for another.
//             I2 reading an element twice gives the same message, unless it was moved out.
#pragma once

#include <cstddef>
#include <expected>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <strait/errors.hpp>
#include <strait/flavor/handle.hpp>
#include <strait/flavor/receive.hpp>
#include <strait/wait/stop.hpp>

STRAIT_BEGIN
namespace detail {

/// Whether a T can be copied. A container of types that cannot be copied claims to be copyable, so
/// its elements are checked, too.
template <class T>
struct is_copyable : std::is_copy_constructible<T> {};
template <class T>
requires requires { typename T::value_type; }
struct is_copyable<T> : std::conjunction<std::is_copy_constructible<T>,
                                         std::disjunction<std::is_same<T, typename T::value_type>,
                                                          is_copyable<typename T::value_type>>> {};

/// A message that a range has received; none at its end.
template <class T>
using next_message = std::expected<stored<T>, recv_error>;

/// How a range obtains the next message.
struct by_waiting {
  template <class T>
  next_message<T> next(flavor& channel) const {
    return receive<T>(channel, deadline::forever(), recv_error::would_block);
  }
};
struct by_trying {
  template <class T>
  next_message<T> next(flavor& channel) const {
    return receive<T>(channel, deadline::immediate(), recv_error::empty);
  }
};

struct by_waiting_until_stopped {
  stop_token stop;
  template <class T>
  next_message<T> next(flavor& channel) const {
    // Even if there is a message: the loop ends.
    if (stop.stop_requested()) return std::unexpected(recv_error::stopped);
    return receive<T>(channel, stop_or_deadline{stop}, recv_error::would_block);
  }
};

/// `Source`: a handle<direction::receive>, or a weak_handle.
template <class T, class Source, class How>
class message_iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  /// The message itself: a T& where it can be copied, so that reading it does not take it out; and
  /// a T&& otherwise, so that `for (T m : rx)` works for a T that can only be moved.
  using reference = std::conditional_t<is_copyable<T>::value, T&, T&&>;

  message_iterator() noexcept = default;
  message_iterator(Source source, How how) noexcept
      : source_(std::move(source)), how_(std::move(how)), is_due_(true) {}

  reference operator*() const { return static_cast<reference>(value_of<T>(*message())); }
  T* operator->() const requires std::is_lvalue_reference_v<reference>
  {
    return std::addressof(**this);
  }
  message_iterator& operator++() {
    message();         // one that nobody looked at is passed over
    message_.reset();  // a message is not held while the next one is waited for
    is_due_ = true;
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const message_iterator& it, std::default_sentinel_t) {
    return !it.message().has_value();
  }

 private:
  std::optional<stored<T>>& message() const {
    if (is_due_) {
      STRAIT_RESUME_CALL(&site_);
      if (next_message<T> next = how_.template next<T>(*source_.get())) {
        message_.emplace(*std::move(next));
      }
      is_due_ = false;
    }
    return message_;
  }

  Source source_;
  [[no_unique_address]] How how_;
  mutable std::optional<stored<T>> message_;
  mutable bool is_due_ = false;
  STRAIT_KEEP_CALL_SITE(site_);
};

template <class T, class Source, class How>
class message_range : public std::ranges::view_base {
 public:
  message_range(Source source, How how) noexcept
      : source_(std::move(source)), how_(std::move(how)) {}

  auto begin() const noexcept {
    STRAIT_RESUME_CALL(&site_);
    return message_iterator<T, Source, How>(source_, how_);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  Source source_;
  [[no_unique_address]] How how_;
  STRAIT_KEEP_CALL_SITE(site_);
};

}  // namespace detail
STRAIT_END
