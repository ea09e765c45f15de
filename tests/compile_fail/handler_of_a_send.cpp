// A send may end with an error: its handler takes both, with the message, or the code alone where
// that is an lvalue or is made later.
// expect: strait: the handler of on_send takes a std::expected<void, strait::send_error<T>>
// expect: that of an lvalue or a callable, a std::expected<void, strait::send_errc>
#include <strait/strait.hpp>

void misuse(strait::sender<int>& tx) {
#ifdef FIXED
  strait::select(strait::on_send(tx, 1, [](auto) {}));
#else
  strait::select(strait::on_send(tx, 1, [] {}));
#endif
}
