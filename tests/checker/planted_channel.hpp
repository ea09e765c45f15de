// planted_channel.hpp — a small channel of capacity 1 with one lock and one word to sleep on, which
// can have one fault.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

#include "machine/machine.hpp"
#include "platform_checked.hpp"
#include "specification.hpp"

namespace planted {

enum class fault : std::uint8_t {
  none,
  close_seen_without_lock,    ///< A send looks for a close before it locks, and not again.
  message_seen_without_lock,  ///< A receive looks for a message before it locks, and not again.
  close_wakes_nobody,
  wakes_one_of_two_kinds,   ///< One wake, where senders and receivers sleep on the same word.
  sleeps_on_what_it_finds,  ///< It reads the word after it has looked, not before.
  takes_without_lock,
  gives_up_without_a_look,  ///< At the deadline it does not look again.
  counts_before_it_makes,   ///< It says that there is a message, then makes it, which may throw.
  keeps_unread,             ///< What nobody receives is not destroyed.
  destroys_twice,           ///< What the close has destroyed, the destructor destroys again.
  unlocks_too_early,        ///< Before it takes the message out.
};

class channel {
 public:
  explicit channel(fault planted) noexcept : fault_(planted) {}
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;
  ~channel() {
    if (fault_ != fault::keeps_unread) destroy();
  }

  bool send(int value) {
    for (;;) {
      std::uint32_t seen = changes_.load(std::memory_order_acquire);
      const bool closed_before = fault_ == fault::close_seen_without_lock && is_closed();
      {
        const std::lock_guard guard(lock_);
        const bool is_over =
            fault_ == fault::close_seen_without_lock ? closed_before : closed_.read();
        if (is_over) return false;
        if (!full_.read()) {
          store(value);
          break;
        }
      }
      if (fault_ == fault::sleeps_on_what_it_finds) seen = changes_.load(std::memory_order_acquire);
      checker::platform::sleep(changes_, seen, std::chrono::steady_clock::time_point::max());
    }
    announce();
    return true;
  }

  /// Until the machine's clock says `until`.
  specification::operation receive(std::int64_t until) {
    using specification::outcome;
    for (;;) {
      std::uint32_t seen = changes_.load(std::memory_order_acquire);
      const bool last_look = until != checker::machine::for_ever &&
                             (until == 0 || checker::machine::the().now() >= until);
      if (last_look && fault_ == fault::gives_up_without_a_look)
        return {.how = outcome::would_wait};
      int value = 0;
      if (take(value)) {
        announce();
        return {.value = value, .how = outcome::done};
      }
      if (is_closed()) return {.how = outcome::disconnected};
      if (last_look) return {.how = outcome::would_wait};
      if (fault_ == fault::sleeps_on_what_it_finds) seen = changes_.load(std::memory_order_acquire);
      changes_.sleep(seen, until);
    }
  }

  void close() {
    {
      const std::lock_guard guard(lock_);
      closed_.write() = true;
    }
    if (fault_ != fault::close_wakes_nobody) announce();
  }

  /// As close(), by the last receiver.
  void discard() {
    {
      const std::lock_guard guard(lock_);
      closed_.write() = true;
      destroy();
      if (fault_ != fault::destroys_twice) full_.write() = false;
    }
    announce();
  }

 private:
  bool is_closed() {
    const std::lock_guard guard(lock_);
    return closed_.read() && !full_.read();
  }

  void announce() {
    changes_.fetch_add(1, std::memory_order_release);
    if (fault_ == fault::wakes_one_of_two_kinds) {
      checker::platform::wake_one(&changes_);
    } else {
      checker::platform::wake_all(&changes_);
    }
  }

  void store(int value) {
    if (fault_ == fault::counts_before_it_makes) full_.write() = true;
    message_.write() =
        new (checker::machine::the().allocate(sizeof(int), alignof(int), true)) int(value);
    full_.write() = true;
  }

  bool take(int& value) {
    if (fault_ == fault::takes_without_lock) return full_.read() && take_out(value);
    std::unique_lock guard(lock_);
    const bool has_message = full_.read();
    if (fault_ == fault::message_seen_without_lock && has_message) {
      guard.unlock();
      guard.lock();
    }
    if (!has_message) return false;
    if (fault_ == fault::unlocks_too_early) guard.unlock();
    return take_out(value);
  }

  bool take_out(int& value) {
    value = *message_.read();
    full_.write() = false;
    checker::machine::the().deallocate(message_.read());
    return true;
  }

  void destroy() {
    if (full_.read()) checker::machine::the().deallocate(message_.read());
  }

  const fault fault_;
  checker::checked_lock lock_;
  checker::cell<int*> message_;
  checker::cell<bool> full_;
  checker::cell<bool> closed_;
  checker::atomic<std::uint32_t> changes_{0};
};

}  // namespace planted
