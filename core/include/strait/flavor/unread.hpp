// unread.hpp — destroys messages that nobody will receive: those in a channel, and one that a case
// of a select has not sent.
//
// A message may hold the last receiver of another channel, or a selector, whose messages are then
// destroyed too, and so on: a chain of any length, which must not become recursion of the same
// depth.
//
// Idea: destructions nest as usual (what a destructor drops is gone when it returns), but only to a
// fixed depth; anything deeper joins the innermost list, whose loop destroys it.
//
// Invariants  I1 while `depth` is `deepest`, `innermost` is the list of the loop that runs now.
#pragma once

#include <utility>

#include <strait/base/message_block.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The loops of destroy_unread() that are running on a thread.
struct unread_loops {
  int depth = 0;
  block_list* innermost = nullptr;
};

/// Requires: no lock held.
inline void destroy_unread(block_list unread) noexcept {
  constexpr int deepest = 16;
  auto& loops = platform::per_thread<unread_loops, unread_loops>();
  if (loops.depth == deepest) return loops.innermost->append(unread);
  ++loops.depth;
  loops.innermost = &unread;
  while (!unread.empty()) unread.pop_front();  // A block's end is that of its messages.
  --loops.depth;
}

}  // namespace detail
STRAIT_END
