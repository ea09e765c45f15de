// obey_stop.hpp — strait's trace seam (STRAIT_TRACE_HEADER) in programs of the playground: every
// operation on a channel looks at the stop word, so that Stop also ends a program that only tries.
#pragma once

/// Ends the calling thread when the run shall end (runtime/threads.cpp).
extern "C" void strait_obey_stop() noexcept;

STRAIT_BEGIN
namespace trace {

inline void note(event what, const void*) noexcept {
  if (what == event::attempt) strait_obey_stop();
}

inline void name(const void*, std::string_view) noexcept {}

}  // namespace trace
STRAIT_END
