// never.hpp — a channel on which nothing ever happens, and one on which all is over.
//
// One object of each kind serves all handles; neither is ever freed. `never` is Go's nil channel, a
// case switched off in a select. `over` stands behind empty handles: a closed, drained channel.
#pragma once

#include <cstddef>
#include <new>

#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

class idle_channel final : public flavor {
 public:
  static flavor* never() noexcept { return shared<false>(); }
  static flavor* over() noexcept { return shared<true>(); }

  void lock() noexcept override {}
  void unlock() noexcept override {}
  outcome attempt(operation& op, wake_list&) override {
    if (!over_) return outcome::none;
    return op.watch ? outcome::ready : outcome::disconnected;
  }
  void enlist(operation&, wake_list&) noexcept override {}
  void withdraw(operation&) noexcept override {}
  time_point due() const noexcept override { return time_point::max(); }

  void close() noexcept override {}
  void discard() noexcept override {}
  void publish(message_ptr) noexcept override {}
  void abandon() noexcept override {}
  void give_back(message_list&) noexcept override {}
  message_list take(std::size_t) override { return {}; }

  void set_name(std::string) noexcept override {}  // It is everybody's.

  std::size_t size() noexcept override { return 0; }
  bool full() noexcept override { return true; }
  bool disconnected() noexcept override { return over_; }
  std::optional<std::size_t> capacity() const noexcept override { return 0; }

 private:
  explicit idle_channel(bool over) noexcept : flavor(1, 1, 3), over_(over) {}

  template <bool Over>
  static flavor* shared() noexcept {
    // Neither allocated, since an empty handle must work when memory is short, nor destroyed, since
    // handles in thread_local and static objects may outlive everything else.
    alignas(idle_channel) static std::byte storage[sizeof(idle_channel)];
    static idle_channel* const it = ::new (static_cast<void*>(storage)) idle_channel(Over);
    return it;
  }

  const bool over_;
};

}  // namespace detail
STRAIT_END
