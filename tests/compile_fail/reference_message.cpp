// A reference is no object that a channel could keep.
// expect: strait: a message is an object: a value, a pointer or a std::reference_wrapper
#include <functional>
#include <strait/strait.hpp>

void misuse(int& number) {
#ifdef FIXED
  auto [tx, rx] = strait::bounded<std::reference_wrapper<int>>(1);
#else
  auto [tx, rx] = strait::bounded<int&>(1);
#endif
  static_cast<void>(tx.send(number));
}
