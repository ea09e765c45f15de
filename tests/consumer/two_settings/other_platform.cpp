// Built with a platform of its own.
#include <strait/strait.hpp>

int other_platform();

/// How many operations its own platform has counted: two.
int other_platform() {
  auto [tx, rx] = strait::bounded<int>(1);
  return tx.send(7) && rx.recv() ? strait::platform::operations : 0;
}
