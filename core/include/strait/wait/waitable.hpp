// waitable.hpp — what a round of waiting needs from anything that can be waited for.
#pragma once

#include <strait/base/deadline.hpp>
#include <strait/wait/operation.hpp>
#include <strait/wait/wait_queue.hpp>

STRAIT_BEGIN
namespace detail {

class waitable {
 public:
  waitable() = default;
  waitable(const waitable&) = delete;
  waitable& operator=(const waitable&) = delete;

  virtual void lock() noexcept = 0;
  virtual void unlock() noexcept = 0;

  /// Does `op` if it is ready.
  /// Requires: lock held; op.owner is open and none of its operations is enlisted anywhere, or they
  /// are kept, op.owner is not open, and `op` is not enlisted.
  virtual attempt_result attempt(operation& op, wake_list& wakes) noexcept = 0;

  /// Does `op` if nothing needs thought, which costs less than attempt(); false: nothing was done.
  /// Requires: as attempt(), but no lock held.
  virtual bool try_at_once(operation&) noexcept { return false; }

  /// A look without a lock: false if attempt() would wait, as of a moment ago.
  virtual bool might_be_ready(const operation& op) const noexcept = 0;

  /// What attempt() asked for. Requires: no lock held. Throws: std::bad_alloc.
  virtual void provide_memory() {}

  /// Puts `op` into the queue. Requires: lock held since attempt() returned would_wait.
  virtual void enlist(operation& op, wake_list& wakes) noexcept = 0;

  /// Puts a kept operation into the queue while its owner does not wait; false: not now, since some
  /// would take that for a wait. Requires: as enlist().
  virtual bool keep(operation&) noexcept { return true; }  // There is no queue.

  /// Takes `op` out of the queue if it is still there. Requires: lock held.
  virtual void withdraw(operation& op) noexcept = 0;

  /// When time alone makes an operation ready; max(): never.
  virtual time_point due() const noexcept = 0;

  [[no_unique_address]] tracer::channel_data traced;

 protected:
  ~waitable() = default;
};

}  // namespace detail
STRAIT_END
