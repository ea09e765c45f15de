// A timeout has nothing to tell.
// expect: strait: the handler of on_timeout, on_deadline and on_default takes nothing
#include <chrono>
#include <strait/strait.hpp>

void misuse() {
#ifdef FIXED
  strait::select(strait::on_timeout(std::chrono::seconds(1), [] {}));
#else
  strait::select(strait::on_timeout(std::chrono::seconds(1), [](auto) {}));
#endif
}
