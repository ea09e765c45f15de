// Built with the library's assertions.
#include <strait/strait.hpp>

int checked();

int checked() {
  auto [tx, rx] = strait::bounded<int>(1);
  int got = 0;
  strait::selector<> cases;
  cases.recv(rx, [&](auto message) { got = message.value_or(0); });
  if (tx.send(7)) cases.wait();
  return got;
}
