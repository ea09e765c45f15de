// A signal without content is sent as an empty struct, or std::monostate.
// expect: strait: a message is an object: a value, a pointer or a std::reference_wrapper
#include <strait/strait.hpp>
#include <variant>

#ifdef FIXED
using signal = std::monostate;
#else
using signal = void;
#endif

void misuse() { static_cast<void>(strait::unbounded<signal>()); }
