// standard_streams.cpp — the C library's calls for descriptors, defined here instead of being
// imported from JavaScript.
#include "standard_streams.hpp"

#include <cerrno>

namespace strait_run {

constinit std::atomic<const DescriptorCalls*> descriptor_calls{nullptr};
constinit std::atomic<unsigned> closed_streams{0};

namespace {

// order: acquire; pairs with the release of FileSystem::get() after the file system was made
const DescriptorCalls* calls() { return descriptor_calls.load(std::memory_order_acquire); }

bool is_open(int descriptor) {
  return descriptor >= 0 && descriptor <= 2 && (closed_streams.load() >> descriptor & 1) == 0;
}

int read_standard(int descriptor, const __wasi_iovec_t* parts, std::size_t count,
                  std::size_t* done) {
  if (descriptor != 0 || !is_open(descriptor)) return EBADF;
  *done = 0;
  for (std::size_t part = 0; part < count; ++part) {
    *done += read_input(parts[part].buf, parts[part].buf_len);
  }
  return 0;
}

int write_standard(int descriptor, const __wasi_ciovec_t* parts, std::size_t count,
                   std::size_t* done) {
  if (descriptor == 0 || !is_open(descriptor)) return EBADF;
  *done = 0;
  for (std::size_t part = 0; part < count; ++part) {
    write_output(descriptor, parts[part].buf, parts[part].buf_len);
    *done += parts[part].buf_len;
  }
  return 0;
}

}  // namespace

void leave_files() {
  if (const auto* files = calls()) files->leave_files();
}

}  // namespace strait_run

using strait_run::calls;
using strait_run::is_open;

extern "C" {

__wasi_errno_t __wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t* parts, size_t count,
                              __wasi_size_t* done) {
  if (const auto* files = calls()) return files->read(fd, parts, count, done);
  return strait_run::read_standard(fd, parts, count, done);
}

__wasi_errno_t __wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t* parts, size_t count,
                               __wasi_size_t* done) {
  if (const auto* files = calls()) return files->write(fd, parts, count, done);
  return strait_run::write_standard(fd, parts, count, done);
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t fd) {
  if (const auto* files = calls()) return files->close(fd);
  if (!is_open(fd)) return EBADF;
  strait_run::closed_streams |= 1u << fd;
  return 0;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t fd, __wasi_filedelta_t offset, __wasi_whence_t whence,
                              __wasi_filesize_t* position) {
  if (const auto* files = calls()) return files->seek(fd, offset, whence, position);
  return is_open(fd) ? ESPIPE : EBADF;
}

__wasi_errno_t __wasi_fd_fdstat_get(__wasi_fd_t fd, __wasi_fdstat_t* status) {
  if (const auto* files = calls()) return files->status(fd, status);
  if (!is_open(fd)) return EBADF;
  *status = {};
  status->fs_filetype = __WASI_FILETYPE_CHARACTER_DEVICE;
  return 0;
}

__wasi_errno_t __wasi_fd_sync(__wasi_fd_t fd) {
  __wasi_fdstat_t status;
  return __wasi_fd_fdstat_get(fd, &status);
}

// None of the streams is a terminal.
int __syscall_ioctl(int fd, int, ...) {
  __wasi_fdstat_t status;
  return __wasi_fd_fdstat_get(fd, &status) == 0 ? -ENOTTY : -EBADF;
}
}
