// A message is moved out of its channel; who receives it may make it const.
// expect: strait: a message must not be const
#include <strait/strait.hpp>

#ifdef FIXED
using message = int;
#else
using message = const int;
#endif

void misuse() { static_cast<void>(strait::unbounded<message>()); }
