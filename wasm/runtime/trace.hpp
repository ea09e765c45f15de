// trace.hpp — what the runtime adds to the trace of a program: threads from their start to their
// end, their waits outside of channels, and the moments of output.
#pragma once

#include <pthread.h>

#include <cstdint>

#include <strait/base/trace.hpp>

namespace strait_run {

/// A thread is about to be started by this one.
strait::trace::announced_thread trace_announce(bool is_main) noexcept;
/// It has been.
void trace_started(strait::trace::announced_thread which, pthread_t thread) noexcept;
/// The calling thread is that one, and begins with this argument.
void trace_begin(strait::trace::announced_thread which, const void* argument) noexcept;

/// Lines have been printed; before them there were so many.
void trace_output(std::uint32_t lines_before) noexcept;

/// The calling thread sleeps, for what it has called (trace.cpp).
class TracedSleep {
 public:
  TracedSleep(std::uintptr_t word, std::uint32_t expected, bool is_endless) noexcept;
  TracedSleep(const TracedSleep&) = delete;
  TracedSleep& operator=(const TracedSleep&) = delete;
  ~TracedSleep();

 private:
  bool is_alone_ = false;
};

}  // namespace strait_run
