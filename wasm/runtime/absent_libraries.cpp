// absent_libraries.cpp — libraries that are loaded at run time.
#include <dlfcn.h>

#include "absent.hpp"

static constexpr const char* no_libraries = "a program is linked statically";

extern "C" {

void* dlopen(const char*, int) {
  (void)STRAIT_REFUSE("dlopen", no_libraries, 0);
  return nullptr;
}
}
