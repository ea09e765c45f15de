// receiver.hpp — the receiving side of a channel.
//
//   template <class T> class receiver;        // copies are handles on the same channel
//   template <class T> class weak_receiver;   // does not keep the receiving side alive
//
// Each message goes to exactly one receiver. A receiver is an input range: `for (T& message : rx)`
// receives until the channel is disconnected. An *empty* receiver (default-constructed or moved
// from) behaves like one of a closed, drained channel: every receive fails with `disconnected`.
//
// Memory ordering: what a thread did before it sent a message is visible to the thread that has
// received it.
//
// Threads: all members are const and may be called by several threads on one object; assigning to,
// moving from or destroying that object at the same time is a data race.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/endpoint.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/receive.hpp>
#include <strait/message_range.hpp>

STRAIT_BEGIN

/// The receiving side of a channel. Copies are additional handles on the same channel; each message
/// goes to one of them. When the last one is gone, senders get `disconnected` at once, and the
/// messages in the channel are destroyed.
template <class T>
class receiver : public detail::endpoint<detail::direction::receive> {
 public:
  using value_type = typename detail::checked_message<T>::type;
  using result = std::expected<T, recv_error>;
  using iterator = detail::message_iterator<T, detail::weak_handle<detail::direction::receive>,
                                            detail::by_waiting>;

  /// An empty handle.
  receiver() noexcept = default;

  /// Receives the next message, waiting for one.
  /// Blocks:  until there is one, or none can come.
  /// Returns: the message; or `disconnected` once the channel is closed or without senders, and
  ///          drained; or `would_block`, if it would have to wait and the thread may not sleep (a
  ///          browser's main thread).
  /// Throws:  what T's move throws; the message is then back at the front of the channel.
  /// Order:   first in, first out; several receivers share the messages. What the sender did
  ///          before it sent the message is visible.
  /// Cost:    O(1): one lock. Frees a box if sending needed one.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   std::thread producer([&] { assert(tx.send(7)); });
  ///   assert(rx.recv() == 7);
  ///   producer.join();
  ///   tx.close();
  ///   assert(rx.recv().error() == strait::recv_error::disconnected);
  [[nodiscard]] result recv(STRAIT_CALL_SITE_ONLY) const {
    STRAIT_TRACE_CALL;
    return recv_within(detail::deadline::forever(), recv_error::would_block);
  }

  /// Receives the next message, waiting until `stop` is requested at the latest. An available
  /// message wins over a stop.
  /// Blocks:  as recv(), until the stop.
  /// Returns: the message; or `stopped`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv(); one registration with the token if it has to wait.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.send(7));
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(rx.recv(source.get_token()) == 7);
  ///   assert(rx.recv(source.get_token()).error() == strait::recv_error::stopped);
  [[nodiscard]] result recv(const stop_token& stop STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return recv_within(detail::stop_or_deadline{stop}, recv_error::stopped);
  }

  /// Receives the next message if it can do so without waiting.
  /// Blocks:  never, except while a sender that was matched in a rendezvous makes its message.
  /// Returns: the message; or `empty`; or `disconnected` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(rx.try_recv().error() == strait::recv_error::empty);
  ///   assert(tx.send(7));
  ///   assert(rx.try_recv() == 7);
  [[nodiscard]] result try_recv(STRAIT_CALL_SITE_ONLY) const {
    STRAIT_TRACE_CALL;
    return recv_within(detail::deadline::immediate(), recv_error::empty);
  }

  /// Receives the next message, waiting for at most `duration`, or until `stop` is requested. The
  /// duration may have any unit; zero or less does not wait; the largest waits for ever. An
  /// available message wins over an expired time and over a stop.
  /// Blocks:  as recv(), until the time is up; then it tries once more.
  /// Returns: the message; or `timeout` or `stopped`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(rx.recv_for(1ms).error() == strait::recv_error::timeout);
  ///   assert(tx.send(7));
  ///   assert(rx.recv_for(0s) == 7);
  template <class Rep, class Period>
  [[nodiscard]] result recv_for(
      std::chrono::duration<Rep, Period> duration,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return recv_within(detail::stop_or_deadline{stop, detail::deadline::after(duration)},
                       recv_error::timeout);
  }

  /// Receives the next message, waiting until `moment` at the latest: a time point of any clock. A
  /// moment in the past does not wait; the largest waits for ever. A clock other than
  /// std::chrono::steady_clock is read once, now: setting it later does not move the limit. `stop`
  /// ends the wait earlier.
  /// Blocks:  as recv(), until `moment`; then it tries once more.
  /// Returns: the message; or `timeout` or `stopped`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const auto soon = std::chrono::steady_clock::now() + 1ms;
  ///   assert(rx.recv_until(soon).error() == strait::recv_error::timeout);
  template <class Clock, class Duration>
  [[nodiscard]] result recv_until(
      std::chrono::time_point<Clock, Duration> moment,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return recv_within(detail::stop_or_deadline{stop, detail::deadline::at(moment)},
                       recv_error::timeout);
  }

  /// Waits for the next message and appends it and the messages queued behind it to `messages`, at
  /// most `max` in all. `messages` is a container with push_back or insert, of T or of a type that
  /// T converts to.
  /// Blocks:  as recv(), for the first one, until `stop` is requested; not at all if `max` is 0.
  /// Returns: how many were appended, 1 or more (0: `max` is 0); or `stopped`; or `disconnected`
  ///          or `would_block` as recv(), and nothing was appended.
  /// Throws:  what appending throws; messages that were not appended are then back at the front of
  ///          the channel.
  /// Order:   as recv().
  /// Cost:    O(number of messages), two locks in all.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send_many(std::vector{1, 2, 3}).count == 3);
  ///   std::vector<int> batch;
  ///   assert(rx.recv_many(batch, 2) == 2);
  ///   assert((batch == std::vector{1, 2}));
  template <class Container>
  [[nodiscard]] std::expected<std::size_t, recv_error> recv_many(
      Container& messages, std::size_t max, const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return append_many(messages, max, false, detail::stop_or_deadline{stop}, recv_error::stopped);
  }

  /// Appends messages to `messages` as they arrive, until there are `max` or `duration` has
  /// passed.
  /// Blocks:  until then, until `stop` is requested, or until no message can come.
  /// Returns: how many were appended; or, if none was, `timeout`, `stopped`, `disconnected` or
  ///          `would_block`.
  /// Throws:  as recv_many().
  /// Order:   as recv().
  /// Cost:    O(number of messages); two locks each time it has waited.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   std::deque<int> batch;
  ///   assert(rx.recv_many_for(batch, 100, 1ms) == 2);
  ///   assert(rx.recv_many_for(batch, 100, 1ms).error() == strait::recv_error::timeout);
  template <class Container, class Rep, class Period>
  [[nodiscard]] std::expected<std::size_t, recv_error> recv_many_for(
      Container& messages, std::size_t max, std::chrono::duration<Rep, Period> duration,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return append_many(messages, max, true,
                       detail::stop_or_deadline{stop, detail::deadline::after(duration)},
                       recv_error::timeout);
  }

  /// The messages until disconnection, as an input range of one pass. An element is a T&, so that
  /// algorithms and views may read it more than once; if T cannot be copied, it is a T&&.
  ///
  ///   for (T& message : rx)         // no copy; the loop may move the message out
  ///   for (T message : rx)          // a copy; a T that cannot be copied is moved
  ///   for (auto&& message : rx)     // any T, no copy
  ///
  /// Views take no more messages than they yield. The iterator does not count as a receiver; once
  /// the last receiver is gone, it is at the end. An iterator of a temporary receiver keeps that
  /// receiver alive.
  /// Blocks:  never itself; comparing with end() and reading a message block as recv() does.
  /// Returns: an iterator to the first message; the end if none will come.
  /// Throws:  nothing; the loop variable is made by T's copy or move.
  /// Order:   as recv().
  /// Cost:    as recv(), for each message.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<std::string>();
  ///   assert(tx.send("for whoever ") && tx.send("reads them"));
  ///   tx.close();
  ///   std::string text;
  ///   for (std::string& message : rx) text += message;
  ///   assert(text == "for whoever reads them");
  [[nodiscard]] iterator begin(STRAIT_CALL_SITE_ONLY) const& noexcept {
    STRAIT_TRACE_CALL;
    return iterator(this->uncounted(), {});
  }
  /// The same for a temporary receiver, which the iterator keeps alive.
  [[nodiscard]] auto begin(STRAIT_CALL_SITE_ONLY) const&& noexcept {
    STRAIT_TRACE_CALL;
    return detail::message_iterator<T, counted_handle, detail::by_waiting>(this->counted(), {});
  }

  /// Where begin() ends: at disconnection.
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// The messages until disconnection, or until a stop is requested, as begin() to end(). After a
  /// stop is requested, the range yields no further messages; they stay in the channel.
  /// Blocks:  as begin(), until the stop.
  /// Returns: an input range of one pass, which is a view.
  /// Order:   as recv().
  /// Cost:    as recv(stop), for each message.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2) && tx.send(3));
  ///   std::stop_source source;
  ///   int sum = 0;
  ///   for (int message : rx.iter(source.get_token())) {
  ///     sum += message;
  ///     if (message == 2) source.request_stop();
  ///   }
  ///   assert(sum == 3 && rx.recv() == 3);
  [[nodiscard]] auto iter(stop_token stop STRAIT_CALL_SITE) const& noexcept {
    STRAIT_TRACE_CALL;
    return detail::message_range<T, uncounted_handle, detail::by_waiting_until_stopped>(
        this->uncounted(), {std::move(stop)});
  }
  /// The same for a temporary receiver, which the range keeps alive.
  [[nodiscard]] auto iter(stop_token stop STRAIT_CALL_SITE) const&& noexcept {
    STRAIT_TRACE_CALL;
    return detail::message_range<T, counted_handle, detail::by_waiting_until_stopped>(
        this->counted(), {std::move(stop)});
  }

  /// A range of the messages available without waiting; it ends when there is none. Its elements
  /// are as those of begin(). A range of a temporary receiver keeps that receiver alive.
  /// Blocks:  never.
  /// Returns: an input range of one pass, which is a view.
  /// Order:   as recv().
  /// Cost:    as recv(), for each message.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   int sum = 0;
  ///   for (int message : rx.try_iter()) sum += message;
  ///   assert(sum == 3 && !rx.is_disconnected());
  [[nodiscard]] auto try_iter(STRAIT_CALL_SITE_ONLY) const& noexcept {
    STRAIT_TRACE_CALL;
    return detail::message_range<T, uncounted_handle, detail::by_trying>(this->uncounted(), {});
  }
  /// The same for a temporary receiver, which the range keeps alive.
  [[nodiscard]] auto try_iter(STRAIT_CALL_SITE_ONLY) const&& noexcept {
    STRAIT_TRACE_CALL;
    return detail::message_range<T, counted_handle, detail::by_trying>(this->counted(), {});
  }

  /// Takes the messages that are there now, in order, including those of senders waiting in a
  /// rendezvous.
  /// Blocks:  never, except while a sender that was matched in a rendezvous makes its message.
  /// Returns: the messages; possibly none.
  /// Throws:  std::bad_alloc, what T's move or copy throws; the messages then stay in the channel
  ///          (if T's only move throws: those not moved yet).
  /// Order:   as recv().
  /// Cost:    O(number of messages), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   assert((rx.drain() == std::vector{1, 2}));
  ///   assert(rx.drain().empty());
  [[nodiscard]] std::vector<T> drain(STRAIT_CALL_SITE_ONLY) const {
    STRAIT_TRACE_CALL;
    detail::batch<T> taken(this->channel());
    taken.receive_more(std::numeric_limits<std::size_t>::max());
    return taken.to_vector();
  }

  /// Swaps the channels of two receivers.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   strait::receiver<int> other;
  ///   swap(rx, other);
  ///   assert(!rx && same_channel(tx, other));
  ///   other.swap(rx);
  ///   assert(!other && same_channel(tx, rx));
  void swap(receiver& other) noexcept { this->swap_channels(other); }
  /// As a.swap(b).
  friend void swap(receiver& a, receiver& b) noexcept { a.swap(b); }

  /// Whether both are receivers of the same channel. Empty handles are equal.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::receiver<int> another = rx;
  ///   assert(another == rx && rx != strait::receiver<int>());
  friend bool operator==(const receiver& a, const receiver& b) noexcept {
    return detail::access::handle_of(a) == detail::access::handle_of(b);
  }
  /// Orders by channel, in the order in which channels were made (id()); empty handles come first.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [first_tx, first_rx] = strait::bounded<int>(1);
  ///   auto [second_tx, second_rx] = strait::bounded<int>(1);
  ///   std::map<strait::receiver<int>, std::string> names{
  ///       {second_rx, "second"}, {first_rx, "first"}};
  ///   assert(names.begin()->second == "first" && names.at(second_rx) == "second");
  friend std::strong_ordering operator<=>(const receiver& a, const receiver& b) noexcept {
    return detail::access::handle_of(a) <=> detail::access::handle_of(b);
  }

 private:
  friend struct detail::access;
  using counted_handle = detail::handle<detail::direction::receive>;
  using uncounted_handle = detail::weak_handle<detail::direction::receive>;

  explicit receiver(detail::handle<detail::direction::receive> counted) noexcept
      : endpoint(std::move(counted)) {}

  counted_handle counted() const noexcept { return detail::access::handle_of(*this); }
  uncounted_handle uncounted() const noexcept {
    return uncounted_handle(detail::access::handle_of(*this));
  }

  template <class Limit>
  result recv_within(const Limit& limit, recv_error time_up) const {
    detail::flavor& channel = this->channel();
    if constexpr (detail::is_boxed<T>) {
      detail::incoming<T> message;
      tracer::message_id id;
      const auto error =
          detail::receive_into<detail::stored<T>>(message.address(), id, channel, limit, time_up);
      if (error) return std::unexpected(*error);
      return message.take(channel, id);
    } else {
      return detail::receive<T>(channel, limit, time_up);
    }
  }

  template <class Container>
  std::expected<std::size_t, recv_error> append_many(Container& messages, std::size_t max,
                                                     bool until_limit,
                                                     const detail::stop_or_deadline& limit,
                                                     recv_error time_up) const;
};

template <class T>
template <class Container>
std::expected<std::size_t, recv_error> receiver<T>::append_many(
    Container& messages, std::size_t max, bool until_limit, const detail::stop_or_deadline& limit,
    recv_error time_up) const {
  std::size_t count = 0;
  while (count < max) {
    detail::batch<T> taken(this->channel());
    if (const auto error = taken.wait_for_one(limit, time_up)) {
      if (count == 0) return std::unexpected(*error);
      break;
    }
    taken.receive_more(max - count - 1);
    count += taken.append_to(messages);
    if (!until_limit) break;
  }
  return count;
}

/// A handle that does not count as a receiver: it keeps neither the channel connected nor its
/// messages alive. lock() returns a counted receiver while any is left.
template <class T>
class weak_receiver {
 public:
  /// A weak handle without a channel; lock() returns none.
  weak_receiver() noexcept = default;

  /// A weak handle of the channel of `strong`.
  explicit weak_receiver(const receiver<T>& strong) noexcept
      : handle_(detail::access::handle_of(strong)) {
    tracer::weakened(handle_.get());
  }

  /// A counted receiver of the channel.
  /// Returns: none once the last receiver is gone, or for an empty handle.
  /// Cost:    O(1), one compare-and-swap; no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::weak_receiver<int> weak(rx);
  ///   assert(tx.send(7) && weak.lock()->recv() == 7);
  ///   rx = {};  // the last one is gone: senders know at once
  ///   assert(!weak.lock() && tx.is_disconnected());
  [[nodiscard]] std::optional<receiver<T>> lock() const noexcept {
    auto strong = handle_.lock();
    if (!strong) return std::nullopt;
    return detail::access::make<receiver<T>>(std::move(*strong));
  }

  /// The number of the channel, as receiver::id(), even after its last receiver is gone; 0: no
  /// channel.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(strait::weak_receiver<int>(rx).id() == rx.id());
  [[nodiscard]] std::uint64_t id() const noexcept { return handle_.id(); }

  /// Whether both belong to the same channel.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::weak_receiver<int> weak(rx);
  ///   assert(weak == strait::weak_receiver<int>(rx) && weak != strait::weak_receiver<int>());
  friend bool operator==(const weak_receiver&, const weak_receiver&) = default;
  /// As the order of receivers.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(strait::weak_receiver<int>() < strait::weak_receiver<int>(rx));
  friend std::strong_ordering operator<=>(const weak_receiver&, const weak_receiver&) = default;

 private:
  detail::weak_handle<detail::direction::receive> handle_;
};

STRAIT_END

/// size() is the number of messages in the channel now, not the number that a loop will see.
template <class T>
inline constexpr bool std::ranges::disable_sized_range<strait::receiver<T>> = true;

/// By channel, as ==.
template <class T>
struct std::hash<strait::receiver<T>> : strait::detail::hash_of_id {};

/// By channel, as ==.
template <class T>
struct std::hash<strait::weak_receiver<T>> : strait::detail::hash_of_id {};
