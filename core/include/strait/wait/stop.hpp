// stop.hpp — waiting for one operation until a stop is requested, where the standard library has
// std::stop_token. (libc++ 18 has it with -fexperimental-library only.)
#pragma once

#include <version>

#include <strait/wait/wait_loop.hpp>

#ifdef __cpp_lib_jthread
#include <stop_token>

STRAIT_BEGIN
namespace detail {

/// Interrupted: a stop was requested. Like a deadline, it leaves one more look.
inline wait_result wait_for(operation& op, const std::stop_token& stop) {
  operation* operations[] = {&op};
  waitable* channels[1];
  wait_loop loop(operations, channels, selection_order::in_order);
  const std::stop_callback wake(stop, [&loop]() noexcept { loop.interrupt(); });
  return loop.run(deadline::forever());
}

}  // namespace detail
STRAIT_END
#endif
