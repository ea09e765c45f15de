// environment.cpp — the environment variables that a program finds: the same for every reader.
// The C library's own come from the runner's thread, which does nothing for a running program.
#include <wasi/api.h>

#include <cstring>
#include <iterator>
#include <string_view>

namespace {

/// In the order of their names.
constexpr std::string_view variables[] = {
    "HOME=/home/web_user", "LANG=C.UTF-8",       "LOGNAME=web_user",
    "PATH=/usr/bin:/bin",  "PWD=/home/web_user", "USER=web_user",
};

}  // namespace

extern "C" {

__wasi_errno_t __wasi_environ_sizes_get(__wasi_size_t* count, __wasi_size_t* bytes) {
  *count = std::size(variables);
  *bytes = 0;
  for (const std::string_view variable : variables) *bytes += variable.size() + 1;
  return 0;
}

__wasi_errno_t __wasi_environ_get(uint8_t** environment, uint8_t* bytes) {
  for (const std::string_view variable : variables) {
    *environment++ = bytes;
    std::memcpy(bytes, variable.data(), variable.size());
    bytes += variable.size();
    *bytes++ = 0;
  }
  return 0;
}
}
