// A deadline is a moment by some clock: a local time says nothing until somebody says where.
// expect: strait: a deadline is a time point of a clock, such as steady_clock or system_clock
#include <chrono>
#include <strait/strait.hpp>

void misuse(strait::receiver<int>& rx) {
  const auto moment = std::chrono::system_clock::now();
#ifdef FIXED
  static_cast<void>(rx.recv_until(moment));
#else
  const std::chrono::local_time<std::chrono::nanoseconds> here(moment.time_since_epoch());
  static_cast<void>(rx.recv_until(here));
#endif
}
