// atomic_wait.hpp — std::atomic's wait() and notify, and what is made of them: semaphores, latches,
// barriers.
//
// libc++ sleeps a little and looks again, for want of a system call that it knows here. These
// functions take the place of its own (by the linker's --wrap): a thread that waits sleeps until
// somebody notifies.
#pragma once

namespace strait_run {

/// Sleeps until the place has been notified; not at all if it has been since the gate of the place
/// was at `before`.
void wait_at_gate(const volatile void* place, long long before) noexcept;

/// Sleeps until `is_so(what)`, which is asked again whenever anything has been notified.
void wait_at_any_gate(bool (*is_so)(const void*), const void* what) noexcept;

}  // namespace strait_run
