// input.cpp — where std::cin and scanf read: a text that the runner puts here before main() begins.
// After it comes the end of the file. Nothing is ever waited for.
#include <emscripten/emscripten.h>
#include <wasi/api.h>

#include <algorithm>
#include <cstring>

#include "control.hpp"

namespace strait_run {
namespace {

unsigned char input[input_bytes];
std::uint32_t taken;  // guarded by the lock of the C library's stdin

}  // namespace
}  // namespace strait_run

// The C library's way in, defined here instead of being imported from JavaScript.
extern "C" __wasi_errno_t __wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t* parts,
                                         size_t part_count, __wasi_size_t* read) {
  using namespace strait_run;
  if (fd != 0) return __WASI_ERRNO_BADF;
  *read = 0;
  for (std::size_t part = 0; part < part_count; ++part) {
    const std::uint32_t left = control.input_size - taken;
    const std::uint32_t size = std::min<std::uint32_t>(left, parts[part].buf_len);
    std::memcpy(parts[part].buf, input + taken, size);
    taken += size;
    *read += size;
  }
  return __WASI_ERRNO_SUCCESS;
}

/// Where the runner writes the text; it sets control.input_size to its length afterwards.
extern "C" EMSCRIPTEN_KEEPALIVE void* strait_input() { return strait_run::input; }
