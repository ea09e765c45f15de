// sender.hpp — the sending side of a channel.
//
//   template <class T> class sender;        // copies are handles on the same channel
//   template <class T> class weak_sender;   // does not keep the sending side alive
//
// A sender is *empty* when default-constructed or moved from. It then behaves like a sender of a
// closed channel: every send fails with `disconnected` and hands its message back.
//
// Memory ordering: what a thread did before it called a send that succeeded is visible to the
// thread that receives that message, after it has received it.
//
// Threads: all members are const and may be called by several threads on one object; assigning to,
// moving from or destroying that object at the same time is a data race.
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/endpoint.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/grant.hpp>
#include <strait/flavor/send.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN

/// How many messages send_many() sent.
struct [[nodiscard]] batch_result {
  std::size_t count = 0;           ///< Messages sent; the elements from here on are untouched.
  std::optional<send_errc> error;  ///< Why not all of them; none: all were sent.
};

/// The sending side of a channel. Copies are additional handles on the same channel. When the last
/// one is gone, receivers drain the channel and then get `disconnected`.
template <class T>
class sender : public detail::endpoint<detail::direction::send> {
 public:
  using value_type = typename detail::checked_message<T>::type;
  using result = std::expected<void, send_error<T>>;

  /// An empty handle.
  sender() noexcept = default;

  /// Sends `message`, waiting while the channel is full.
  /// Blocks:  until there is room, or a receiver takes it (rendezvous), or no receiver is left.
  /// Returns: sent; or `disconnected` with the message; or `would_block` with it, if it would have
  ///          to wait and the thread may not sleep (a browser's main thread).
  /// Throws:  std::bad_alloc, what T's move throws; then nothing was sent.
  /// Order:   messages of one thread arrive in the order sent. What the thread did before is
  ///          visible to the thread that has received the message.
  /// Cost:    O(1): one lock; two moves of T until it is received. One allocation if moving a T
  ///          may run code of the program's, or T is larger than 128 bytes.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<std::string>(1);
  ///   assert(tx.send("kept until it is received"));
  ///   rx.close();
  ///   auto sent = tx.send("nobody can receive this");
  ///   assert(sent.error().code == strait::send_errc::disconnected);
  ///   assert(sent.error().value == "nobody can receive this");
  [[nodiscard]] result send(T message STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_message(std::move(message), detail::deadline::forever(), send_errc::would_block);
  }

  /// Sends `message`, waiting until `stop` is requested at the latest. If there is room, the
  /// message is sent even after a stop.
  /// Blocks:  as send(message), until the stop.
  /// Returns: sent; or `stopped`, `disconnected` or `would_block` with the message.
  /// Throws:  as send(message).
  /// Order:   as send(message).
  /// Cost:    as send(message); one registration with the token if it has to wait.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(tx.send(1, source.get_token()));  // there was room
  ///   assert(tx.send(2, source.get_token()).error().code == strait::send_errc::stopped);
  [[nodiscard]] result send(T message, const stop_token& stop STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_message(std::move(message), detail::stop_or_deadline{stop}, send_errc::stopped);
  }

  /// Sends `message` if it can do so without waiting.
  /// Blocks:  never.
  /// Returns: sent; or `full` or `disconnected` with the message. A rendezvous is `full` unless a
  ///          receiver is waiting.
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.try_send(1));
  ///   auto refused = tx.try_send(2);
  ///   assert(refused.error().code == strait::send_errc::full && refused.error().value == 2);
  [[nodiscard]] result try_send(T message STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_message(std::move(message), detail::deadline::immediate(), send_errc::full);
  }

  /// Sends `message`, waiting for at most `duration`, or until `stop` is requested. The duration
  /// may have any unit; zero or less does not wait; the largest waits for ever.
  /// Blocks:  as send(), until the time is up; then it tries once more.
  /// Returns: sent; or `timeout`, `stopped`, `disconnected` or `would_block` with the message.
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(0);  // a rendezvous, and no receiver comes
  ///   auto sent = tx.send_for(7, 1ms);
  ///   assert(sent.error().code == strait::send_errc::timeout && sent.error().value == 7);
  template <class Rep, class Period>
  [[nodiscard]] result send_for(
      T message, std::chrono::duration<Rep, Period> duration,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_message(std::move(message),
                        detail::stop_or_deadline{stop, detail::deadline::after(duration)},
                        send_errc::timeout);
  }

  /// Sends `message`, waiting until `moment` at the latest: a time point of any clock. A moment in
  /// the past does not wait; the largest waits for ever. A clock other than
  /// std::chrono::steady_clock is read once, now: setting it later does not move the limit. `stop`
  /// ends the wait earlier.
  /// Blocks:  as send(), until `moment`; then it tries once more.
  /// Returns: sent; or `timeout`, `stopped`, `disconnected` or `would_block` with the message.
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const auto soon = std::chrono::steady_clock::now() + 1ms;
  ///   assert(tx.send_until(1, soon));
  ///   assert(tx.send_until(2, soon).error().code == strait::send_errc::timeout);
  template <class Clock, class Duration>
  [[nodiscard]] result send_until(
      T message, std::chrono::time_point<Clock, Duration> moment,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_message(std::move(message),
                        detail::stop_or_deadline{stop, detail::deadline::at(moment)},
                        send_errc::timeout);
  }

  /// Sends what `make()` returns, which is called only once the message is certain to be sent: for
  /// messages that are costly to build.
  /// Blocks:  as send(), until `stop` is requested. A receiver that was matched in a rendezvous
  ///          waits for `make`.
  /// Returns: sent; or `stopped`, `disconnected` or `would_block`, and `make` was not called.
  /// Throws:  what `make` throws, std::bad_alloc; then nothing was sent and the place is free
  ///          again.
  /// Order:   its place in the channel is determined when `make` returns.
  /// Cost:    as send(), plus one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<std::string>(1);
  ///   assert(tx.send_with([] { return std::string(3, 'x'); }));
  ///   assert(rx.recv() == "xxx");
  ///   rx.close();
  ///   auto sent = tx.send_with([]() -> std::string { std::abort(); });  // not called
  ///   assert(sent.error() == strait::send_errc::disconnected);
  template <class Make>
  requires std::is_invocable_r_v<T, Make>
  [[nodiscard]] std::expected<void, send_errc> send_with(
      Make&& make, const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_made(std::forward<Make>(make), detail::stop_or_deadline{stop}, send_errc::stopped);
  }

  /// Sends what `make()` returns if it can do so without waiting.
  /// Blocks:  never, except in `make` itself.
  /// Returns: sent; or `full` or `disconnected`, and `make` was not called.
  /// Throws:  as send_with().
  /// Order:   as send_with().
  /// Cost:    as send_with().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   int made = 0;
  ///   assert(tx.try_send_with([&] { return ++made; }));
  ///   assert(tx.try_send_with([&] { return ++made; }).error() == strait::send_errc::full);
  ///   assert(made == 1);
  template <class Make>
  requires std::is_invocable_r_v<T, Make>
  [[nodiscard]] std::expected<void, send_errc> try_send_with(Make&& make STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_made(std::forward<Make>(make), detail::deadline::immediate(), send_errc::full);
  }

  /// Sends the elements of any input range one after the other, moving each out of the range once
  /// its place is certain (copying it if the element is const). Elements may be of any type that
  /// send() accepts.
  /// Blocks:  as send(), for each, until `stop` is requested.
  /// Returns: how many were sent, and why it stopped there. The remaining elements are untouched; a
  ///          range that yields values loses at most one.
  /// Throws:  what the range, T's move or copy throws, std::bad_alloc; the elements before it have
  ///          been sent.
  /// Order:   that of the range; messages of other senders may come in between.
  /// Cost:    as send_with(), for each.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<std::string>(8);
  ///   std::vector<std::string> words{"move", "us", "out"};
  ///   const strait::batch_result sent = tx.send_many(words);
  ///   assert(sent.count == 3 && !sent.error && words[0].empty());
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_rvalue_reference_t<Range>, T>
  batch_result send_many(Range&& messages, const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    batch_result sent;
    const auto end = std::ranges::end(messages);
    for (auto each = std::ranges::begin(messages); each != end; ++each) {
      const auto one = send_made([&each]() -> T { return std::ranges::iter_move(each); },
                                 detail::stop_or_deadline{stop}, send_errc::stopped);
      if (!one) {
        sent.error = one.error();
        break;
      }
      ++sent.count;
    }
    return sent;
  }

  /// Sends `message`; if a bounded channel is full, its oldest message makes room.
  /// Blocks:  never.
  /// Returns: the displaced message, or none; or `disconnected` with `message`; or `full` with it
  ///          if there is no message to displace: in a rendezvous without a waiting receiver, or if
  ///          all places belong to senders that are still making their messages.
  /// Throws:  as send(); also what T's move throws when the displaced message is returned; that
  ///          message is then lost.
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(2);
  ///   for (int reading = 1; reading <= 5; ++reading) assert(tx.force_send(reading));
  ///   assert(rx.recv() == 4 && rx.recv() == 5);
  ///   assert(rx.displaced_count() == 3);
  [[nodiscard]] std::expected<std::optional<T>, send_error<T>> force_send(
      T message STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    using forced = std::expected<std::optional<T>, send_error<T>>;
    platform::checkpoint();
    detail::outgoing<T> going = into_outgoing(std::move(message));
    detail::operation op(&this->channel(), detail::direction::send, &going.message());
    op.id = going.id();
    op.displaces = true;
    const detail::wait_result waited = detail::wait_for(op, detail::deadline::immediate());
    if (op.state() == detail::operation_state::done) {
      if (!op.has_message()) return forced();
      return forced(std::in_place, std::in_place, std::move(going.value()));
    }
    return forced(std::unexpect, detail::why_not_sent(waited, send_errc::full),
                  std::move(going.value()));
  }

  /// Swaps the channels of two senders.
  /// Example:
  ///   auto [jobs, job_rx] = strait::bounded<int>(1);
  ///   auto [alarms, alarm_rx] = strait::bounded<int>(2);
  ///   swap(jobs, alarms);
  ///   assert(same_channel(jobs, alarm_rx) && same_channel(alarms, job_rx));
  ///   jobs.swap(alarms);
  ///   assert(same_channel(jobs, job_rx) && same_channel(alarms, alarm_rx));
  void swap(sender& other) noexcept { this->swap_channels(other); }
  /// As a.swap(b).
  friend void swap(sender& a, sender& b) noexcept { a.swap(b); }

  /// Whether both are senders of the same channel. Empty handles are equal.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::sender<int> another = tx;
  ///   assert(another == tx && tx != strait::sender<int>());
  friend bool operator==(const sender& a, const sender& b) noexcept {
    return detail::access::handle_of(a) == detail::access::handle_of(b);
  }
  /// Orders by channel, in the order in which channels were made (id()); empty handles come first.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [first_tx, first_rx] = strait::bounded<int>(1);
  ///   auto [second_tx, second_rx] = strait::bounded<int>(1);
  ///   std::map<strait::sender<int>, std::string> names{
  ///       {second_tx, "second"}, {first_tx, "first"}};
  ///   assert(names.begin()->second == "first" && names.at(second_tx) == "second");
  friend std::strong_ordering operator<=>(const sender& a, const sender& b) noexcept {
    return detail::access::handle_of(a) <=> detail::access::handle_of(b);
  }

 private:
  friend struct detail::access;
  explicit sender(detail::handle<detail::direction::send> counted) noexcept
      : endpoint(std::move(counted)) {}

  static detail::outgoing<T> into_outgoing(T&& message) {
    static_assert(std::move_constructible<T>, "strait: a message must be movable");
    return detail::outgoing<T>([&]() -> T&& { return std::move(message); });
  }

  template <class Limit>
  result send_message(T&& message, const Limit& limit, send_errc time_up) const {
    static_assert(std::move_constructible<T>, "strait: a message must be movable");
    if (!*this) return result(std::unexpect, send_errc::disconnected, std::move(message));
    detail::slot_channel& channel = detail::engine_of(this->channel());
    // Errors are built in place: a large message must not stand on the stack several times.
    if constexpr (detail::is_boxed<T>) {
      detail::outgoing<T> going = into_outgoing(std::move(message));
      const auto error = detail::send(channel, going.message(), going.id(), limit, time_up);
      if (!error) return {};
      return result(std::unexpect, *error, std::move(going.value()));
    } else {
      tracer::message_id id;
      tracer::boxed(id, message);
      const auto error = detail::send(channel, message, id, limit, time_up);
      if (!error) return {};
      return result(std::unexpect, *error, std::move(message));
    }
  }

  template <class Make, class Limit>
  std::expected<void, send_errc> send_made(Make&& make, const Limit& limit,
                                           send_errc time_up) const {
    platform::checkpoint();
    detail::operation op(&this->channel(), detail::direction::send);
    const detail::wait_result waited = detail::wait_for(op, limit);
    if (waited.end != detail::wait_end::chosen ||
        op.state() == detail::operation_state::disconnected) {
      return std::unexpected(detail::why_not_sent(waited, time_up));
    }
    detail::complete<T>(op, [&]() -> T { return std::invoke(std::forward<Make>(make)); });
    return {};
  }
};

/// A handle that does not count as a sender: it does not keep the channel connected. lock() returns
/// a counted sender while any is left.
template <class T>
class weak_sender {
 public:
  /// A weak handle without a channel; lock() returns none.
  weak_sender() noexcept = default;

  /// A weak handle of the channel of `strong`.
  explicit weak_sender(const sender<T>& strong) noexcept
      : handle_(detail::access::handle_of(strong)) {
    tracer::weakened(handle_.get());
  }

  /// A counted sender of the channel.
  /// Returns: none once the last sender is gone, or for an empty handle.
  /// Cost:    O(1), one compare-and-swap; no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::weak_sender<int> weak(tx);
  ///   assert(rx.sender_count() == 1 && weak.lock()->send(7));
  ///   tx = {};  // the last one goes: the channel is disconnected
  ///   assert(!weak.lock() && rx.recv() == 7);
  [[nodiscard]] std::optional<sender<T>> lock() const noexcept {
    auto strong = handle_.lock();
    if (!strong) return std::nullopt;
    return detail::access::make<sender<T>>(std::move(*strong));
  }

  /// The number of the channel, as sender::id(), even after its last sender is gone; 0: no channel.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(strait::weak_sender<int>(tx).id() == tx.id());
  [[nodiscard]] std::uint64_t id() const noexcept { return handle_.id(); }

  /// Whether both belong to the same channel.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::weak_sender<int> weak(tx);
  ///   assert(weak == strait::weak_sender<int>(tx) && weak != strait::weak_sender<int>());
  friend bool operator==(const weak_sender&, const weak_sender&) = default;
  /// As the order of senders.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(strait::weak_sender<int>() < strait::weak_sender<int>(tx));
  friend std::strong_ordering operator<=>(const weak_sender&, const weak_sender&) = default;

 private:
  detail::weak_handle<detail::direction::send> handle_;
};

STRAIT_END

/// By channel, as ==.
template <class T>
struct std::hash<strait::sender<T>> : strait::detail::hash_of_id {};

/// By channel, as ==.
template <class T>
struct std::hash<strait::weak_sender<T>> : strait::detail::hash_of_id {};
