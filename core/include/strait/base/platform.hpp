// platform.hpp — the only door to the machine: atomics, clock, sleeping and waking.
//
// Everything above takes these from `strait::platform` and never from <atomic>, <thread> or an
// operating system. A build may name its own header in STRAIT_PLATFORM_HEADER (a model checker
// does); it then provides the same names:
//
//   platform::atomic<T>                              as std::atomic<T>
//   platform::now() -> steady_clock::time_point
//   platform::may_block() -> bool                    false where sleeping is forbidden
//   platform::sleep(word, expected, until)           sleeps while word == expected, until woken or
//                                                    `until` has passed; may return for no reason;
//                                                    `until` = time_point::max(): no limit
//   platform::wake_one(word*), platform::wake_all(word*)
//                                                    the word may be gone already: only its address
//                                                    is used, and a sleeper that finds another's
//                                                    word there is woken for no reason, which is
//                                                    allowed
//   platform::pause()                                a hint to the processor in a short spin
#pragma once

#include <strait/base/config.hpp>

#if defined(STRAIT_PLATFORM_HEADER)
#include STRAIT_PLATFORM_HEADER
#elif defined(__EMSCRIPTEN__)
#include <strait/base/platform_wasm.hpp>
#elif defined(__linux__)
#include <strait/base/platform_native.hpp>
#else
#error "strait: no platform for this system yet; name a header in STRAIT_PLATFORM_HEADER"
#endif
