// A send may end with an error that holds the message: its handler takes both.
// expect: strait: the handler of on_send takes a std::expected<void, strait::send_error<T>>
#include <strait/strait.hpp>

void misuse(strait::sender<int>& tx) {
#ifdef FIXED
  strait::select(strait::on_send(tx, 1, [](auto) {}));
#else
  strait::select(strait::on_send(tx, 1, [] {}));
#endif
}
