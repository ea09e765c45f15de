// The library's own assertions: with STRAIT_CHECKED a broken invariant is printed and ends the
// program; without, it is not even evaluated.
#include <csignal>
#include <cstdlib>
#include <strait/wait/waiter.hpp>

int main() {
#ifdef STRAIT_CHECKED
  // To CTest an abort is a failure, whatever was printed: here it is the success.
  std::signal(SIGABRT, [](int) { std::_Exit(0); });
  strait::detail::waiter claimed_by_nobody;
  claimed_by_nobody.finish();
  return 1;
#else
  bool evaluated = false;
  STRAIT_ASSERT((evaluated = true));
  return evaluated ? 1 : 0;
#endif
}
