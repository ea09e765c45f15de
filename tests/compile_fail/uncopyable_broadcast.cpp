// Every subscriber of a broadcast gets a message of its own.
// expect: strait: a broadcast copies its messages
#include <memory>
#include <strait/strait.hpp>

#ifdef FIXED
using message = std::shared_ptr<int>;
#else
using message = std::unique_ptr<int>;
#endif

void misuse() { static_cast<void>(strait::broadcast<message>(1)); }
