// endpoint.hpp — what senders and receivers have in common: the channel behind them and its
// queries.
//
// A sender<T> and a receiver<T> are endpoints. All queries may be called by several threads at
// once; the result may be stale by the time the caller reads it.
// Not here: sending (sender.hpp), receiving (receiver.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/flavor/handle.hpp>

STRAIT_BEGIN
namespace detail {

template <direction Side>
class endpoint {
 public:
  /// False for an empty handle: default-constructed or moved from. An empty handle behaves like a
  /// handle of a closed, drained channel.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::sender<int> taken = std::move(tx);
  ///   assert(taken && !tx);
  ///   assert(tx.send(7).error().code == strait::send_errc::disconnected);
  explicit operator bool() const noexcept { return !handle_.empty(); }

  /// Ends the channel for sends from all handles. Messages in the channel can still be received;
  /// waiting senders get their messages back. Handles and counts do not change. Closing a channel
  /// again, a timer or an empty handle does nothing.
  /// Blocks:  never.
  /// Cost:    O(waiting operations), one lock; wakes each of them.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.send(7));
  ///   rx.close();
  ///   assert(tx.send(8).error().code == strait::send_errc::disconnected);
  ///   assert(rx.recv() == 7);
  ///   assert(rx.recv().error() == strait::recv_error::disconnected);
  void close(STRAIT_CALL_SITE_ONLY) const noexcept {
    STRAIT_TRACE_CALL;
    channel().close();
  }

  /// The number of messages in the channel now. Always 0 for a rendezvous channel; 1 for a timer
  /// that is due.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(tx.send(1) && tx.send(2));
  ///   assert(tx.size() == 2 && rx.size() == 2);
  [[nodiscard]] std::size_t size() const noexcept { return channel().size(); }

  /// Whether size() is 0.
  /// Cost:    as size().
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   assert(rx.empty());
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// Whether a send without a waiting receiver would have to wait: always for a rendezvous channel,
  /// never for an unbounded one.
  /// Cost:    as size().
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(!tx.full() && tx.send(1) && tx.full());
  [[nodiscard]] bool full() const noexcept { return channel().full(); }

  /// The number of messages that fit; 0: rendezvous; 1: a timer; none: no limit.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   assert(strait::bounded<int>(8).tx.capacity() == 8);
  ///   assert(strait::unbounded<int>().tx.capacity() == std::nullopt);
  [[nodiscard]] std::optional<std::size_t> capacity() const noexcept {
    return channel().capacity();
  }

  /// Whether the channel is closed, or without senders or receivers: no send will succeed any more.
  /// It may still contain messages.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.send(7) && !rx.is_disconnected());
  ///   tx = {};  // the last sender goes
  ///   assert(rx.is_disconnected() && rx.recv() == 7);
  [[nodiscard]] bool is_disconnected() const noexcept { return channel().disconnected(); }

  /// The number of senders. A timer and never() always have one. 0 for an empty handle.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   const strait::sender<int> another = tx;
  ///   assert(rx.sender_count() == 2);
  [[nodiscard]] std::size_t sender_count() const noexcept { return handle_.sender_count(); }

  /// The number of receivers. 0 for an empty handle.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.receiver_count() == 1);
  [[nodiscard]] std::size_t receiver_count() const noexcept { return handle_.receiver_count(); }

  /// The number of messages displaced by newer ones since the channel was made: by force_send(), or
  /// in the queue of a subscriber that lagged behind a broadcast.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.force_send(1) && tx.force_send(2));
  ///   assert(rx.displaced_count() == 1);
  [[nodiscard]] std::size_t displaced_count() const noexcept { return channel().displaced(); }

  /// A number for logs: 1, 2, 3 … in the order in which channels are made, the same for all handles
  /// of a channel, and never reused in the process. 0: an empty handle.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(tx.id() == rx.id() && tx.id() < strait::bounded<int>(1).tx.id());
  [[nodiscard]] std::uint64_t id() const noexcept { return handle_.id(); }

  /// Gives the channel a name, for logs, traces and debuggers; all its handles see it. Does nothing
  /// for an empty handle and for never().
  /// Throws:  std::bad_alloc.
  /// Cost:    O(length of the name): one allocation, one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   tx.set_name("jobs");
  ///   assert(rx.name() == "jobs");
  void set_name(std::string_view name) const { channel().set_name(std::string(name)); }

  /// The channel's name; empty if it has none.
  /// Throws:  std::bad_alloc.
  /// Cost:    O(length of the name): one allocation, one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   assert(rx.name().empty());
  [[nodiscard]] std::string name() const { return channel().name(); }

 protected:
  endpoint() noexcept = default;
  explicit endpoint(handle<Side> counted) noexcept : handle_(std::move(counted)) {}

  flavor& channel() const noexcept { return *handle_.get(); }

  void swap_channels(endpoint& other) noexcept { handle_.swap(other.handle_); }

 private:
  friend struct access;
  handle<Side> handle_;
};

/// What std::hash is for handles.
struct hash_of_id {
  template <class Handle>
  std::size_t operator()(const Handle& handle) const noexcept {
    return std::hash<std::uint64_t>()(handle.id());
  }
};

}  // namespace detail

/// Whether two handles, of either side, belong to the same channel. All empty handles do.
/// Cost:    O(1), no lock.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   auto [other, unused] = strait::bounded<int>(1);
///   assert(same_channel(tx, rx) && !same_channel(tx, other));
template <detail::direction A, detail::direction B>
[[nodiscard]] bool same_channel(const detail::endpoint<A>& a,
                                const detail::endpoint<B>& b) noexcept {
  return detail::access::handle_of(a).get() == detail::access::handle_of(b).get();
}

namespace detail {

/// One line for a log: what operator<< and std::formatter print.
template <direction Side>
std::string describe(const endpoint<Side>& handle) {
  std::string text = Side == direction::send ? "sender" : "receiver";
  if (!handle) return text + ", empty";
  if (const std::string name = handle.name(); !name.empty()) text += " of \"" + name + '"';
  const channel_kind kind = access::handle_of(handle).get()->kind();
  text.append(": ").append(to_string(kind));
  if (has_chosen_capacity(kind)) text += '(' + std::to_string(*handle.capacity()) + ')';
  if (kind == channel_kind::never) return text;
  text += ", ";
  if (handle.is_disconnected()) text += "disconnected, ";
  const auto count = [&text](std::size_t number, const char* what, const char* after) {
    text += std::to_string(number) + what + (number == 1 ? "" : "s") + after;
  };
  count(handle.size(), " message", ", ");
  if (has_senders(kind)) count(handle.sender_count(), " sender", ", ");
  count(handle.receiver_count(), " receiver", "");
  return text;
}

}  // namespace detail

/// Prints one line for a log. Each number is that of the moment when it is read.
/// Throws:  std::bad_alloc, what the stream throws.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(8);
///   tx.set_name("jobs");
///   std::ostringstream text;
///   text << tx;
///   assert(text.str() == "sender of \"jobs\": bounded(8), 0 messages, 1 sender, 1 receiver");
template <class Traits, detail::direction Side>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const detail::endpoint<Side>& handle) {
  return out << std::string_view(detail::describe(handle));
}

STRAIT_END
