// unread.hpp — destroys the messages of a channel that nobody will receive.
//
// A message may hold the last receiver of another channel, whose messages then go as well, and so
// on: a chain of any length, which the stack must not mirror.
//
// Idea: destructions nest as everybody expects (what a destructor drops is gone when it goes on),
// but only so deep; what is deeper joins the list of the innermost one, which is worked off in its
// loop.
//
// Invariants  I1 `innermost` is that of the loop that runs now where `depth` is the deepest.
#pragma once

#include <utility>

#include <strait/base/box.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The loops of destroy_unread() that a thread is in.
struct unread_loops {
  int depth = 0;
  box_list* innermost = nullptr;
};

/// Requires: no lock held.
inline void destroy_unread(box_list unread) noexcept {
  constexpr int deepest = 16;
  auto& loops = platform::per_thread<unread_loops, unread_loops>();
  if (loops.depth == deepest) return loops.innermost->append(unread);
  ++loops.depth;
  loops.innermost = &unread;
  while (!unread.empty()) unread.pop_front();
  --loops.depth;
}

}  // namespace detail
STRAIT_END
