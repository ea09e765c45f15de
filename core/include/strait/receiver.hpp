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
#include <exception>
#include <expected>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/handle.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

/// Puts a box back to the channel's front if an exception leaves the scope.
struct back_if_it_throws {
  flavor& channel;
  message_ptr& box;
  const int exceptions = std::uncaught_exceptions();

  ~back_if_it_throws() {
    if (std::uncaught_exceptions() == exceptions) return;
    message_list back;
    back.push_back(std::move(box));
    channel.give_back(back);
  }
};

/// Moves the message out of its box, into the caller's place: a local result could be moved again,
/// after the guard. If T's move throws, the message is the channel's next one again.
template <class T>
std::expected<T, recv_error> unbox([[maybe_unused]] flavor& channel, message_ptr box) {
  if constexpr (std::is_nothrow_move_constructible_v<T>) {
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(*box)));
  } else {
    const back_if_it_throws guard{channel, box};
    return std::expected<T, recv_error>(std::in_place, std::move(value_of<T>(*box)));
  }
}

/// Waits for a message until `limit`; `box` has it when the outcome is `done`.
struct received {
  message_ptr box;
  recv_error error;  ///< If `box` is null.
};

inline received receive(flavor& channel, const deadline& limit, recv_error when_it_would_wait) {
  operation op(&channel, direction::receive);
  const auto [chosen, would_block] = wait_for(op, limit);
  if (chosen == nullptr)
    return {nullptr, would_block ? recv_error::would_block : when_it_would_wait};
  return {std::move(op.box), recv_error::disconnected};
}

/// The messages of a channel, one after the other, each kept in its box.
template <class T, bool Waits>
class message_iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  message_iterator() noexcept = default;
  explicit message_iterator(flavor* channel) : channel_(channel) { ++*this; }

  /// The message itself, to be moved from: `for (T m : rx)` works for a T that cannot be copied.
  T&& operator*() const noexcept { return std::move(value_of<T>(*box_)); }
  message_iterator& operator++() {
    box_ = nullptr;  // Before the next one: a message is not held while waiting.
    const deadline limit = Waits ? deadline::forever() : deadline::immediate();
    box_ = receive(*channel_, limit, recv_error::empty).box;
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const message_iterator& it, std::default_sentinel_t) noexcept {
    return it.box_ == nullptr;
  }

 private:
  flavor* channel_ = nullptr;
  message_ptr box_;
};

}  // namespace detail

template <class T>
class receiver {
 public:
  using value_type = T;
  using result = std::expected<T, recv_error>;
  using iterator = detail::message_iterator<T, true>;

  /// An empty handle.
  receiver() noexcept = default;

  /// False for an empty handle.
  explicit operator bool() const noexcept { return !handle_.empty(); }

  /// Receives the next message, waiting for one.
  /// Blocks:  until there is one, or none can come any more.
  /// Returns: the message; or `disconnected` once the channel is closed or without senders, and
  ///          drained; or `would_block`, where the thread may not sleep.
  /// Throws:  what T's move throws; then the message is the channel's next one again.
  /// Order:   first in, first out; several receivers share the messages.
  /// Cost:    O(1), frees one allocation.
  [[nodiscard]] result recv() const {
    return recv_until_deadline(detail::deadline::forever(), recv_error::would_block);
  }

  /// Receives the next message if that needs no waiting.
  /// Blocks:  never, but while a sender that has been matched in a rendezvous makes its message.
  /// Returns: the message; or `empty`, or `disconnected` as recv().
  /// Throws, order, cost: as recv().
  [[nodiscard]] result try_recv() const {
    return recv_until_deadline(detail::deadline::immediate(), recv_error::empty);
  }

  /// Receives the next message, waiting for at most `duration`: any, also none, negative or the
  /// largest. A message that is there wins over a time that is up.
  /// Blocks:  as recv(), until the time is up; it looks once more then.
  /// Returns: the message; or `timeout`, or `disconnected` or `would_block` as recv().
  /// Throws, order, cost: as recv().
  template <class Rep, class Period>
  [[nodiscard]] result recv_for(std::chrono::duration<Rep, Period> duration) const {
    return recv_until_deadline(detail::deadline::after(duration), recv_error::timeout);
  }

  /// Receives the next message, waiting until `moment` at the latest; otherwise as recv_for().
  template <class Duration>
  [[nodiscard]] result recv_until(
      std::chrono::time_point<std::chrono::steady_clock, Duration> moment) const {
    return recv_until_deadline(detail::deadline::at(moment), recv_error::timeout);
  }

  /// The messages until disconnection, to be taken as T, T&& or const T&. Incrementing blocks as
  /// recv(). One pass.
  [[nodiscard]] iterator begin() const { return iterator(handle_.get()); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// A range of the messages that need no waiting; ends when there is none. Does not outlive the
  /// receiver.
  [[nodiscard]] auto try_iter() const noexcept {
    struct range {
      detail::flavor* channel;
      auto begin() const { return detail::message_iterator<T, false>(channel); }
      std::default_sentinel_t end() const noexcept { return {}; }
    };
    return range{handle_.get()};
  }

  /// Takes the messages that are there now, in order; from senders that wait in a rendezvous too.
  /// Blocks:  never.
  /// Throws:  std::bad_alloc, what T's move or copy throws; then the messages stay in the channel
  ///          (where T can only be moved and that throws: those not moved yet).
  [[nodiscard]] std::vector<T> drain() const;

  /// Ends the channel for sends. Messages in it stay receivable; waiting senders get their messages
  /// back. Handles and counts stay as they are. Closing again, or a timer, does nothing.
  void close() const noexcept { handle_.get()->close(); }

  /// Messages in the channel now. 0 for a rendezvous channel.
  [[nodiscard]] std::size_t size() const noexcept { return handle_.get()->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// Whether a send that is not met by a receiver would have to wait.
  [[nodiscard]] bool full() const noexcept { return handle_.get()->full(); }
  /// Messages that fit; 0: rendezvous; 1: a timer; none: no limit.
  [[nodiscard]] std::optional<std::size_t> capacity() const noexcept {
    return handle_.get()->capacity();
  }
  /// Closed, or without senders or receivers. Messages may still be in it.
  [[nodiscard]] bool is_disconnected() const noexcept { return handle_.get()->disconnected(); }
  /// For a timer and for never() the clock, or nobody, counts as one sender that never goes.
  [[nodiscard]] std::size_t sender_count() const noexcept { return handle_.sender_count(); }
  [[nodiscard]] std::size_t receiver_count() const noexcept { return handle_.receiver_count(); }

  friend void swap(receiver& a, receiver& b) noexcept { a.handle_.swap(b.handle_); }
  friend bool same_channel(const receiver& a, const receiver& b) noexcept {
    return a.handle_ == b.handle_;
  }

 private:
  friend struct detail::access;
  using handle = detail::handle<detail::direction::receive>;
  explicit receiver(handle counted) noexcept : handle_(std::move(counted)) {}

  result recv_until_deadline(const detail::deadline& limit, recv_error when_it_would_wait) const {
    detail::flavor& channel = *handle_.get();
    detail::received got = detail::receive(channel, limit, when_it_would_wait);
    if (got.box == nullptr) return std::unexpected(got.error);
    return detail::unbox<T>(channel, std::move(got.box));
  }

  handle handle_;
};

template <class T>
std::vector<T> receiver<T>::drain() const {
  // Where the move may throw, messages are copied if they can be, and stay in their boxes
  // meanwhile.
  constexpr bool copies =
      std::is_same_v<decltype(std::move_if_noexcept(std::declval<T&>())), const T&>;
  struct guard {
    detail::flavor& channel;
    detail::message_list waiting = channel.take_all();
    detail::message_list copied{};
    ~guard() {
      copied.append(waiting);
      if (!copied.empty()) channel.give_back(copied);
    }
  } taken{*handle_.get()};

  std::vector<T> messages;
  messages.reserve(taken.waiting.count());
  while (!taken.waiting.empty()) {
    messages.push_back(std::move_if_noexcept(detail::value_of<T>(taken.waiting.front())));
    detail::message_ptr box = taken.waiting.pop_front();
    if constexpr (copies) taken.copied.push_back(std::move(box));
  }
  if constexpr (copies) detail::message_list().swap(taken.copied);
  return messages;
}

/// Whether a sender and a receiver belong to one channel.
template <class T>
bool same_channel(const sender<T>& tx, const receiver<T>& rx) noexcept {
  return detail::access::handle_of(tx).get() == detail::access::handle_of(rx).get();
}
template <class T>
bool same_channel(const receiver<T>& rx, const sender<T>& tx) noexcept {
  return same_channel(tx, rx);
}

/// A handle that does not count as a receiver. lock() gives a counted one while any is left.
template <class T>
class weak_receiver {
 public:
  weak_receiver() noexcept = default;
  explicit weak_receiver(const receiver<T>& strong) noexcept
      : handle_(detail::access::handle_of(strong)) {}

  [[nodiscard]] std::optional<receiver<T>> lock() const noexcept {
    auto strong = handle_.lock();
    if (!strong) return std::nullopt;
    return detail::access::make<receiver<T>>(std::move(*strong));
  }

 private:
  detail::weak_handle<detail::direction::receive> handle_;
};

STRAIT_END
