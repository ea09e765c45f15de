// lost_wakes.hpp — makes up for notifications that the standard library loses.
//
// Where there is no futex (Windows), what waits in libstdc++ before GCC 16 looks at its word, then
// waits on a condition variable: a notification between the two is lost. So wait std::barrier, the
// semaphores and atomic variables, and the destructor of a std::stop_callback that is being called.
#pragma once

#include <atomic>
#if defined(__GLIBCXX__) && !defined(_GLIBCXX_HAVE_PLATFORM_WAIT) && _GLIBCXX_RELEASE < 16
#define STRAIT_TEST_LOSES_WAKES
#include <semaphore>
#endif

namespace test {

#ifdef STRAIT_TEST_LOSES_WAKES
inline constexpr bool loses_wakes = true;

/// Notifies all that wait so, to be called now and then: whoever wakes for no reason waits again.
/// They stand in 16 queues, chosen by the address of what they wait for.
inline void notify_all_again() {
  static std::atomic<int> words[16];
  for (std::atomic<int>& each : words) each.notify_all();
  // Only another semaphore reaches those that wait for one.
  struct gate {
    std::binary_semaphore semaphore{0};
  };
  static gate gates[16];
  for (gate& each : gates) {
    each.semaphore.release();
    each.semaphore.acquire();
  }
}
#else
inline constexpr bool loses_wakes = false;
inline void notify_all_again() {}
#endif

}  // namespace test
