// A notifier only tells that something is there: the function then receives it, or does not.
// expect: strait: the function of a ready_notifier takes nothing
#include <strait/strait.hpp>

void misuse(strait::receiver<int>& rx) {
#ifdef FIXED
  const strait::ready_notifier notifier(rx, [] {});
#else
  const strait::ready_notifier notifier(rx, [](int) {});
#endif
}
