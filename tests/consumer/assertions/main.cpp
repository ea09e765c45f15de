// The library's own assertions: with STRAIT_CHECKED a broken invariant is printed and ends the
// program; without, it is not even evaluated.
#include <csignal>
#include <cstdlib>
#include <strait/wait/operation.hpp>

int main() {
#ifdef STRAIT_CHECKED
  // To CTest an abort is a failure, whatever was printed: here it is the success.
  std::signal(SIGABRT, [](int) { std::_Exit(0); });
  strait::detail::operation met(nullptr, strait::detail::direction::receive);
  strait::detail::waiter waits;
  if (waits.claim(met)) waits.reopen();  // A peer is about to finish it.
  return 1;
#else
  bool evaluated = false;
  STRAIT_ASSERT((evaluated = true));
  return evaluated ? 1 : 0;
#endif
}
