// selector.hpp — a reusable select over channels known only at run time.
//
//   strait::selector<int> s;
//   for (auto& rx : receivers) s.recv(rx, [](std::expected<int, strait::recv_error> m) { … });
//   s.send(tx, 42, [](std::expected<void, strait::send_error<int>> r) { … });
//   const std::size_t id = s.last();      s.remove(id);
//   int r = s.wait();                     std::optional<int> r = s.try_wait(), s.wait_for(1s), …
//   std::size_t id = s.ready();           a case that is ready; does nothing else
//
// A selector stores a handle for each of its cases; these count as handles of their channels until
// the case is removed or the selector is destroyed. A value to be sent is stored in the selector
// until it is sent or handed back by an error; its case is then spent. A callable's case stays.
//
// Between waits, the cases stay in their channels' queues. So a wait costs what has happened in the
// channels, not what cases there are; but nobody sends to a selector that does not wait.
//
// One selector is used by one thread at a time. Handlers may add and remove cases, including their
// own.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <strait/base/deadline.hpp>
#include <strait/base/type_identity.hpp>
#include <strait/select_case.hpp>
#include <strait/selector_cases.hpp>

STRAIT_BEGIN
namespace detail {

/// One case of a selector whose handlers return an R.
template <class R>
struct selector_case : any_selector_case {
  using any_selector_case::any_selector_case;
  virtual R finish() = 0;  ///< Calls its handler.
};

template <class R, class T, class Handler>
struct selector_recv final : selector_case<R> {
  static_assert(handles_received<T, Handler>,
                "strait: the handler of this case takes a std::expected<T, strait::recv_error>");
  static_assert(returns<R, Handler, std::expected<T, recv_error>>,
                "strait: the handler of this case returns what the selector does");

  selector_recv(std::size_t number, receiver<T> from, Handler f)
      : selector_case<R>(number, access::handle_of(from).get(), direction::receive,
                         type_identity::of<T>()),
        rx(std::move(from)),
        handler(std::move(f)) {}

  void prepare() override { this->op.set_message(message.address()); }
  R finish() override { return static_cast<R>(finish_receive<T>(this->op, message, handler)); }

  receiver<T> rx;
  Handler handler;
  incoming<T> message;
};

template <class R, class T, class Source, class Handler>
struct selector_send final : selector_case<R> {
  using told = typename told_of_send<T, Source, Handler>::type;
  static_assert(
      std::is_invocable_v<Handler&, told>,
      "strait: the handler of this case takes a std::expected<void, strait::send_error<T>>; "
      "that of a callable, a std::expected<void, strait::send_errc>");
  static_assert(returns<R, Handler, told>,
                "strait: the handler of this case returns what the selector does");

  selector_send(std::size_t number, sender<T> to, Source from, Handler f)
      : selector_case<R>(number, access::handle_of(to).get(), direction::send,
                         type_identity::of<T>()),
        tx(std::move(to)),
        source(std::move(from), this->op),
        handler(std::move(f)) {}

  R finish() override { return static_cast<R>(finish_send<T, told>(this->op, source, handler)); }
  bool spent_by_finish() const noexcept override { return kept_at_once<Source, T>; }

  sender<T> tx;
  message_source<T, Source> source;
  Handler handler;
};

}  // namespace detail

/// A select whose cases are added at run time and stay for the next wait. R is what its handlers
/// return. Moved, not copied; used by one thread at a time.
template <class R = void>
class selector {
 public:
  /// What the forms that may find nothing return.
  using maybe = std::conditional_t<std::is_void_v<R>, bool, std::optional<R>>;

  selector() = default;
  selector(const selector&) = delete;
  selector& operator=(const selector&) = delete;
  selector(selector&&) noexcept = default;
  selector& operator=(selector&&) noexcept = default;
  ~selector() = default;

  /// Adds a case that receives. `handler(std::expected<T, recv_error>)` returns an R; it may be
  /// left out where R is void. The selector keeps the receiver. The case of a disconnected channel
  /// stays and is always ready; its handler may remove it.
  /// Returns: this selector; last() has the case's id.
  /// Throws:  std::bad_alloc, what moving `handler` throws; then nothing was added.
  /// Cost:    O(log cases); a few allocations.
  /// Example:
  ///   std::vector<strait::channel<int>> lines(3);
  ///   for (auto& line : lines) line = strait::bounded<int>(1);
  ///   strait::selector<int> any;
  ///   for (auto& [tx, rx] : lines) any.recv(rx, [](auto message) { return message.value_or(0); });
  ///   assert(lines[1].tx.send(7));
  ///   assert(any.wait() == 7);
  template <class T, class Handler = detail::no_handler>
  selector& recv(receiver<T> rx, Handler handler = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    add<detail::selector_recv<R, T, Handler>>(std::move(rx), std::move(handler));
    return *this;
  }

  /// Adds a case that sends a value that send() accepts, or what a callable returns once the case
  /// is chosen. `handler` returns an R; it may be left out where R is void. For a value it takes a
  /// std::expected<void, send_error<T>>, and the case is spent when the value has been sent, or
  /// handed back to the handler by an error. For a callable it takes a
  /// std::expected<void, send_errc>, and the case stays. The selector keeps the sender.
  /// Returns: this selector; last() has the case's id.
  /// Throws:  std::bad_alloc, what moving the value or `handler` throws; then nothing was added.
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(2);
  ///   strait::selector<> out;
  ///   out.send(tx, [n = 0]() mutable { return ++n; });
  ///   out.wait();
  ///   out.wait();
  ///   assert(rx.recv() == 1 && rx.recv() == 2);
  template <class T, class V = T, class Handler = detail::no_handler>
  requires detail::converts_to<V, T> || detail::factory_for<V, T>
  selector& send(sender<T> tx, V&& source, Handler handler = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    if constexpr (detail::factory_for<V, T>) {
      using kept = std::decay_t<V>;
      add<detail::selector_send<R, T, kept, Handler>>(std::move(tx), kept(std::forward<V>(source)),
                                                      std::move(handler));
    } else {
      add<detail::selector_send<R, T, T, Handler>>(std::move(tx), std::forward<V>(source),
                                                   std::move(handler));
    }
    return *this;
  }

  /// What send() does not accept either.
  template <class T, class V, class Handler = detail::no_handler>
  requires(!detail::converts_to<V, T> && !detail::factory_for<V, T>)
  void send(const sender<T>& tx, V&& source, Handler handler = {})
      STRAIT_DELETE("strait: the message converts to the channel's T implicitly, as for send()");

  /// The id of the case added last; 0: none was added yet. Ids are not reused.
  /// Example:
  ///   strait::selector<> cases;
  ///   assert(cases.last() == 0);
  ///   cases.recv(strait::never<int>());
  ///   assert(cases.last() == 1);
  [[nodiscard]] std::size_t last() const noexcept { return cases_.last(); }

  /// Removes a case and destroys its value. An unknown or spent id does nothing. A handler may
  /// remove any case, including its own.
  /// Throws:  nothing, unless a destructor does.
  /// Cost:    O(log cases), one lock; O(cases) for a timer, or a case that is ready or new.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<> cases;
  ///   cases.recv(rx);
  ///   assert(rx.receiver_count() == 2);
  ///   cases.remove(cases.last());
  ///   assert(rx.receiver_count() == 1 && !cases.try_wait());
  void remove(std::size_t id) { cases_.remove(id); }

  /// Takes back the value of a case that was added with send(tx, value), after an unsuccessful
  /// wait; the case is then spent.
  /// Returns: the value; none: an unknown or spent id, a callable's case, or not a T.
  /// Throws:  what T's move throws.
  /// Cost:    as remove().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<std::string>(0);
  ///   strait::selector<> out;
  ///   out.send(tx, std::string("nobody takes it"));
  ///   assert(!out.wait_for(1ms));
  ///   assert(out.take<std::string>(out.last()) == "nobody takes it");
  template <class T>
  [[nodiscard]] std::optional<T> take(std::size_t id) {
    const case_ptr found = cases_.with_id(id);
    if (found == nullptr || found->message_type != detail::type_identity::of<T>()) {
      return std::nullopt;
    }
    cases_.withdraw(*found);
    std::optional<T> value = detail::take_unsent<T>(found->op);
    if (value) remove(id);
    return value;
  }

  /// Waits until a case is ready, does it and calls its handler. If several are ready, each is
  /// equally likely.
  /// Blocks:  until a case is ready.
  /// Returns: what its handler returns.
  /// Throws:  std::logic_error without a case; what handlers, factories and moves throw;
  ///          std::bad_alloc.
  /// Order:   one step: exactly one case happens, as if its operation had been called alone.
  /// Cost:    up to two locks for each case that is new, or in whose channel something has happened
  ///          since the last wait; nothing for the others. O(cases) for the first wait() after a
  ///          ready(), and the reverse. No allocation, unless T's move may throw.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<std::string> cases;
  ///   cases.recv(rx, [](auto message) { return std::to_string(message.value_or(0)); });
  ///   for (int i = 1; i <= 3; ++i) assert(tx.send(i) && cases.wait() == std::to_string(i));
  R wait(STRAIT_CALL_SITE_ONLY) {
    STRAIT_TRACE_CALL;
    cases_.require_one();
    const case_ptr chosen = cases_.wait({.stop = {}}, false);
    return finish(chosen);
  }

  /// Waits until a case is ready, or a stop is requested, and does it. A ready case wins over a
  /// stop.
  /// Blocks:  as wait(), until the stop.
  /// Returns: what its handler returns; none (false if R is void): a stop was requested, or there
  ///          is no case, or it would have to wait on a thread that may not sleep.
  /// Throws:  as try_wait().
  /// Order:   as wait().
  /// Cost:    as wait(), and one registration with the token.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<> cases;
  ///   cases.recv(rx);
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(!cases.wait(source.get_token()));
  ///   assert(tx.send(7) && cases.wait(source.get_token()));
  maybe wait(const stop_token& stop STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return finish_if_found({stop});
  }

  /// Does one case if any is ready now.
  /// Blocks:  never.
  /// Returns: what its handler returns; none (false if R is void): no case was ready.
  /// Throws:  what handlers, factories and moves throw; std::bad_alloc.
  /// Order:   as wait().
  /// Cost:    as wait(), without the waiting.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<int> cases;
  ///   cases.recv(rx, [](auto message) { return message.value_or(0); });
  ///   assert(cases.try_wait() == std::nullopt);
  ///   assert(tx.send(7) && cases.try_wait() == 7);
  maybe try_wait(STRAIT_CALL_SITE_ONLY) {
    STRAIT_TRACE_CALL;
    return finish_if_found({.stop = {}, .moment = detail::deadline::immediate()});
  }

  /// Waits until a case is ready, for at most `duration`, and does it. The duration may have any
  /// unit; zero or less does not wait; the largest waits for ever. `stop` ends the wait earlier.
  /// Blocks:  until a case is ready or the time is up; then it tries once more.
  /// Returns: what its handler returns; none (false if R is void): no case was ready in time.
  /// Throws:  as try_wait().
  /// Order:   as wait().
  /// Cost:    as wait().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<> cases;
  ///   cases.recv(rx);
  ///   assert(!cases.wait_for(1ms));
  ///   assert(tx.send(7) && cases.wait_for(1ms));
  template <class Rep, class Period>
  maybe wait_for(
      std::chrono::duration<Rep, Period> duration, const stop_token& stop = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return finish_if_found({stop, detail::deadline::after(duration)});
  }

  /// Waits until a case is ready, until `moment` at the latest, and does it. A time point of any
  /// clock; one other than std::chrono::steady_clock is read once, now. `stop` ends the wait
  /// earlier.
  /// Blocks:  as wait_for().
  /// Returns: as wait_for().
  /// Throws:  as try_wait().
  /// Order:   as wait().
  /// Cost:    as wait().
  /// Example:
  ///   strait::selector<> cases;
  ///   cases.recv(strait::never<int>());
  ///   const auto moment = std::chrono::steady_clock::now() + 1ms;
  ///   assert(!cases.wait_until(moment) && std::chrono::steady_clock::now() >= moment);
  template <class Clock, class Duration>
  maybe wait_until(
      std::chrono::time_point<Clock, Duration> moment,
      const stop_token& stop = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return finish_if_found({stop, detail::deadline::at(moment)});
  }

  /// Waits until a case is ready, but does nothing; another thread may be faster in using it.
  /// Blocks:  until a case is ready.
  /// Returns: the id of the case.
  /// Throws:  std::logic_error without a case; std::bad_alloc.
  /// Order:   nothing is received or sent, so nothing becomes visible.
  /// Cost:    as wait().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<> cases;
  ///   const std::size_t from_rx = cases.recv(rx).last();
  ///   const std::size_t to_tx = cases.send(tx, 7).last();
  ///   assert(cases.ready() == to_tx && tx.empty());  // there is room; nothing was sent
  ///   assert(from_rx != to_tx);
  [[nodiscard]] std::size_t ready(STRAIT_CALL_SITE_ONLY) {
    STRAIT_TRACE_CALL;
    cases_.require_one();
    return cases_.wait({.stop = {}}, true)->id;
  }

  /// Waits until a case is ready, or a stop is requested; does nothing else.
  /// Blocks:  as wait(stop).
  /// Returns: the id of the case; none: as wait(stop).
  /// Throws:  std::bad_alloc.
  /// Order:   as ready().
  /// Cost:    as wait(stop).
  /// Example:
  ///   strait::selector<> cases;
  ///   cases.recv(strait::never<int>());
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(!cases.ready(source.get_token()));
  [[nodiscard]] std::optional<std::size_t> ready(const stop_token& stop STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return id_if_found({stop});
  }

  /// Returns a case that is ready now; does nothing else.
  /// Blocks:  never.
  /// Returns: the id of the case; none: no case was ready.
  /// Throws:  std::bad_alloc.
  /// Order:   as ready().
  /// Cost:    as wait(), without the waiting.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::selector<> cases;
  ///   cases.recv(rx);
  ///   assert(cases.try_ready() == std::nullopt);
  ///   assert(tx.send(7) && cases.try_ready() == cases.last() && rx.size() == 1);
  [[nodiscard]] std::optional<std::size_t> try_ready(STRAIT_CALL_SITE_ONLY) {
    STRAIT_TRACE_CALL;
    return id_if_found({.stop = {}, .moment = detail::deadline::immediate()});
  }

  /// Waits until a case is ready, for at most `duration`; does nothing else.
  /// Blocks:  as wait_for().
  /// Returns: the id of the case; none: no case was ready in time.
  /// Throws:  std::bad_alloc.
  /// Order:   as ready().
  /// Cost:    as wait().
  /// Example:
  ///   strait::selector<> cases;
  ///   cases.recv(strait::after(1ms));
  ///   assert(cases.ready_for(10s) == cases.last());
  template <class Rep, class Period>
  [[nodiscard]] std::optional<std::size_t> ready_for(
      std::chrono::duration<Rep, Period> duration, const stop_token& stop = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return id_if_found({stop, detail::deadline::after(duration)});
  }

  /// Waits until a case is ready, until `moment` at the latest; does nothing else. A time point of
  /// any clock, as for wait_until().
  /// Blocks:  as wait_for().
  /// Returns: the id of the case; none: no case was ready in time.
  /// Throws:  std::bad_alloc.
  /// Order:   as ready().
  /// Cost:    as wait().
  /// Example:
  ///   strait::selector<> cases;
  ///   cases.recv(strait::never<int>());
  ///   assert(!cases.ready_until(std::chrono::steady_clock::now() + 1ms));
  template <class Clock, class Duration>
  [[nodiscard]] std::optional<std::size_t> ready_until(
      std::chrono::time_point<Clock, Duration> moment,
      const stop_token& stop = {} STRAIT_CALL_SITE) {
    STRAIT_TRACE_CALL;
    return id_if_found({stop, detail::deadline::at(moment)});
  }

 private:
  using case_ptr = detail::selector_cases::case_ptr;

  template <class Case, class... Parts>
  void add(Parts&&... parts) {
    cases_.add(std::make_shared<Case>(cases_.next(), std::forward<Parts>(parts)...));
  }

  R finish(const case_ptr& chosen) {
    if (chosen->spent_by_finish()) cases_.remove(chosen->id);
    return static_cast<detail::selector_case<R>&>(*chosen).finish();
  }

  maybe finish_if_found(const detail::stop_or_deadline& limit) {
    const case_ptr chosen = cases_.wait(limit, false);
    if (chosen == nullptr) return maybe();
    if constexpr (std::is_void_v<R>) {
      finish(chosen);
      return true;
    } else {
      return finish(chosen);
    }
  }

  std::optional<std::size_t> id_if_found(const detail::stop_or_deadline& limit) {
    const case_ptr chosen = cases_.wait(limit, true);
    if (chosen == nullptr) return std::nullopt;
    return chosen->id;
  }

  detail::selector_cases cases_;
};

STRAIT_END
