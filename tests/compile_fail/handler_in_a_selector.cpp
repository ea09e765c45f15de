// The handler of a selector's case takes the result and returns what the selector returns.
#include <strait/strait.hpp>
#include <string>

void misuse(strait::selector<int>& cases, strait::receiver<int>& rx, strait::sender<int>& tx) {
#ifdef FIXED
  cases.recv(rx, [](auto) { return 1; }).send(tx, 1, [](auto) { return 2; });
#else
  // expect: strait: the handler of this case takes a std::expected<T, strait::recv_error>
  cases.recv(rx, [] { return 1; });
  // expect: strait: the handler of this case takes a std::expected<void, strait::send_error<T>>
  cases.send(tx, 1, [](std::string) { return 1; });
  // expect: strait: the handler of this case returns what the selector does
  cases.recv(rx, [](auto) { return std::string("text"); });
#endif
}
