// A receive may end with an error: its handler takes both.
// expect: strait: the handler of on_recv takes a std::expected<T, strait::recv_error>
#include <strait/strait.hpp>
#include <string>

#ifdef FIXED
using argument = std::expected<std::string, strait::recv_error>;
#else
using argument = std::string;
#endif

void misuse(strait::receiver<std::string>& rx) {
  strait::select(strait::on_recv(rx, [](argument) {}));
}
