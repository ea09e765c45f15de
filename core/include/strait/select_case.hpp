// select_case.hpp — what a case of a select consists of: an operation, and what becomes of it.
//
// Shared by select.hpp (cases known at compile time) and selector.hpp (known at run time).
#pragma once

#include <concepts>
#include <expected>
#include <functional>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/grant.hpp>
#include <strait/flavor/receive.hpp>
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

/// Whether a handler can be told how a receive, or a send, ended; and whether it returns an R then.
template <class T, class Handler>
concept handles_received = std::is_invocable_v<Handler&, std::expected<T, recv_error>>;
template <class T, class Handler>
concept handles_sent = std::is_invocable_v<Handler&, std::expected<void, send_error<T>>>;
template <class R, class Handler, class Result>
concept returns = requires(Handler& f, Result r) { static_cast<R>(std::invoke(f, std::move(r))); };

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
    op.box = make_box<T>([&]() -> T { return static_cast<T>(std::move(value)); });
  }
  T operator()() const { std::unreachable(); }  // Never asked: the box is there.

  /// Once the box is gone, the case is never ready again.
  static bool is_spent(const operation& op) noexcept { return op.box == nullptr; }
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

  static bool is_spent(const operation&) noexcept { return false; }

 private:
  V source_;
};

/// Takes a value that was not sent out of its operation; none: it was, or is made later.
template <class T>
std::optional<T> take_unsent(operation& op) {
  if (op.box == nullptr) return std::nullopt;
  std::optional<T> value(std::in_place, std::move(value_of<T>(*op.box)));
  op.box = nullptr;
  return value;
}

/// Tells `handler` how a receive ended. Its state is done, disconnected or, where it would block,
/// pending.
template <class T, class Handler>
decltype(auto) finish_receive(operation& op, Handler& handler) {
  using result = std::expected<T, recv_error>;
  if (op.state == operation_state::done) {
    flavor& channel = static_cast<flavor&>(*op.channel);
    return std::invoke(handler, unbox<T>(channel, std::move(op.box)));
  }
  return std::invoke(handler, result(std::unexpected(op.state == operation_state::disconnected
                                                         ? recv_error::disconnected
                                                         : recv_error::would_block)));
}

/// Tells `handler` how a send ended, and makes the message where that is still to do.
template <class T, class Make, class Handler>
decltype(auto) finish_send(operation& op, Make&& make, Handler& handler) {
  using result = std::expected<void, send_error<T>>;
  if (op.state == operation_state::place_reserved ||
      op.state == operation_state::receiver_matched) {
    complete<T>(op, std::forward<Make>(make));
    return std::invoke(handler, result());
  }
  if (op.state == operation_state::done) return std::invoke(handler, result());
  const send_errc code =
      op.state == operation_state::disconnected ? send_errc::disconnected : send_errc::would_block;
  if constexpr (is_no_handler<Handler>) {
    return std::invoke(handler, code);  // Nobody wants the message: it is left where it is.
  } else if (op.box != nullptr) {
    const box_ptr box = std::move(op.box);  // The case is spent.
    return std::invoke(handler, result(std::unexpect, code, std::move(value_of<T>(*box))));
  } else {
    return std::invoke(handler, result(std::unexpect, code, std::forward<Make>(make)()));
  }
}

}  // namespace detail
STRAIT_END
