// A message passes from one place to another.
// expect: strait: a message must be movable
#include <strait/strait.hpp>

struct pinned {
#ifdef FIXED
  pinned(pinned&&) = default;
#else
  pinned(pinned&&) = delete;
#endif
};

void misuse() { static_cast<void>(strait::bounded<pinned>(1)); }
