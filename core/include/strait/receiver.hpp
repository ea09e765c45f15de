// receiver.hpp — the receiving side of a channel.
//
//   template <class T> class receiver;        // copy it for one more handle on the same channel
//   template <class T> class weak_receiver;   // does not keep the receiving side alive
//
// Each message goes to one receiver. A receiver is an input range: `for (T message : rx)` receives
// until the channel is disconnected. An *empty* one (default-constructed or moved from) behaves
// like one of a closed, drained channel: every receive is `disconnected`.
//
// Memory ordering: what a thread did before it sent a message is visible to the thread that has
// received it.
//
// Threads: all members are const and may be called by several threads on one object; assigning to,
// moving from or destroying that object at the same time is a race of the caller's.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
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
#include <strait/flavor/typed.hpp>

STRAIT_BEGIN
namespace detail {

/// The messages of a channel, one after the other, each kept in its box. A message is received
/// when it, or whether there is one, is asked for, and not by the increment: views that take some
/// messages increment once more after the last one, and must not wait for another then.
template <class T, bool Waits>
class message_iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  message_iterator() noexcept = default;
  explicit message_iterator(flavor* channel) noexcept : channel_(channel), is_due_(true) {}

  /// The message itself, to be moved from: `for (T m : rx)` works for a T that cannot be copied.
  T&& operator*() const { return std::move(value_of<T>(*box())); }
  message_iterator& operator++() {
    box();           // one that nobody looked at is passed over
    box_ = nullptr;  // a message is not held while the next one is waited for
    is_due_ = true;
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const message_iterator& it, std::default_sentinel_t) {
    return it.box() == nullptr;
  }

 private:
  const box_ptr& box() const {
    if (is_due_) {
      const deadline limit = Waits ? deadline::forever() : deadline::immediate();
      box_ = receive(*channel_, limit, recv_error::empty).box;
      is_due_ = false;
    }
    return box_;
  }

  flavor* channel_ = nullptr;
  mutable box_ptr box_;
  mutable bool is_due_ = false;
};

}  // namespace detail

/// The receiving side of a channel. Copies are further handles on the same channel, each message
/// goes to one of them; when the last one is gone, senders are told `disconnected` at once, and
/// the messages in the channel are destroyed.
template <class T>
class receiver : public detail::endpoint<detail::direction::receive> {
 public:
  using value_type = typename detail::checked_message<T>::type;
  using result = std::expected<T, recv_error>;
  using iterator = detail::message_iterator<T, true>;

  /// An empty handle.
  receiver() noexcept = default;

  /// Receives the next message, waiting for one.
  /// Blocks:  until there is one, or none can come any more.
  /// Returns: the message; or `disconnected` once the channel is closed or without senders, and
  ///          drained; or `would_block`, where it would have to wait and the thread may not sleep
  ///          (a browser's main thread).
  /// Throws:  what T's move throws; then the message is the channel's next one again.
  /// Order:   first in, first out; several receivers share the messages. What the sender did
  ///          before it sent the message is visible.
  /// Cost:    O(1): frees one allocation, one lock.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   std::thread producer([&] { assert(tx.send(7)); });
  ///   assert(rx.recv() == 7);
  ///   producer.join();
  ///   tx.close();
  ///   assert(rx.recv().error() == strait::recv_error::disconnected);
  [[nodiscard]] result recv() const {
    return recv_within(detail::deadline::forever(), recv_error::would_block);
  }

#ifdef __cpp_lib_jthread
  /// Receives the next message, waiting until `stop` is requested at the latest. A message that is
  /// there wins over a stop.
  /// Blocks:  as recv(), until the stop.
  /// Returns: the message; or `stopped`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv(); where it has to wait, one registration with the token.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.send(7));
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(rx.recv(source.get_token()) == 7);
  ///   assert(rx.recv(source.get_token()).error() == strait::recv_error::stopped);
  [[nodiscard]] result recv(const std::stop_token& stop) const {
    return recv_within(stop, recv_error::stopped);
  }
#endif

  /// Receives the next message if that needs no waiting.
  /// Blocks:  never, but while a sender that has been matched in a rendezvous makes its message.
  /// Returns: the message; or `empty`; or `disconnected` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(rx.try_recv().error() == strait::recv_error::empty);
  ///   assert(tx.send(7));
  ///   assert(rx.try_recv() == 7);
  [[nodiscard]] result try_recv() const {
    return recv_within(detail::deadline::immediate(), recv_error::empty);
  }

  /// Receives the next message, waiting for at most `duration`: of any unit; zero or less does not
  /// wait, the largest waits for ever. A message that is there wins over a time that is up.
  /// Blocks:  as recv(), until the time is up; it looks once more then.
  /// Returns: the message; or `timeout`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(rx.recv_for(1ms).error() == strait::recv_error::timeout);
  ///   assert(tx.send(7));
  ///   assert(rx.recv_for(0s) == 7);
  template <class Rep, class Period>
  [[nodiscard]] result recv_for(std::chrono::duration<Rep, Period> duration) const {
    return recv_within(detail::deadline::after(duration), recv_error::timeout);
  }

  /// Receives the next message, waiting until `moment` at the latest: a time point of
  /// std::chrono::steady_clock; one that has passed does not wait, the largest waits for ever.
  /// Blocks:  as recv(), until then; it looks once more then.
  /// Returns: the message; or `timeout`; or `disconnected` or `would_block` as recv().
  /// Throws:  as recv().
  /// Order:   as recv().
  /// Cost:    as recv().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const auto soon = std::chrono::steady_clock::now() + 1ms;
  ///   assert(rx.recv_until(soon).error() == strait::recv_error::timeout);
  template <class Duration>
  [[nodiscard]] result recv_until(
      std::chrono::time_point<std::chrono::steady_clock, Duration> moment) const {
    return recv_within(detail::deadline::at(moment), recv_error::timeout);
  }

  /// Waits for the next message and appends it, and those that are there behind it, to `messages`:
  /// at most `most` in all. A container of T, or of what T converts to, with push_back or insert.
  /// Blocks:  as recv(), for the first one; not at all if `most` is 0.
  /// Returns: how many were appended, 1 or more (0: `most` is 0); or `disconnected` or
  ///          `would_block` as recv(), and nothing was appended.
  /// Throws:  what appending throws; messages that were not appended are the next ones again.
  /// Order:   as recv().
  /// Cost:    O(number of messages), two locks in all.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send_many(std::vector{1, 2, 3}).count == 3);
  ///   std::vector<int> batch;
  ///   assert(rx.recv_many(batch, 2) == 2);
  ///   assert((batch == std::vector{1, 2}));
  template <class Container>
  [[nodiscard]] std::expected<std::size_t, recv_error> recv_many(Container& messages,
                                                                 std::size_t most) const {
    return append_many(messages, most, false, detail::deadline::forever(), recv_error::would_block);
  }

  /// Appends messages to `messages` as they come, until there are `most` or `duration` is up.
  /// Blocks:  until then, or until no message can come any more.
  /// Returns: how many were appended; or, if none was, `timeout`, `disconnected` or `would_block`.
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
      Container& messages, std::size_t most, std::chrono::duration<Rep, Period> duration) const {
    return append_many(messages, most, true, detail::deadline::after(duration),
                       recv_error::timeout);
  }

  /// The messages until disconnection, as an input range of one pass: for (T message : rx), or
  /// T&&, const T&. Views take no more messages than they hand on. An iterator does not outlive its
  /// receiver.
  /// Blocks:  never by itself; the comparison with end() and the access to a message, as recv().
  /// Returns: the iterator of the first message; the end, where none will come.
  /// Throws:  nothing; the loop's variable is made by T's move.
  /// Order:   as recv().
  /// Cost:    as recv(), for each message.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<std::unique_ptr<int>>();
  ///   for (int i = 1; i <= 3; ++i) assert(tx.send(std::make_unique<int>(i)));
  ///   tx.close();
  ///   int sum = 0;
  ///   for (std::unique_ptr<int> message : rx) sum += *message;
  ///   assert(sum == 6);
  [[nodiscard]] iterator begin() const noexcept { return iterator(&this->channel()); }

  /// Where begin() ends: at disconnection.
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// A range of the messages that need no waiting; ends when there is none. Does not outlive the
  /// receiver.
  /// Blocks:  never.
  /// Returns: an input range of one pass.
  /// Order:   as recv().
  /// Cost:    as recv(), for each message.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   int sum = 0;
  ///   for (int message : rx.try_iter()) sum += message;
  ///   assert(sum == 3 && !rx.is_disconnected());
  [[nodiscard]] auto try_iter() const noexcept {
    struct range {
      detail::flavor* channel;
      auto begin() const { return detail::message_iterator<T, false>(channel); }
      std::default_sentinel_t end() const noexcept { return {}; }
    };
    return range{&this->channel()};
  }

  /// Takes the messages that are there now, in order; from senders that wait in a rendezvous too.
  /// Blocks:  never, but while a sender that has been matched in a rendezvous makes its message.
  /// Returns: the messages; none is no error.
  /// Throws:  std::bad_alloc, what T's move or copy throws; then the messages stay in the channel
  ///          (where T can only be moved and that throws: those not moved yet).
  /// Order:   as recv().
  /// Cost:    O(number of messages), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   assert((rx.drain() == std::vector{1, 2}));
  ///   assert(rx.drain().empty());
  [[nodiscard]] std::vector<T> drain() const;

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

 private:
  friend struct detail::access;
  explicit receiver(detail::handle<detail::direction::receive> counted) noexcept
      : endpoint(std::move(counted)) {}

  template <class Limit>
  result recv_within(const Limit& limit, recv_error when_it_would_wait) const {
    detail::flavor& channel = this->channel();
    if constexpr (detail::has_value_engine<T>) {
      std::optional<T> message;
      if (detail::try_typed_receive(channel, message) == detail::typed_result::done) {
        return result(std::in_place, *std::move(message));
      }
    }
    detail::received got = detail::receive(channel, limit, when_it_would_wait);
    if (got.box == nullptr) return std::unexpected(got.error);
    return detail::unbox<T>(channel, std::move(got.box));
  }

  template <class Container>
  std::expected<std::size_t, recv_error> append_many(Container& messages, std::size_t most,
                                                     bool until_limit,
                                                     const detail::deadline& limit,
                                                     recv_error when_it_would_wait) const;
};

template <class T>
std::vector<T> receiver<T>::drain() const {
  detail::batch taken(this->channel());
  taken.receive_more(std::numeric_limits<std::size_t>::max());
  return taken.template to_vector<T>();
}

template <class T>
template <class Container>
std::expected<std::size_t, recv_error> receiver<T>::append_many(
    Container& messages, std::size_t most, bool until_limit, const detail::deadline& limit,
    recv_error when_it_would_wait) const {
  std::size_t count = 0;
  while (count < most) {
    detail::batch taken(this->channel());
    if (const auto error = taken.wait_for_one(limit, when_it_would_wait)) {
      if (count == 0) return std::unexpected(*error);
      break;
    }
    taken.receive_more(most - count - 1);
    count += taken.template append_to<T>(messages);
    if (!until_limit) break;
  }
  return count;
}

/// A handle that does not count as a receiver: it keeps neither the channel connected nor its
/// messages alive. lock() gives a counted one while any is left.
template <class T>
class weak_receiver {
 public:
  /// One that gives no receiver.
  weak_receiver() noexcept = default;

  /// One of the channel of `strong`.
  explicit weak_receiver(const receiver<T>& strong) noexcept
      : handle_(detail::access::handle_of(strong)) {}

  /// A counted receiver of the channel.
  /// Returns: none once the last receiver is gone, or was never there (an empty handle).
  /// Cost:    O(1), one compare-and-swap; no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::weak_receiver<int> weak(rx);
  ///   assert(tx.send(7) && weak.lock()->recv() == 7);
  ///   rx = {};  // the last one goes: senders are told at once
  ///   assert(!weak.lock() && tx.is_disconnected());
  [[nodiscard]] std::optional<receiver<T>> lock() const noexcept {
    auto strong = handle_.lock();
    if (!strong) return std::nullopt;
    return detail::access::make<receiver<T>>(std::move(*strong));
  }

 private:
  detail::weak_handle<detail::direction::receive> handle_;
};

STRAIT_END

/// size() is what is in the channel now, and not how many messages a loop will see.
template <class T>
inline constexpr bool std::ranges::disable_sized_range<strait::receiver<T>> = true;
