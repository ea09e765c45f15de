// waiting_calls.cpp — poll() and select(): wait until descriptors are ready. Files and standard
// streams always are; pipes tell when they change.
#include <poll.h>
#include <sys/select.h>
#include <syscall_arch.h>

#include <chrono>

#include "file_system.hpp"
#include "pipe.hpp"

namespace strait_run::files {
namespace {

using Clock = std::chrono::steady_clock;

/// How many are ready; each says what for.
int look(const FileSystem& system, pollfd* polled, int count) {
  int ready = 0;
  for (int index = 0; index < count; ++index) {
    pollfd& one = polled[index];
    one.revents = 0;
    if (one.fd < 0) continue;
    const OpenFilePointer file = system.open_file(one.fd);
    constexpr short always = POLLERR | POLLHUP | POLLNVAL;
    const short state = file == nullptr ? POLLNVAL : file->node->ready(file->flags);
    one.revents = static_cast<short>(state & (one.events | always));
    ready += one.revents != 0;
  }
  return ready;
}

/// A negative limit: for ever.
int wait_until_ready(pollfd* polled, int count, std::chrono::nanoseconds limit) {
  if (count < 0 || count > descriptor_limit) return -EINVAL;
  return locked([&](FileSystem& system, Lock& lock) {
    const bool for_ever = limit.count() < 0;
    const auto until = Clock::now() + std::min<std::chrono::nanoseconds>(
        limit, std::chrono::hours(24 * 365));
    for (;;) {
      const int ready = look(system, polled, count);
      if (ready > 0) return ready;
      if (for_ever) {
        pipes_changed().wait(lock);
      } else if (Clock::now() >= until) {
        return 0;
      } else {
        pipes_changed().wait_until(lock, until);
      }
    }
  });
}

/// What the C library makes of select()'s timeval.
struct KernelTime {
  long seconds, microseconds;
};

/// One of select()'s sets: null stands for an empty one.
class Set {
 public:
  explicit Set(intptr_t set) : set_(reinterpret_cast<fd_set*>(set)) {}
  bool has(int descriptor) const { return set_ != nullptr && FD_ISSET(descriptor, set_); }
  void clear(int descriptor) {
    if (set_ != nullptr) FD_CLR(descriptor, set_);
  }

 private:
  fd_set* set_;
};

/// Keeps a descriptor in the set when it is ready; says whether it is kept.
bool keep_if(Set& set, int descriptor, bool ready) {
  if (!set.has(descriptor)) return false;
  if (!ready) set.clear(descriptor);
  return ready;
}

}  // namespace
}  // namespace strait_run::files

using namespace strait_run::files;

extern "C" {

int __syscall_poll(intptr_t polled, int count, int milliseconds) {
  return wait_until_ready(reinterpret_cast<pollfd*>(polled), count,
                          std::chrono::milliseconds(milliseconds));
}

int __syscall__newselect(int count, intptr_t readable, intptr_t writable, intptr_t exceptional,
                         intptr_t limit) {
  if (count < 0 || count > FD_SETSIZE) return -EINVAL;
  Set reads(readable), writes(writable), errors(exceptional);
  std::vector<pollfd> polled;
  for (int fd = 0; fd < count; ++fd) {
    const short events = (reads.has(fd) ? POLLIN : 0) | (writes.has(fd) ? POLLOUT : 0);
    if (events != 0) polled.push_back({fd, events, 0});
  }
  std::chrono::nanoseconds time(-1);
  if (const auto* given = reinterpret_cast<const KernelTime*>(limit)) {
    if (given->seconds < 0 || given->microseconds < 0) return -EINVAL;
    time = std::chrono::seconds(given->seconds) + std::chrono::microseconds(given->microseconds);
  }
  const int result = wait_until_ready(polled.data(), static_cast<int>(polled.size()), time);
  if (result < 0) return result;
  int kept = 0;
  for (const pollfd& one : polled) {
    if (one.revents & POLLNVAL) return -EBADF;
    kept += keep_if(reads, one.fd, (one.revents & (POLLIN | POLLHUP)) != 0);
    kept += keep_if(writes, one.fd, (one.revents & (POLLOUT | POLLERR)) != 0);
  }
  for (int fd = 0; fd < count; ++fd) errors.clear(fd);
  return kept;
}
}
