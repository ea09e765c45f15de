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
#include <strait/flavor/stored.hpp>
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

/// Whether a handler can be told how a receive ended; and whether it returns an R when told
/// `Result`.
template <class T, class Handler>
concept handles_received = std::is_invocable_v<Handler&, std::expected<T, recv_error>>;
template <class R, class Handler, class Result>
concept returns = requires(Handler& f, Result r) { static_cast<R>(std::invoke(f, std::move(r))); };

/// A function, a pointer to one, or a lambda that turns into one.
template <class V>
concept function_like =
    requires(V& v) { requires std::is_function_v<std::remove_pointer_t<decltype(+v)>>; };

/// What a function that takes a T accepts by implicit conversion. (A function converts to bool, but
/// nobody means that.)
template <class V, class T>
concept converts_to = std::is_convertible_v<V, T> &&
                      !(std::same_as<T, bool> && function_like<std::remove_reference_t<V>>);

/// A message to send: what converts to one, an lvalue also if it does so only as an rvalue.
template <class V, class T>
concept message_for = converts_to<V, T> || converts_to<std::remove_reference_t<V>, T>;

/// What makes a message to send when called. A callable that is itself a message is none.
template <class V, class T>
concept factory_for = !message_for<V, T> && std::is_invocable_r_v<T, std::remove_reference_t<V>&>;

/// A message that is in its case from the beginning, and not made later.
template <class V, class T>
concept kept_at_once = !factory_for<V, T> && !std::is_lvalue_reference_v<V>;

/// An lvalue whose copy nobody can tell from it: each wait begins with one, so that a peer that
/// comes has a message to take.
template <class V, class T>
concept copied_at_once =
    std::is_lvalue_reference_v<V> &&
    std::same_as<std::remove_const_t<std::remove_reference_t<V>>, T> &&
    std::is_trivially_copyable_v<T> && std::is_trivially_copy_constructible_v<T> && !is_boxed<T>;

/// `value` as a message, moved from where that makes one.
template <class T, class V>
T message_from(std::remove_reference_t<V>& value) {
  using rvalue = std::remove_reference_t<V>;
  if constexpr (std::is_arithmetic_v<T> && std::is_arithmetic_v<rvalue>) {
    return static_cast<T>(value);  // A warning of narrowing would be about the wrong line here.
  } else if constexpr (std::is_convertible_v<rvalue, T>) {
    return static_cast<rvalue&&>(value);
  } else {
    return value;
  }
}

/// The message of an operation. Requires: it has one.
template <class T>
T& message_of(const operation& op) noexcept {
  return value_of<T>(*static_cast<stored<T>*>(op.message()));
}

/// Where a message to send comes from: an rvalue is kept in the case at once; an lvalue is moved
/// from, and a callable called, only once the case is chosen.
template <class T, class V>
class message_source {
 public:
  message_source(V&& value, operation& op)
      : message_([&]() -> T { return message_from<T, V>(value); }) {
    op.set_message(message_.address());
    tracer::boxed(op.id, message_of<T>(op));
  }
  T operator()() const { std::unreachable(); }  // Never asked: the message is there.
  static void prepare(operation&) noexcept {}

  /// Once the message is gone, the case is never ready again.
  static bool is_spent(const operation& op) noexcept { return !op.has_message(); }

 private:
  kept_message<T> message_;
};

/// Another lvalue, or a callable.
template <class T, class V>
requires(!kept_at_once<V, T> && !copied_at_once<V, T>)
class message_source<T, V> {
 public:
  message_source(V&& from, operation&) : source_(std::forward<V>(from)) {}
  T operator()() {
    if constexpr (factory_for<V, T>) {
      return std::invoke(source_);
    } else {
      return message_from<T, V>(source_);
    }
  }

  static void prepare(operation&) noexcept {}
  static bool is_spent(const operation&) noexcept { return false; }

 private:
  V source_;
};

template <class T, class V>
requires copied_at_once<V, T>
class message_source<T, V> {
 public:
  message_source(V from, operation&) noexcept : source_(from) {}
  T operator()() const noexcept { return source_; }

  void prepare(operation& op) noexcept {
    op.set_message(::new (copy_.address()) T(source_));
    tracer::boxed(op.id, copy_.value());
  }
  static bool is_spent(const operation&) noexcept { return false; }

 private:
  V source_;
  message_storage<T> copy_;
};

/// What the handler of a send is called with. If the message is in the case, the error contains it.
/// If it is an lvalue or made later, the error is the code alone, unless the handler requires the
/// message.
template <class T, class V, class Handler>
struct told_of_send {
  using type = std::expected<void, send_error<T>>;
};
template <class T, class V, class Handler>
requires(!kept_at_once<V, T> && std::is_invocable_v<Handler&, std::expected<void, send_errc>>)
struct told_of_send<T, V, Handler> {
  using type = std::expected<void, send_errc>;
};

/// Takes a value that was not sent out of its operation; none: it was, or is made later.
template <class T>
std::optional<T> take_unsent(operation& op) {
  if (!op.has_message()) return std::nullopt;
  std::optional<T> value(std::in_place, std::move(message_of<T>(op)));
  op.set_message(nullptr);
  return value;
}

/// Calls `handler` with the result of a receive, whose state is done (then `message` is there),
/// disconnected or, if it would block, pending.
template <class T, class Handler>
decltype(auto) finish_receive(operation& op, incoming<T>& message, Handler& handler) {
  using result = std::expected<T, recv_error>;
  if (op.state() == operation_state::done) {
    return std::invoke(handler, message.take(static_cast<flavor&>(*op.channel), op.id));
  }
  return std::invoke(handler, result(std::unexpected(op.state() == operation_state::disconnected
                                                         ? recv_error::disconnected
                                                         : recv_error::would_block)));
}

/// Calls `handler` with the result of a send, as a `Told`, and makes the message if that is still
/// to be done.
template <class T, class Told, class Make, class Handler>
decltype(auto) finish_send(operation& op, Make&& make, Handler& handler) {
  if (op.state() == operation_state::place_reserved ||
      op.state() == operation_state::receiver_matched) {
    complete<T>(op, std::forward<Make>(make));
    return std::invoke(handler, Told());
  }
  if (op.state() == operation_state::done) return std::invoke(handler, Told());
  const send_errc code = op.state() == operation_state::disconnected ? send_errc::disconnected
                                                                     : send_errc::would_block;
  if constexpr (is_no_handler<Handler>) {
    return std::invoke(handler, code);  // Nobody wants the message: it is left where it is.
  } else if constexpr (std::same_as<Told, std::expected<void, send_errc>>) {
    return std::invoke(handler, Told(std::unexpect, code));
  } else if (op.has_message()) {
    T& message = message_of<T>(op);
    op.set_message(nullptr);  // The case is spent.
    return std::invoke(handler, Told(std::unexpect, code, std::move(message)));
  } else {
    return std::invoke(handler, Told(std::unexpect, code, std::forward<Make>(make)()));
  }
}

}  // namespace detail
STRAIT_END
