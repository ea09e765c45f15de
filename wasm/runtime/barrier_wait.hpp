// barrier_wait.hpp — std::barrier's wait() in programs of the playground. libc++ sleeps a little
// and looks again, in its header; of two functions the compiler prefers this one, if it is declared
// before <barrier>. A thread that waits sleeps until somebody notifies (atomic_wait.hpp).
//
// Semaphores that wait for a limited time pass that: they keep libc++'s.
#pragma once

#include <__thread/poll_with_backoff.h>
#include <__thread/timed_backoff_policy.h>

#include <memory>
#include <type_traits>

/// Returns once `is_so(what)`, which is asked again whenever an atomic has been notified
/// (trace.cpp).
extern "C" void strait_wait_until(bool (*is_so)(const void*), const void* what);

_LIBCPP_BEGIN_NAMESPACE_STD

template <class Test>
bool __libcpp_thread_poll_with_backoff(Test&& test, __libcpp_timed_backoff_policy&&) {
  using test_type = std::remove_reference_t<Test>;
  strait_wait_until(
      [](const void* what) { return static_cast<bool>((*static_cast<test_type*>(what))()); },
      std::addressof(test));
  return true;
}

_LIBCPP_END_NAMESPACE_STD
