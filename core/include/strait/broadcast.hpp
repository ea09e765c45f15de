// broadcast.hpp — every subscriber gets every message.
//
//   auto news = strait::broadcast<std::string>(16);            // each subscriber has a queue of 16
//   strait::receiver<std::string> rx = news.subscribe();       // an ordinary receiver
//   std::expected<std::size_t, …> reached = news.send("…");     // how many subscribers got it
//
// A subscriber is an ordinary receiver of a bounded channel of its own: you can iterate over it,
// receive with a timeout and use it in a select. It gets what is sent after it has subscribed,
// until its handles are gone or it is closed. All subscribers see all messages in the same order. A
// slow one makes every send wait (lag::wait), or loses its own oldest messages (lag::drop_oldest;
// displaced_count() returns how many); others lose none.
//
// Idea: tokio's and postage's broadcast for the interface; two-phase locking for the order: a send
// first gets a place in every queue, then fills them.
//
// Invariants  I1 only the holder of `turn` sends to the subscribers.
//             I2 no user code runs while `turn` or `lock` is held.
//             I3 with lag::wait all subscribers get a message, or none does.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <strait/base/lock.hpp>
#include <strait/channel.hpp>

STRAIT_BEGIN

/// What a broadcast does when the queue of a subscriber is full.
enum class lag : std::uint8_t {
  wait,         ///< The send waits for it: back-pressure, nothing is lost.
  drop_oldest,  ///< It loses its oldest message; sends never wait for it.
};

namespace detail {

struct turn {};

/// Puts the one message of a channel of turns into it.
inline void give_turn(flavor& turns) {
  turn next;
  operation op(&turns, direction::send, &next);
  static_cast<void>(wait_for(op, deadline::immediate()));
}

/// What all handles of a broadcast share.
template <class T>
class broadcast_state {
 public:
  using subscribers = std::vector<sender<T>>;
  using snapshot = std::shared_ptr<const subscribers>;

  broadcast_state(std::size_t capacity, lag policy)
      : capacity_(std::max(capacity, std::size_t{1})), policy_(policy) {
    give_turn(turns());
  }

  std::size_t capacity() const noexcept { return capacity_; }
  lag policy() const noexcept { return policy_; }

  /// The channel whose only message is the right to send.
  flavor& turns() const noexcept { return *access::handle_of(turns_.rx).get(); }

  snapshot current() const noexcept {
    const std::lock_guard guard(lock_);
    return subscribers_.read();
  }

  bool is_closed() const noexcept {
    const std::lock_guard guard(lock_);
    return closed_.read();
  }

  receiver<T> subscribe() {
    auto [tx, rx] = ends_of<T>(make_channel<T>(channel_kind::subscriber, capacity_));
    for (;;) {
      const snapshot before = current();
      std::shared_ptr<subscribers> after = live_of(*before);
      after->push_back(tx);
      if (replace(before, std::move(after))) break;
    }
    if (is_closed()) access::handle_of(tx).get()->close();
    return receiver<T>(std::move(rx));
  }

  /// A subscriber was found to be gone. It is removed later, since that allocates.
  void note_gone() noexcept {
    const std::lock_guard guard(lock_);
    some_gone_.write() = true;
  }

  void forget_gone() {
    {
      const std::lock_guard guard(lock_);
      if (!some_gone_.read()) return;
      some_gone_.write() = false;
    }
    const snapshot before = current();
    replace(before, live_of(*before));
  }

  void close() noexcept {
    {
      const std::lock_guard guard(lock_);
      closed_.write() = true;
    }
    for (const sender<T>& each : *current()) access::handle_of(each).get()->close();
  }

  static bool still_there(const sender<T>& subscriber) noexcept {
    return !subscriber.is_disconnected();
  }

 private:
  /// With room for one more.
  static std::shared_ptr<subscribers> live_of(const subscribers& all) {
    auto live = std::make_shared<subscribers>();
    live->reserve(all.size() + 1);
    std::copy_if(all.begin(), all.end(), std::back_inserter(*live), &still_there);
    return live;
  }

  /// False: another thread was faster.
  bool replace(const snapshot& before, snapshot after) noexcept {
    const std::lock_guard guard(lock_);
    if (subscribers_.read() != before) return false;
    subscribers_.write().swap(after);
    return true;
  }

  const std::size_t capacity_;
  const lag policy_;
  const channel<turn> turns_ = ends_of<turn>(make_channel<turn>(channel_kind::bounded, 1));
  mutable short_lock lock_;  ///< Guards what follows.
  platform::cell<snapshot> subscribers_{std::make_shared<const subscribers>()};
  platform::cell<bool> some_gone_;
  platform::cell<bool> closed_;
};

/// Holds the turn of a broadcast, if it was available.
class turn_guard {
 public:
  template <class Limit>
  turn_guard(flavor& turns, const Limit& limit)
      : turns_(turns), got_(receive<turn>(turns, limit, recv_error::timeout)) {}
  turn_guard(const turn_guard&) = delete;
  turn_guard& operator=(const turn_guard&) = delete;
  ~turn_guard() {
    if (got_) give_turn(turns_);  // Its memory is there.
  }

  explicit operator bool() const noexcept { return got_.has_value(); }
  /// Why it was not available.
  send_errc error(send_errc time_up) const noexcept {
    if (got_.error() == recv_error::would_block) return send_errc::would_block;
    return got_.error() == recv_error::stopped ? send_errc::stopped : time_up;
  }

 private:
  flavor& turns_;
  const std::expected<turn, recv_error> got_;
};

/// Places granted in several channels: in the end all are filled, or all are given up.
class granted_places {
 public:
  explicit granted_places(std::size_t max) { places_.reserve(max); }
  granted_places(const granted_places&) = delete;
  granted_places& operator=(const granted_places&) = delete;
  ~granted_places() {
    for (slot_channel* each : places_) each->abandon();
  }

  void add(slot_channel& channel) noexcept { places_.push_back(&channel); }

  /// Fills each place with one of `copies` and returns how many there were.
  template <class T>
  std::size_t publish(std::vector<outgoing<T>>& copies) noexcept {
    const std::size_t count = places_.size();
    for (std::size_t i = 0; i < count; ++i) {
      places_[i]->publish(&copies[i].message(), copies[i].id());
    }
    places_.clear();
    return count;
  }

 private:
  std::vector<slot_channel*> places_;
};

}  // namespace detail

/// The sending side of a broadcast; copies are additional handles. When the last one is gone, the
/// subscribers drain what they have and then get `disconnected`. Empty when default-constructed or
/// moved from: sends fail with `disconnected`, and subscribers are drained.
template <class T>
class broadcast_sender {
 public:
  using value_type = T;
  using result = std::expected<std::size_t, send_error<T>>;

  /// An empty handle.
  broadcast_sender() noexcept = default;

  /// False for an empty handle: default-constructed or moved from.
  /// Example:
  ///   const strait::broadcast_sender<int> none;
  ///   assert(!none && none.send(7).error().code == strait::send_errc::disconnected);
  explicit operator bool() const noexcept { return state_ != nullptr; }

  /// A receiver of all messages that are sent from now on. Copies of it share the messages; to get
  /// all of them, subscribe again.
  /// Blocks:  never.
  /// Returns: the receiver of a bounded channel; disconnected if the broadcast is empty or closed.
  /// Throws:  std::bad_alloc.
  /// Order:   a send that begins after this call reaches the subscriber.
  /// Cost:    O(subscribers).
  /// Example:
  ///   const auto news = strait::broadcast<std::string>(8);
  ///   const auto one = news.subscribe();
  ///   const auto other = news.subscribe();
  ///   assert(news.send("both get it") == 2);
  ///   assert(one.recv() == "both get it" && other.recv() == "both get it");
  [[nodiscard]] receiver<T> subscribe(STRAIT_CALL_SITE_ONLY) const {
    STRAIT_TRACE_CALL;
    return state_ != nullptr ? state_->subscribe() : receiver<T>();
  }

  /// Sends `message` to all subscribers, waiting while one of them is full (lag::wait) or another
  /// send is in progress.
  /// Blocks:  until all have room; with lag::drop_oldest, subscribers always have room.
  /// Returns: how many subscribers got it, 0 if there is none; or `disconnected` with the message
  ///          after close(); or `would_block` with it, if it would have to wait and the thread may
  ///          not sleep.
  /// Throws:  std::bad_alloc, what T's copy and move throw; then no subscriber got it.
  /// Order:   all subscribers see the messages of all senders in one order.
  /// Cost:    O(subscribers): a copy, an allocation and two locks for each.
  /// Example:
  ///   const auto news = strait::broadcast<int>(2, strait::lag::drop_oldest);
  ///   const auto slow = news.subscribe();
  ///   for (int i = 1; i <= 5; ++i) assert(news.send(i) == 1);
  ///   assert(slow.recv() == 4 && slow.recv() == 5);
  ///   assert(slow.displaced_count() == 3);
  [[nodiscard]] result send(T message STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_to_all(std::move(message), detail::deadline::forever(), send_errc::would_block);
  }

  /// Sends `message` to all subscribers, waiting until `stop` is requested at the latest.
  /// Blocks:  as send(message), until the stop.
  /// Returns: as send(message); or `stopped` with it, and no subscriber got it.
  /// Throws:  as send(message).
  /// Order:   as send(message).
  /// Cost:    as send(message).
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   const auto full = news.subscribe();
  ///   assert(news.send(1) == 1);
  ///   std::stop_source source;
  ///   source.request_stop();
  ///   assert(news.send(2, source.get_token()).error().code == strait::send_errc::stopped);
  [[nodiscard]] result send(T message, const stop_token& stop STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_to_all(std::move(message), detail::stop_or_deadline{stop}, send_errc::stopped);
  }

  /// Sends `message` to all subscribers if it can do so without waiting.
  /// Blocks:  never.
  /// Returns: as send(); or `full` with the message if a subscriber is full or another send is in
  ///          progress, and no subscriber got it.
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   const auto one = news.subscribe();
  ///   assert(news.try_send(1) == 1);
  ///   const auto other = news.subscribe();
  ///   assert(news.try_send(2).error().code == strait::send_errc::full);
  ///   assert(other.empty());  // all of them, or none
  [[nodiscard]] result try_send(T message STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_to_all(std::move(message), detail::deadline::immediate(), send_errc::full);
  }

  /// Sends `message` to all subscribers, waiting for at most `duration`, or until `stop` is
  /// requested. The duration may have any unit; zero or less does not wait; the largest waits for
  /// ever.
  /// Blocks:  as send(), until the time is up; then it tries once more.
  /// Returns: as send(); or `timeout` or `stopped` with the message, and no subscriber got it.
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   const auto slow = news.subscribe();
  ///   assert(news.send_for(1, 1ms) == 1);
  ///   assert(news.send_for(2, 1ms).error().code == strait::send_errc::timeout);
  template <class Rep, class Period>
  [[nodiscard]] result send_for(
      T message, std::chrono::duration<Rep, Period> duration,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_to_all(std::move(message),
                       detail::stop_or_deadline{stop, detail::deadline::after(duration)},
                       send_errc::timeout);
  }

  /// Sends `message` to all subscribers, waiting until `moment` at the latest: a time point of any
  /// clock. A clock other than std::chrono::steady_clock is read once, now. `stop` ends the wait
  /// earlier.
  /// Blocks:  as send_for().
  /// Returns: as send_for().
  /// Throws:  as send().
  /// Order:   as send().
  /// Cost:    as send().
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   assert(news.send_until(1, std::chrono::steady_clock::now()) == 0);  // nobody listens
  template <class Clock, class Duration>
  [[nodiscard]] result send_until(
      T message, std::chrono::time_point<Clock, Duration> moment,
      const stop_token& stop = {} STRAIT_CALL_SITE) const {
    STRAIT_TRACE_CALL;
    return send_to_all(std::move(message),
                       detail::stop_or_deadline{stop, detail::deadline::at(moment)},
                       send_errc::timeout);
  }

  /// Ends the broadcast for all handles: waiting sends get their messages back, subscribers drain
  /// what they have. Closing again does nothing.
  /// Blocks:  never.
  /// Cost:    O(subscribers).
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   const auto subscriber = news.subscribe();
  ///   assert(news.send(7) == 1);
  ///   news.close();
  ///   assert(subscriber.recv() == 7);
  ///   assert(subscriber.recv().error() == strait::recv_error::disconnected);
  void close(STRAIT_CALL_SITE_ONLY) const noexcept {
    STRAIT_TRACE_CALL;
    if (state_ != nullptr) state_->close();
  }

  /// Whether it is closed or an empty handle: sends fail with `disconnected`. A broadcast without
  /// subscribers is not disconnected.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   assert(!news.is_disconnected());
  ///   news.close();
  ///   assert(news.is_disconnected());
  [[nodiscard]] bool is_disconnected() const noexcept {
    return state_ == nullptr || state_->is_closed();
  }

  /// The number of subscribers that still have a handle and are not closed.
  /// Cost:    O(subscribers), a lock for each.
  /// Example:
  ///   const auto news = strait::broadcast<int>(1);
  ///   auto subscriber = news.subscribe();
  ///   assert(news.subscriber_count() == 1);
  ///   subscriber = {};
  ///   assert(news.subscriber_count() == 0);
  [[nodiscard]] std::size_t subscriber_count() const noexcept {
    if (state_ == nullptr) return 0;
    const auto all = state_->current();
    return static_cast<std::size_t>(std::count_if(all->begin(), all->end(), &state::still_there));
  }

  /// The number of messages that fit into each subscriber's queue, 1 or more; 0 for an empty
  /// handle.
  /// Cost:    O(1), no lock.
  /// Example:
  ///   assert(strait::broadcast<int>(8).capacity() == 8);
  [[nodiscard]] std::size_t capacity() const noexcept {
    return state_ != nullptr ? state_->capacity() : 0;
  }

  /// Swaps two handles.
  /// Example:
  ///   auto news = strait::broadcast<int>(8);
  ///   strait::broadcast_sender<int> other;
  ///   swap(news, other);
  ///   assert(!news && other.capacity() == 8);
  friend void swap(broadcast_sender& a, broadcast_sender& b) noexcept { a.state_.swap(b.state_); }

 private:
  friend struct detail::access;
  using state = detail::broadcast_state<T>;
  using copies_of_message = std::vector<detail::outgoing<T>>;
  explicit broadcast_sender(std::shared_ptr<state> shared) noexcept : state_(std::move(shared)) {}

  template <class Limit>
  result send_to_all(T&& message, const Limit& limit, send_errc time_up) const {
    if (state_ == nullptr) {
      return result(std::unexpect, send_errc::disconnected, std::move(message));
    }
    state_->forget_gone();
    copies_of_message copies;  // The first one holds `message` itself.
    copies.emplace_back([&]() -> T&& { return std::move(message); });
    std::size_t wanted = 0;
    std::expected<std::size_t, send_errc> reached;
    do {
      wanted = state_->current()->size();
      while (copies.size() < wanted) {
        copies.push_back(detail::outgoing<T>([&]() -> const T& { return copies.front().value(); }));
      }
      reached = fill_all(copies, limit, time_up);
    } while (reached && *reached > copies.size());
    if (reached) {
      if (*reached < wanted) state_->note_gone();
      return *reached;
    }
    return result(std::unexpect, reached.error(), std::move(copies.front().value()));
  }

  /// Gives each subscriber one of `copies` and returns how many got one. If there are more
  /// subscribers than copies, returns their number and does nothing.
  template <class Limit>
  std::expected<std::size_t, send_errc> fill_all(copies_of_message& copies, const Limit& limit,
                                                 send_errc time_up) const {
    const detail::turn_guard turn(state_->turns(), limit);
    if (!turn) return std::unexpected(turn.error(time_up));
    const auto subscribers = state_->current();
    if (state_->is_closed()) return std::unexpected(send_errc::disconnected);
    if (subscribers->size() > copies.size()) return subscribers->size();
    if (state_->policy() == lag::drop_oldest) return push_all(*subscribers, copies);

    detail::granted_places places(subscribers->size());
    for (const sender<T>& each : *subscribers) {
      detail::slot_channel& channel = detail::engine_of(*detail::access::handle_of(each).get());
      detail::operation op(&channel, detail::direction::send);
      op.id = copies.front().id();
      const detail::wait_result waited = detail::wait_for(op, limit);
      if (waited.end != detail::wait_end::chosen) {
        return std::unexpected(detail::error_of(waited.end, time_up));
      }
      if (op.state() == detail::operation_state::place_reserved) {
        places.add(channel);
      } else if (state_->is_closed()) {
        return std::unexpected(send_errc::disconnected);
      }
    }
    return places.publish(copies);
  }

  /// A displaced message takes the place of the copy and is destroyed later, with the copies (I2).
  static std::size_t push_all(const std::vector<sender<T>>& subscribers,
                              copies_of_message& copies) {
    for (const sender<T>& each : subscribers) {  // What follows does not throw.
      detail::engine_of(*detail::access::handle_of(each).get()).require_memory();
    }
    std::size_t reached = 0;
    for (const sender<T>& each : subscribers) {
      detail::outgoing<T>& copy = copies[reached];
      detail::operation op(detail::access::handle_of(each).get(), detail::direction::send,
                           &copy.message());
      op.id = copy.id();
      op.displaces = true;
      static_cast<void>(detail::wait_for(op, detail::deadline::immediate()));
      if (op.state() == detail::operation_state::done) ++reached;
    }
    return reached;
  }

  std::shared_ptr<state> state_;
};

/// A broadcast whose subscribers store at least 1 and at most `capacity` messages each. T is copied
/// for every subscriber but one; `policy` decides what happens when a subscriber is full.
/// Returns: its sender.
/// Throws:  std::bad_alloc.
/// Cost:    a few allocations; a channel for each subscriber.
/// Example:
///   const auto news = strait::broadcast<int>(8);
///   assert(news.send(7) == 0);  // nobody listens: that is no error
///   const auto late = news.subscribe();
///   assert(news.send(8) == 1 && late.recv() == 8);
template <class T>
[[nodiscard]] broadcast_sender<T> broadcast(std::size_t capacity,
                                            lag policy = lag::wait STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  static_assert(std::copy_constructible<T>, "strait: a broadcast copies its messages");
  return detail::access::make<broadcast_sender<T>>(
      std::make_shared<detail::broadcast_state<T>>(capacity, policy));
}

STRAIT_END
