// select_case.hpp — what a case of a select consists of: an operation, and what becomes of it.
//
// Shared by select.hpp (cases known at compile time) and selector.hpp (known at run time).
#pragma once

#include <concepts>
#include <expected>
#include <functional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/errors.hpp>
#include <strait/receiver.hpp>
#include <strait/sender.hpp>

STRAIT_BEGIN
namespace detail {

/// Stands for a handler that was left out.
struct no_handler {
  template <class... Arguments>
  void operator()(Arguments&&...) const noexcept {}
};

template <class F>
concept is_no_handler = std::same_as<std::remove_cvref_t<F>, no_handler>;

/// Where a message to send comes from: an rvalue goes into a box at once; of an lvalue the message
/// is made only once its case is chosen; a callable is called only then.
template <class T, class V>
concept is_factory = !std::same_as<std::remove_cvref_t<V>, T> &&
                     std::is_invocable_r_v<T, std::remove_reference_t<V>&>;

template <class T, class V>
concept is_message = std::same_as<std::remove_cvref_t<V>, T> || std::constructible_from<T, V>;

/// An rvalue: is in the operation's box from the beginning.
template <class T, class V>
class message_source {
 public:
  message_source(V&& value, operation& op) {
    op.box = make_message<T>([&]() -> T { return static_cast<T>(std::move(value)); });
  }
  T operator()() const { std::unreachable(); }  // Never asked: the box is there.
};

/// An lvalue or a callable.
template <class T, class V>
requires is_factory<T, V> || std::is_lvalue_reference_v<V>
class message_source<T, V> {
 public:
  message_source(V&& from, operation&) : source_(std::forward<V>(from)) {}
  T operator()() {
    if constexpr (is_factory<T, V>) {
      return std::invoke(source_);
    } else {
      return static_cast<T>(std::move(source_));  // A copy, if it is const.
    }
  }

 private:
  V source_;
};

/// Tells `handler` how a receive ended. `outcome` is done, disconnected, or none: would block.
template <class T, class Handler>
decltype(auto) finish_receive(operation& op, Handler& handler) {
  using result = std::expected<T, recv_error>;
  if (op.result == outcome::done) {
    flavor& channel = static_cast<flavor&>(*op.channel);
    return std::invoke(handler, unbox<T>(channel, std::move(op.box)));
  }
  return std::invoke(handler, result(std::unexpected(op.result == outcome::disconnected
                                                         ? recv_error::disconnected
                                                         : recv_error::would_block)));
}

/// Makes the message for a granted place or partner and sends it; gives the grant up if `make`
/// throws, so that nobody waits for a message that will not come.
template <class T, class Make>
void fulfil(operation& op, Make&& make) {
  struct guard {
    operation& op;
    bool made = false;
    ~guard() {
      if (made) return;
      if (op.result == outcome::place) {
        static_cast<flavor*>(op.channel)->abandon();
      } else {
        refuse(*op.partner);
      }
    }
  } unless_made{op};
  message_ptr box = make_message<T>(std::forward<Make>(make));
  unless_made.made = true;
  if (op.result == outcome::place) {
    static_cast<flavor*>(op.channel)->publish(std::move(box));
  } else {
    deliver(*op.partner, std::move(box));
  }
}

/// Tells `handler` how a send ended, and makes the message where that is still to do.
template <class T, class Make, class Handler>
decltype(auto) finish_send(operation& op, Make&& make, Handler& handler) {
  using result = std::expected<void, send_error<T>>;
  if (op.result == outcome::place || op.result == outcome::partner) {
    fulfil<T>(op, std::forward<Make>(make));
    return std::invoke(handler, result());
  }
  if (op.result == outcome::done) return std::invoke(handler, result());
  const send_errc code =
      op.result == outcome::disconnected ? send_errc::disconnected : send_errc::would_block;
  if constexpr (is_no_handler<Handler>) {
    return std::invoke(handler, code);  // Nobody wants the message: it is left where it is.
  } else if (op.box != nullptr) {
    return std::invoke(handler, result(std::unexpect, code, std::move(value_of<T>(*op.box))));
  } else {
    return std::invoke(handler, result(std::unexpect, code, std::forward<Make>(make)()));
  }
}

}  // namespace detail
STRAIT_END
