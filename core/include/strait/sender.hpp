// sender.hpp — the sending side of a channel.
//
//   template <class T> class sender;        // copy it for one more handle on the same channel
//   template <class T> class weak_sender;   // does not keep the sending side alive
//
// A sender is *empty* when default-constructed or moved from. It then behaves like one of a closed
// channel: every send is `disconnected` and hands its message back.
//
// Memory ordering: what a thread did before it called a send that succeeded is visible to the
// thread that receives that message, after it has received it.
//
// Threads: all members are const and may be called by several threads on one object; assigning to,
// moving from or destroying that object at the same time is a race of the caller's.
#pragma once

#include <concepts>
#include <cstddef>
#include <expected>
#include <optional>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/errors.hpp>
#include <strait/flavor/handle.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN

template <class T>
class sender {
 public:
  using value_type = T;
  using result = std::expected<void, send_error<T>>;

  /// An empty handle.
  sender() noexcept = default;

  /// False for an empty handle.
  explicit operator bool() const noexcept { return !handle_.empty(); }

  /// Sends `message`, waiting while the channel is full.
  /// Blocks:  until there is room, a receiver takes it (rendezvous), or nobody can receive any
  /// more. Returns: sent; or `disconnected` with the message; or `would_block` with it, where the
  /// thread
  ///          may not sleep.
  /// Throws:  std::bad_alloc, what T's move throws; then nothing was sent.
  /// Order:   messages of one thread arrive in the order sent.
  /// Cost:    O(1), one allocation.
  [[nodiscard]] result send(T message) const {
    return send_until_deadline(std::move(message), detail::deadline::forever(),
                               send_errc::would_block);
  }

  /// Sends `message` if that needs no waiting.
  /// Blocks:  never.
  /// Returns: sent; or `full` or `disconnected` with the message.
  /// Throws, order, cost: as send().
  [[nodiscard]] result try_send(T message) const {
    return send_until_deadline(std::move(message), detail::deadline::immediate(), send_errc::full);
  }

  /// Sends `message`, waiting for at most `duration`: any, also none, negative or the largest.
  /// Blocks:  as send(), until the time is up; it looks once more then.
  /// Returns: sent; or `timeout`, `disconnected` or `would_block` with the message.
  /// Throws, order, cost: as send().
  template <class Rep, class Period>
  [[nodiscard]] result send_for(T message, std::chrono::duration<Rep, Period> duration) const {
    return send_until_deadline(std::move(message), detail::deadline::after(duration),
                               send_errc::timeout);
  }

  /// Sends `message`, waiting until `moment` at the latest; otherwise as send_for().
  template <class Duration>
  [[nodiscard]] result send_until(
      T message, std::chrono::time_point<std::chrono::steady_clock, Duration> moment) const {
    return send_until_deadline(std::move(message), detail::deadline::at(moment),
                               send_errc::timeout);
  }

  /// Ends the channel for sends from all handles. Messages in it stay receivable; waiting senders
  /// get their messages back. Handles and counts stay as they are. Closing again does nothing.
  void close() const noexcept { handle_.get()->close(); }

  /// Messages in the channel now. 0 for a rendezvous channel.
  [[nodiscard]] std::size_t size() const noexcept { return handle_.get()->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// Whether a send that is not met by a receiver would have to wait.
  [[nodiscard]] bool full() const noexcept { return handle_.get()->full(); }
  /// Messages that fit; 0: rendezvous; none: no limit.
  [[nodiscard]] std::optional<std::size_t> capacity() const noexcept {
    return handle_.get()->capacity();
  }
  /// Closed, or without senders or receivers. Messages may still be in it.
  [[nodiscard]] bool is_disconnected() const noexcept { return handle_.get()->disconnected(); }
  [[nodiscard]] std::size_t sender_count() const noexcept { return handle_.sender_count(); }
  [[nodiscard]] std::size_t receiver_count() const noexcept { return handle_.receiver_count(); }

  friend void swap(sender& a, sender& b) noexcept { a.handle_.swap(b.handle_); }
  friend bool same_channel(const sender& a, const sender& b) noexcept {
    return a.handle_ == b.handle_;
  }

 private:
  friend struct detail::access;
  using handle = detail::handle<detail::direction::send>;
  explicit sender(handle counted) noexcept : handle_(std::move(counted)) {}

  result send_until_deadline(T&& message, const detail::deadline& limit,
                             send_errc when_it_would_wait) const {
    static_assert(std::move_constructible<T>, "strait: a message must be movable");
    if (handle_.empty()) {
      return result(std::unexpect, send_errc::disconnected, std::move(message));
    }
    detail::operation op(handle_.get(), detail::direction::send);
    op.box = detail::make_message<T>([&]() -> T&& { return std::move(message); });
    const auto [chosen, would_block] = detail::wait_for(op, limit);
    if (chosen != nullptr && op.result == detail::outcome::done) return {};
    const send_errc code = chosen != nullptr ? send_errc::disconnected
                           : would_block     ? send_errc::would_block
                                             : when_it_would_wait;
    // Built in place: a large message must not stand on the stack several times.
    return result(std::unexpect, code, std::move(detail::value_of<T>(*op.box)));
  }

  handle handle_;
};

/// A handle that does not count as a sender. lock() gives a counted one while any is left.
template <class T>
class weak_sender {
 public:
  weak_sender() noexcept = default;
  explicit weak_sender(const sender<T>& strong) noexcept
      : handle_(detail::access::handle_of(strong)) {}

  [[nodiscard]] std::optional<sender<T>> lock() const noexcept {
    auto strong = handle_.lock();
    if (!strong) return std::nullopt;
    return detail::access::make<sender<T>>(std::move(*strong));
  }

 private:
  detail::weak_handle<detail::direction::send> handle_;
};

STRAIT_END
