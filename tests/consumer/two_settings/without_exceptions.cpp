// Built without exceptions.
#include <strait/strait.hpp>

int without_exceptions();

int without_exceptions() {
  auto [tx, rx] = strait::bounded<int>(1);
  int got = 0;
  strait::selector<> cases;
  cases.recv(rx, [&](auto message) { got = message.value_or(0); });
  if (tx.send(7)) cases.wait();
  return got;
}
