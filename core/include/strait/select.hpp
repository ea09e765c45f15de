// select.hpp — waits for several operations and does exactly one of them.
//
//   strait::select(                                    // fair among the cases that are ready
//       strait::on_recv(rx, [](std::expected<int, strait::recv_error> m) { … }),
//       strait::on_send(tx, value, [](std::expected<void, strait::send_error<int>> r) { … }),
//       strait::on_timeout(100ms, [] { … }));          // or on_deadline(moment, f), on_default(f),
//                                                         on_stop(stop_token, f)
//   strait::select_biased(…);                          // the first ready case in the order written
//
// The result is the common type of the handlers' results; void if one of them has none. A handler
// may be left out. A disconnected channel makes its case ready, with an error. The same channel may
// be used in several cases; a select never pairs with itself. Cases that are not chosen are left
// untouched.
//
// Idea: Go's select, crossbeam's select!. Source of the algorithm: wait/wait_round.hpp.
// Not here: a number of cases known only at run time (selector.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <strait/base/deadline.hpp>
#include <strait/base/raise.hpp>
#include <strait/select_case.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

struct operation_case {};
struct channel_case : operation_case {};
struct timed_case {};

template <class T, class Handle, class Handler>
struct recv_case : channel_case {
  static_assert(handles_received<T, Handler>,
                "strait: the handler of on_recv takes a std::expected<T, strait::recv_error>");
  using handler_result = std::invoke_result_t<Handler&, std::expected<T, recv_error>>;

  recv_case(Handle&& rx, Handler&& f)
      : handle(std::forward<Handle>(rx)),
        handler(std::forward<Handler>(f)),
        op(access::handle_of(std::as_const(handle)).get(), direction::receive) {}

  handler_result finish() {
    STRAIT_RESUME_CALL(&op.site);
    return finish_receive<T>(op, message, handler);
  }
  static bool is_spent() noexcept { return false; }
  void prepare() { op.set_message(message.address()); }

  Handle handle;  ///< A reference to an lvalue; a temporary is kept.
  Handler handler;
  incoming<T> message;
  operation op;
};

template <class T, class Handle, class Source, class Handler>
struct send_case : channel_case {
  using told = typename told_of_send<T, Source, Handler>::type;
  static_assert(
      std::is_invocable_v<Handler&, told>,
      "strait: the handler of on_send takes a std::expected<void, strait::send_error<T>>; "
      "that of an lvalue or a callable, a std::expected<void, strait::send_errc>");
  using handler_result = std::invoke_result_t<Handler&, told>;

  send_case(Handle&& tx, Source&& from, Handler&& f)
      : handle(std::forward<Handle>(tx)),
        handler(std::forward<Handler>(f)),
        op(access::handle_of(std::as_const(handle)).get(), direction::send),
        source(std::forward<Source>(from), op) {}

  handler_result finish() {
    STRAIT_RESUME_CALL(&op.site);
    return finish_send<T, told>(op, source, handler);
  }
  bool is_spent() const noexcept { return source.is_spent(op); }
  void prepare() noexcept { source.prepare(op); }

  /// Of a case kept in a variable: its message, if that was an rvalue and has not been sent. The
  /// case is spent then, and never ready again.
  std::optional<T> take() {
    if constexpr (kept_at_once<Source, T>) {
      return take_unsent<T>(op);
    } else {
      return std::nullopt;
    }
  }

  Handle handle;
  Handler handler;
  operation op;
  message_source<T, Source> source;
};

template <class Handler>
struct time_case : timed_case {
  static_assert(std::is_invocable_v<Handler&>,
                "strait: the handler of on_timeout, on_deadline and on_default takes nothing");
  using handler_result = std::invoke_result_t<Handler&>;

  time_case(const deadline& moment, Handler&& f)
      : limit(moment), handler(std::forward<Handler>(f)) {}

  handler_result finish() { return std::invoke(handler); }

  deadline limit;
  Handler handler;
};

template <class Handler>
struct stop_case : operation_case {
  static_assert(std::is_invocable_v<Handler&>, "strait: the handler of on_stop takes nothing");
  using handler_result = std::invoke_result_t<Handler&>;

  stop_case(const stop_token& stop, Handler&& f)
      : handler(std::forward<Handler>(f)), signal(stop) {}

  handler_result finish() { return std::invoke(handler); }
  static bool is_spent() noexcept { return false; }
  static void prepare() noexcept {}

  Handler handler;
  stop_signal signal;
  operation op{&signal, direction::receive};
};

template <class Case>
inline constexpr bool is_channel_case = std::is_base_of_v<channel_case, Case>;
template <class Case>
inline constexpr bool is_operation_case = std::is_base_of_v<operation_case, Case>;

template <class Case>
concept is_case = is_operation_case<Case> || std::is_base_of_v<timed_case, Case>;

template <class... Cases>
struct common_result {
  static constexpr bool has_void = (std::is_void_v<typename Cases::handler_result> || ...);
  template <bool Void, class...>
  struct common_or_void : std::type_identity<void> {};
  template <class... Results>
  struct common_or_void<false, Results...> : std::common_type<Results...> {};
  using type = typename common_or_void<has_void, typename Cases::handler_result...>::type;
};

inline constexpr std::size_t case_limit = 32;

/// The cases of one select apart from their types: what is needed to wait for them. Not a template,
/// so that most of a select is compiled once and not for each combination of cases.
class case_list {
 public:
  /// A spent operation is a case that is never chosen.
  void add(operation& op, bool is_channel, bool is_spent) noexcept {
    if (!is_spent) {
      added_[operation_count_] = {&op, size_};
      operations_[operation_count_++] = &op;
      if (is_channel && first_channel_ == none) first_channel_ = size_;
    }
    ++size_;
  }

  void add(const deadline& limit) noexcept {
    if (limit < limit_) {  // One that never passes is never chosen.
      limit_ = limit;
      earliest_ = size_;
    }
    ++size_;
  }

  /// Waits. Returns the number of the chosen case: the operation's, or else the earliest of the
  /// timed ones.
  std::size_t choose(selection_order selection) {
    // Not known where select() is called: its parameters are all cases.
    STRAIT_RESUME_CALL(operation_count_ > 0 ? &operations_[0]->site : nullptr);
    const std::span operations(operations_, operation_count_);
    platform::checkpoint();
    waiter self;
    wait_round round(operations, scratch_, self, selection);
    const wait_result result = wait_loop(round).run(limit_);
    if (result.end == wait_end::time_up) return earliest_;
    if (result.end == wait_end::chosen) {
      std::size_t chosen = 0;
      while (added_[chosen].op != result.chosen) ++chosen;
      return added_[chosen].number;
    }
    // A thread that may not sleep reports that to the first operation, its only choice.
    if (first_channel_ != none) return first_channel_;
    raise<std::logic_error>("strait: select without a channel on a thread that may not wait");
  }

 private:
  static constexpr std::size_t none = case_limit;

  struct added {
    const operation* op;
    std::size_t number;  ///< Of its case.
  };

  added added_[case_limit];
  operation* operations_[case_limit];  ///< The same, in the order in which they are looked at.
  waitable* scratch_[case_limit];
  std::size_t size_ = 0;
  std::size_t operation_count_ = 0;
  std::size_t first_channel_ = none;
  std::size_t earliest_ = none;
  deadline limit_ = deadline::forever();
};

template <class Case>
void add_to(case_list& list, Case& each) {
  if constexpr (is_operation_case<Case>) {
    each.prepare();
    list.add(each.op, is_channel_case<Case>, each.is_spent());
  } else {
    list.add(each.limit);
  }
}

/// Finishes the case number `index`.
template <class Result, class Case, class... Others>
Result finish_case(std::size_t index, Case& first, Others&... others) {
  if constexpr (sizeof...(Others) > 0) {
    if (index > 0) return finish_case<Result>(index - 1, others...);
  }
  if constexpr (std::is_void_v<Result>) {
    static_cast<void>(first.finish());
  } else {
    return first.finish();
  }
}

template <class... Cases>
auto select_with(selection_order selection, Cases&... cases) {
  static_assert(sizeof...(Cases) > 0, "strait: a select needs at least one case");
  static_assert(sizeof...(Cases) <= case_limit,
                "strait: a select has at most 32 cases; use a selector");
  static_assert(
      (is_case<Cases> && ...),
      "strait: a case is made by on_recv, on_send, on_timeout, on_deadline, on_default or on_stop");
  using result = typename common_result<Cases...>::type;
  case_list list;
  (add_to(list, cases), ...);
  return finish_case<result>(list.choose(selection), cases...);
}

}  // namespace detail

/// A case that receives; `handler` is called with std::expected<T, recv_error>, and may be left
/// out. A temporary receiver is stored in the case; any other must outlive it.
/// Returns: the case, for select(); it can be passed directly, or stored in a variable and used
///          again.
/// Throws:  what moving `handler` throws.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   assert(tx.send(7));
///   const int got = strait::select(strait::on_recv(
///       rx, [](std::expected<int, strait::recv_error> message) { return message.value_or(0); }));
///   assert(got == 7);
template <class T, class Handler = detail::no_handler>
[[nodiscard]] auto on_recv(const receiver<T>& rx, Handler&& handler = {} STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::recv_case<T, const receiver<T>&, Handler>(rx, std::forward<Handler>(handler));
}

/// The same with a temporary receiver, such as a timer.
/// Returns: the case.
/// Throws:  what moving `handler` throws.
template <class T, class Handler = detail::no_handler>
[[nodiscard]] auto on_recv(receiver<T>&& rx, Handler&& handler = {} STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::recv_case<T, receiver<T>, Handler>(std::move(rx), std::forward<Handler>(handler));
}

/// A case that sends: what send() accepts, or a callable that makes it.
///
/// The source of the message decides when it is made and what `handler` is called with. `handler`
/// may be left out.
/// - An lvalue is moved from (const: copied) only when it is sent. An error is a send_errc: the
///   message is still in the lvalue. (One of type T that is trivially copyable is copied when the
///   wait begins, and left as it is.)
/// - An rvalue is stored in the case. An error is a send_error<T> that hands it back.
/// - A callable is called only when its message is certain to be sent. An error is a send_errc:
///   nothing was made. A callable that is itself a message, because T can hold it, is sent and not
///   called.
///
/// A handler of an lvalue or a callable that takes only a std::expected<void, send_error<T>> gets
/// the message nevertheless: it is moved out of the lvalue, or made for the handler.
/// Returns: the case, for select(). A case whose rvalue has been sent is spent: it is never ready
///          again. If the rvalue has not been sent, take() returns it.
/// Throws:  std::bad_alloc, what T's or the handler's move throws.
/// Example:
///   auto [tx, rx] = strait::bounded<std::string>(1);
///   std::string first = "first";
///   std::string second = "second";
///   strait::select(strait::on_send(tx, first));
///   strait::select(strait::on_send(tx, second), strait::on_default());  // full: not chosen
///   assert(first.empty() && second == "second" && rx.recv() == "first");
///   rx.close();
///   strait::select(strait::on_send(tx, second, [](std::expected<void, strait::send_errc> sent) {
///     assert(sent.error() == strait::send_errc::disconnected);
///   }));
///   assert(second == "second");
template <class T, class V = T, class Handler = detail::no_handler>
requires detail::message_for<V, T> || detail::factory_for<V, T>
[[nodiscard]] auto on_send(
    const sender<T>& tx, V&& source, Handler&& handler = {} STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::send_case<T, const sender<T>&, V, Handler>(tx, std::forward<V>(source),
                                                            std::forward<Handler>(handler));
}

/// What send() does not accept either.
template <class T, class V, class Handler = detail::no_handler>
requires(!detail::message_for<V, T> && !detail::factory_for<V, T>)
void on_send(const sender<T>& tx, V&& source, Handler&& handler = {})
    STRAIT_DELETE("strait: the message converts to the channel's T implicitly, as for send()");

/// The same with a temporary sender, which is stored in the case.
/// Returns: the case.
/// Throws:  std::bad_alloc, what T's or the handler's move throws.
template <class T, class V = T, class Handler = detail::no_handler>
requires detail::message_for<V, T> || detail::factory_for<V, T>
[[nodiscard]] auto on_send(sender<T>&& tx, V&& source, Handler&& handler = {} STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::send_case<T, sender<T>, V, Handler>(std::move(tx), std::forward<V>(source),
                                                     std::forward<Handler>(handler));
}

/// The case that is chosen when `duration` has passed, counted from this call, and no other is
/// ready. The duration may have any unit; zero or less: as on_default(); the largest: never. Of
/// several timed cases, the earliest counts.
/// Returns: the case, for select().
/// Throws:  what moving `handler` throws.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   bool late = false;
///   strait::select(strait::on_recv(rx), strait::on_timeout(1ms, [&] { late = true; }));
///   assert(late);
template <class Rep, class Period, class Handler = detail::no_handler>
[[nodiscard]] auto on_timeout(std::chrono::duration<Rep, Period> duration, Handler&& handler = {}) {
  return detail::time_case<Handler>(detail::deadline::after(duration),
                                    std::forward<Handler>(handler));
}

/// The case that is chosen when `moment` has passed and no other is ready: a time point of any
/// clock. A clock other than std::chrono::steady_clock is read once, here.
/// Returns: the case, for select().
/// Throws:  what moving `handler` throws.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   const auto moment = std::chrono::steady_clock::now() + 1ms;
///   strait::select(strait::on_recv(rx), strait::on_deadline(moment));
///   assert(std::chrono::steady_clock::now() >= moment);
template <class Clock, class Duration, class Handler = detail::no_handler>
[[nodiscard]] auto on_deadline(std::chrono::time_point<Clock, Duration> moment,
                               Handler&& handler = {}) {
  return detail::time_case<Handler>(detail::deadline::at(moment), std::forward<Handler>(handler));
}

/// The case that is chosen when no other is ready: the select does not wait.
/// Returns: the case, for select().
/// Throws:  what moving `handler` throws.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   assert(strait::select(strait::on_recv(rx, [](auto) { return 1; }),
///                         strait::on_default([] { return 2; })) == 2);
template <class Handler = detail::no_handler>
[[nodiscard]] auto on_default(Handler&& handler = {}) {
  return detail::time_case<Handler>(detail::deadline::immediate(), std::forward<Handler>(handler));
}

/// The case that is ready once a stop is requested. It competes fairly with other ready cases, so
/// that a stop also ends a loop whose channels are never idle. (In select_biased, write it first to
/// give it priority.)
/// Returns: the case, for select().
/// Throws:  what moving `handler` throws.
/// Cost:    one registration with the token, when the case is made.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   std::stop_source source;
///   source.request_stop();
///   const bool stopped = strait::select(strait::on_recv(rx, [](auto) { return false; }),
///                                       strait::on_stop(source.get_token(), [] { return true; }));
///   assert(stopped);
template <class Handler = detail::no_handler>
[[nodiscard]] auto on_stop(const stop_token& stop, Handler&& handler = {} STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::stop_case<Handler>(stop, std::forward<Handler>(handler));
}

/// Waits until a case is ready, does it and calls its handler. Up to 32 cases; if several are
/// ready, each is equally likely. A disconnected channel makes its case ready, with an error. Cases
/// that are not chosen are left untouched.
/// Blocks:  until a case is ready; never with on_default; at most until the earliest timed case.
/// Returns: what the chosen case's handler returns, as the common type of all handlers' results;
///          nothing if one of them returns nothing.
/// Throws:  what a handler or a message's factory, move or copy throws; std::bad_alloc;
///          std::logic_error if all cases are spent and the thread may not sleep.
/// Order:   one step: exactly one case happens, as if its operation had been called alone.
/// Cost:    O(cases): up to three locks for each channel when it has to wait; no allocation.
/// Example:
///   auto [jobs, job_rx] = strait::bounded<int>(1);
///   auto [quit, quit_rx] = strait::bounded<int>(1);
///   assert(jobs.send(7));
///   const int job = strait::select(
///       strait::on_recv(job_rx, [](auto message) { return message.value_or(-1); }),
///       strait::on_recv(quit_rx, [](auto) { return 0; }),
///       strait::on_timeout(10s, [] { return -2; }));
///   assert(job == 7);
template <class... Cases>
auto select(Cases&&... cases) {
  return detail::select_with(detail::selection_order::fair, cases...);
}

/// As select(), but if several cases are ready, it does the first in the order written.
/// Blocks:  as select().
/// Returns: as select().
/// Throws:  as select().
/// Order:   as select().
/// Cost:    as select().
/// Example:
///   auto [urgent, urgent_rx] = strait::bounded<int>(1);
///   auto [usual, usual_rx] = strait::bounded<int>(1);
///   assert(usual.send(1) && urgent.send(2));
///   const auto get = [](auto message) { return message.value_or(0); };
///   assert(strait::select_biased(strait::on_recv(urgent_rx, get),
///                                strait::on_recv(usual_rx, get)) == 2);
template <class... Cases>
auto select_biased(Cases&&... cases) {
  return detail::select_with(detail::selection_order::in_order, cases...);
}

STRAIT_END
