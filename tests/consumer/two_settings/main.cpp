// The files of one program, each built with settings of its own: what one of them does is not
// changed by what the others were built with, whichever the linker meets first.
#include <cstdio>
#include <stdexcept>
#include <strait/strait.hpp>

int without_exceptions();
int checked();
int one_platform();
int other_platform();

int main() {
  if (without_exceptions() != 7 || checked() != 7) {
    std::puts("two_settings: a message did not pass in the other files");
    return 1;
  }
  if (one_platform() != 2 || other_platform() != 2) {
    std::puts("two_settings: a file's operations were not those of its own platform");
    return 1;
  }
  strait::selector<> none;
  try {
    none.wait();
  } catch (const std::logic_error&) {
    return 0;
  }
  std::puts("two_settings: a selector without cases did not throw");
  return 1;
}
