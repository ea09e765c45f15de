// A stop brings nothing along: its handler takes nothing.
// expect: strait: the handler of on_stop takes nothing
#include <stop_token>
#include <strait/strait.hpp>

void misuse(std::stop_token stop) {
#ifdef FIXED
  strait::select(strait::on_stop(stop, [] {}));
#else
  strait::select(strait::on_stop(stop, [](int) {}));
#endif
}
