// idle_channel.hpp — a channel on which nothing ever happens, and one that is closed and drained.
//
// One object of each kind serves all handles; neither is ever freed. `never` is Go's nil channel:
// it disables a case of a select. `closed` is the channel of empty handles.
#pragma once

#include <cstddef>
#include <new>

#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

class idle_channel final : public flavor {
 public:
  static flavor* never() noexcept { return shared<false>(); }
  static flavor* closed() noexcept { return shared<true>(); }

  void lock() noexcept override {}
  void unlock() noexcept override {}
  attempt_result attempt(operation& op, wake_list&) noexcept override {
    if (!closed_) return attempt_result::would_wait;
    return op.settle(op.watch ? operation_state::ready : operation_state::disconnected);
  }
  bool might_be_ready(const operation&) const noexcept override { return closed_; }
  void enlist(operation&, wake_list&) noexcept override {}
  void withdraw(operation&) noexcept override {}
  time_point due() const noexcept override { return time_point::max(); }

  void close() noexcept override {}
  void discard() noexcept override {}

  void set_name(std::string) noexcept override {}  // All handles share this object.

  std::size_t size() noexcept override { return 0; }
  bool full() noexcept override { return true; }
  bool disconnected() noexcept override { return closed_; }
  std::optional<std::size_t> capacity() const noexcept override { return 0; }

 private:
  explicit idle_channel(bool is_closed) noexcept
      : flavor(is_closed ? channel_kind::closed : channel_kind::never, 1, 1, 3),
        closed_(is_closed) {}

  template <bool Closed>
  static flavor* shared() noexcept {
    // Neither allocated, since an empty handle must work when memory is short, nor destroyed, since
    // handles in thread_local and static objects may outlive everything else.
    alignas(idle_channel) static std::byte storage[sizeof(idle_channel)];
    static idle_channel* const it = ::new (static_cast<void*>(storage)) idle_channel(Closed);
    return it;
  }

  const bool closed_;
};

}  // namespace detail
STRAIT_END
