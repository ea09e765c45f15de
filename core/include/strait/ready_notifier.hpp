// ready_notifier.hpp — tells an event loop that a channel has become ready, by calling a function.
//
//   strait::ready_notifier notifier(rx, [&] { loop.post(drain_messages); });
//   void drain_messages() {
//     do {
//       while (auto message = rx.try_recv()) handle(*message);
//     } while (notifier.arm());      // true: something has come meanwhile
//   }
//
// For threads that must not block in a channel because they block elsewhere: a GUI, epoll. It uses
// no thread: the thread that makes the channel ready calls the function after its own operation and
// with no lock held.
//
// Idea: a task's waker in Rust, EPOLLONESHOT: armed for one call, so that no event is lost between
// looking and waiting, and a busy channel does not call a thousand times.
//
// Invariants  I1 op_ is in the channel's queue only while the waiter is open.
//             I2 calls_ is raised before the waiter is finished: a thread that finds it neither
//                open nor claimed and waits until calls_ is 0 has waited for all calls.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

#include <strait/base/access.hpp>
#include <strait/receiver.hpp>
#include <strait/sender.hpp>
#include <strait/wait/wait_round.hpp>

STRAIT_BEGIN
namespace detail {

class registration : waiter, public std::enable_shared_from_this<registration> {
 public:
  /// Keeps the channel's memory, not one of its sides.
  registration(flavor& channel, direction to_or_from) noexcept
      : waiter(&on_finish), channel_(channel), op_(&channel, to_or_from) {
    channel_.endpoints.owners.add();
    op_.watch = true;
  }
  virtual ~registration() { drop_owner(&channel_); }

  bool arm() {
    platform::checkpoint();
    wake_list wakes;
    const std::lock_guard guard(channel_);
    if (op_.listed.read() || is_claimed()) return false;  // The call is still to come.
    reopen();
    return round_.begin_locked(true, wakes) == begun::settled;
  }

  /// Takes the registration back and waits for calls under way on other threads. They may have
  /// armed it again: then once more.
  void disarm() noexcept {
    std::uint32_t own = 0;
    for (const frame* each = innermost(); each != nullptr; each = each->outer) {
      if (each->of == this) ++own;
    }
    do {
      static_cast<void>(round_.cancel());
    } while (await_calls(own));
  }

 private:
  /// One call under way on this thread.
  struct frame {
    explicit frame(registration* called) noexcept : of(called), outer(innermost()) {
      of->calls_.fetch_add(1, std::memory_order_relaxed);
      innermost() = this;
    }
    frame(const frame&) = delete;
    frame& operator=(const frame&) = delete;
    ~frame() {
      innermost() = outer;
      // order: release; pairs with the acquire in disarm().
      of->calls_.fetch_sub(1, std::memory_order_release);
      platform::wake_all(&of->calls_);
    }

    registration* const of;
    frame* const outer;
  };

  /// True if there was a call to wait for.
  bool await_calls(std::uint32_t own) noexcept {
    const bool was_claimed = is_claimed();
    if (was_claimed) await_finish();
    for (bool waited = was_claimed;; waited = true) {
      // order: acquire; pairs with the release in ~frame(): what the calls did is over.
      const std::uint32_t seen = calls_.load(std::memory_order_acquire);
      if (seen <= own) return waited;
      sleep_or_pause(calls_, seen);
    }
  }

  static frame*& innermost() noexcept { return platform::per_thread<frame*, frame>(); }

  static void on_finish(waiter& finished) noexcept {
    auto& self = static_cast<registration&>(finished);
    const std::shared_ptr<registration> alive = self.shared_from_this();
    const frame here(&self);
    self.set_finished();  // From here on it can be armed again, also by the function itself.
    self.call();
  }

  virtual void call() noexcept = 0;

  flavor& channel_;
  operation op_;
  operation* operations_[1] = {&op_};
  waitable* scratch_[1] = {};
  wait_round round_{operations_, scratch_, *this};
  platform::atomic<std::uint32_t> calls_{0};  ///< Calls under way, on any thread.
};

template <class Callback>
class registration_of final : public registration {
  static_assert(std::is_invocable_v<Callback&>,
                "strait: the function of a ready_notifier takes nothing");

 public:
  registration_of(flavor& channel, direction to_or_from, Callback callback)
      : registration(channel, to_or_from), callback_(std::move(callback)) {}

 private:
  void call() noexcept override { std::invoke(callback_); }

  Callback callback_;
};

}  // namespace detail

/// Calls a function when a channel becomes ready: for a receiver, when a receive no longer has to
/// wait (a message or disconnection); for a sender, when a send no longer has to. It does not count
/// as a handle. Only one thread at a time may use a notifier; the function may run on any thread.
class ready_notifier {
 public:
  /// Watches nothing; arm() returns true.
  ready_notifier() noexcept = default;

  /// Watches a channel for something to receive. `callback()` must not block and must not throw.
  /// Not armed yet.
  /// Throws:  std::bad_alloc, what moving `callback` throws.
  /// Cost:    one allocation.
  /// Example:
  ///   auto [tx, rx] = strait::unbounded<int>();
  ///   int handled = 0;
  ///   const auto handle_all = [&] {
  ///     for (int message : rx.try_iter()) handled += message;
  ///   };
  ///   const strait::ready_notifier notifier(rx, handle_all);
  ///   assert(!notifier.arm());
  ///   assert(tx.send(7));  // calls, when it has sent
  ///   assert(handled == 7);
  template <class T, class Callback>
  ready_notifier(const receiver<T>& rx, Callback callback)
      : ready_notifier(detail::access::handle_of(rx), detail::direction::receive,
                       std::move(callback)) {}

  /// The same for a sender: watches a channel for room to send.
  /// Throws:  std::bad_alloc, what moving `callback` throws.
  /// Cost:    one allocation.
  template <class T, class Callback>
  ready_notifier(const sender<T>& tx, Callback callback)
      : ready_notifier(detail::access::handle_of(tx), detail::direction::send,
                       std::move(callback)) {}

  ready_notifier(ready_notifier&&) noexcept = default;
  ready_notifier& operator=(ready_notifier&& other) noexcept {
    ready_notifier(std::move(other)).registered_.swap(registered_);
    return *this;
  }

  /// Disarms it.
  ~ready_notifier() { disarm(); }

  /// Requests one call when the channel becomes ready. The function itself may call arm(). A timer
  /// never calls (event loops have their own timers).
  /// Blocks:  never.
  /// Returns: true: the channel is ready now, and there will be no call; false: the function will
  ///          be called once. false if already armed. For a timer: whether it is due.
  /// Throws:  nothing; for a timer, std::bad_alloc.
  /// Order:   what was sent before the call is visible to the function.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   int calls = 0;
  ///   const strait::ready_notifier notifier(rx, [&] { ++calls; });
  ///   assert(!notifier.arm());  // nothing there yet: it will call
  ///   assert(tx.send(7) && calls == 1);
  ///   assert(notifier.arm());  // ready now: no call is needed
  ///   assert(rx.recv() == 7 && calls == 1);
  [[nodiscard]] bool arm() const { return registered_ == nullptr || registered_->arm(); }

  /// Disarms it: afterwards no call starts, and none is in progress except one that calls disarm()
  /// itself.
  /// Blocks:  while another thread is running the function.
  /// Cost:    O(1), one lock.
  /// Example:
  ///   auto [tx, rx] = strait::bounded<int>(1);
  ///   int calls = 0;
  ///   const strait::ready_notifier notifier(rx, [&] { ++calls; });
  ///   assert(!notifier.arm());
  ///   notifier.disarm();
  ///   assert(tx.send(7) && calls == 0);
  void disarm() const noexcept {
    if (registered_ != nullptr) registered_->disarm();
  }

 private:
  template <class Handle, class Callback>
  ready_notifier(const Handle& handle, detail::direction to_or_from, Callback&& callback)
      : registered_(std::make_shared<detail::registration_of<Callback>>(
            *handle.get(), to_or_from, std::forward<Callback>(callback))) {}

  std::shared_ptr<detail::registration> registered_;
};

STRAIT_END
