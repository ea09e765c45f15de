// descriptor_calls.cpp — read, write, seek, close, and what else is done to what is open. The
// names are the C library's own; each gives what Linux gives.
#include "descriptor_calls.hpp"

#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <syscall_arch.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "file_system.hpp"
#include "pipe.hpp"

namespace strait_run::files {
namespace {

/// Where in the file: where it stands, and then moves on, or a place that the caller names.
using Offset = std::optional<off_t>;

/// Reads or writes the parts in turn, until one of them falls short; with `first_is_enough`
/// what one part brings is given, and the rest is not waited for.
template <class Part, class Transfer>
ssize_t transfer(OpenFile& file, const Part* parts, std::size_t count, Offset offset,
                 bool first_is_enough, Transfer one_part) {
  const bool seekable = file.node->seekable();
  if (offset && !seekable) return -ESPIPE;
  if (offset && *offset < 0) return -EINVAL;
  off_t at = offset.value_or(file.position);
  ssize_t done = 0;
  for (std::size_t part = 0; part < count; ++part) {
    if (parts[part].buf_len > INT_MAX) return -EINVAL;
    const ssize_t result = one_part(parts[part], at);
    if (result < 0) {
      if (done == 0) return result;
      break;
    }
    done += result;
    at += result;
    if (static_cast<std::size_t>(result) < parts[part].buf_len) break;
    if (first_is_enough && done > 0) break;
  }
  if (!offset && seekable) file.position = at;
  return done;
}

int read_parts(int descriptor, const __wasi_iovec_t* parts, std::size_t count, Offset offset,
               std::size_t* done) {
  const ssize_t result = locked([&](FileSystem& system, Lock& lock) -> ssize_t {
    const OpenFilePointer file = system.open_file(descriptor);
    if (file == nullptr || !file->readable()) return -EBADF;
    const bool waits = !file->node->seekable();
    return transfer(*file, parts, count, offset, waits, [&](const __wasi_iovec_t& part, off_t at) {
      return file->node->read(lock, file->flags, part.buf, part.buf_len, at);
    });
  });
  if (result < 0) return static_cast<int>(-result);
  *done = static_cast<std::size_t>(result);
  return 0;
}

int write_parts(int descriptor, const __wasi_ciovec_t* parts, std::size_t count, Offset offset,
                std::size_t* done) {
  const ssize_t result = locked([&](FileSystem& system, Lock& lock) -> ssize_t {
    const OpenFilePointer file = system.open_file(descriptor);
    if (file == nullptr || !file->writable()) return -EBADF;
    if (!offset && (file->flags & O_APPEND) != 0) file->position = file->node->size();
    return transfer(*file, parts, count, offset, false, [&](const __wasi_ciovec_t& part, off_t at) {
      return file->node->write(lock, file->flags, part.buf, part.buf_len, at);
    });
  });
  if (result < 0) return static_cast<int>(-result);
  *done = static_cast<std::size_t>(result);
  return 0;
}

int read_any(int descriptor, const __wasi_iovec_t* parts, std::size_t count, std::size_t* done) {
  return read_parts(descriptor, parts, count, std::nullopt, done);
}

int write_any(int descriptor, const __wasi_ciovec_t* parts, std::size_t count,
              std::size_t* done) {
  return write_parts(descriptor, parts, count, std::nullopt, done);
}

int close_any(int descriptor) {
  return -locked([&](FileSystem& system, Lock&) { return system.close(descriptor); });
}

int seek_any(int descriptor, std::int64_t offset, int whence, std::uint64_t* position) {
  return -locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer file = system.open_file(descriptor);
    if (file == nullptr) return -EBADF;
    if (!file->node->seekable()) return -ESPIPE;
    if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) return -EINVAL;
    const off_t base = whence == SEEK_SET   ? 0
                       : whence == SEEK_CUR ? file->position
                                            : file->node->size();
    off_t sum = 0;
    if (__builtin_add_overflow(base, offset, &sum)) return -EOVERFLOW;
    if (sum < 0) return -EINVAL;
    file->position = sum;
    *position = static_cast<std::uint64_t>(sum);
    return 0;
  });
}

int status_of_any(int descriptor, __wasi_fdstat_t* status) {
  return -locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer file = system.open_file(descriptor);
    if (file == nullptr) return -EBADF;
    *status = {};
    const mode_t mode = file->node->mode;
    status->fs_filetype = S_ISDIR(mode)   ? __WASI_FILETYPE_DIRECTORY
                          : S_ISREG(mode) ? __WASI_FILETYPE_REGULAR_FILE
                                          : __WASI_FILETYPE_CHARACTER_DEVICE;
    return 0;
  });
}

}  // namespace

constinit const DescriptorCalls own_descriptor_calls{read_any, write_any,     close_any,
                                                     seek_any, status_of_any, leave_files};

namespace {

/// The types of a directory's entries, as readdir() gives them.
void take_entries(OpenFile& file, const Directory& directory) {
  const Node& above = directory.parent != nullptr ? *directory.parent : directory;
  file.entries = {{".", directory.number, directory.mode}, {"..", above.number, above.mode}};
  for (const auto& [name, node] : directory.entries) {
    file.entries.push_back({name, node->number, node->mode});
  }
}

int make_pipe(int* ends, int flags) {
  return locked([&](FileSystem& system, Lock&) {
    if (flags & ~(O_NONBLOCK | O_CLOEXEC)) return -EINVAL;
    const auto pipe = std::make_shared<Pipe>();
    const int kept = flags & O_NONBLOCK;
    const bool close_on_exec = (flags & O_CLOEXEC) != 0;
    const int reads = system.add(std::make_shared<OpenFile>(pipe, O_RDONLY | kept), close_on_exec);
    if (reads < 0) return reads;
    const int writes = system.add(std::make_shared<OpenFile>(pipe, O_WRONLY | kept), close_on_exec);
    if (writes < 0) {
      system.close(reads);
      return writes;
    }
    ends[0] = reads;
    ends[1] = writes;
    return 0;
  });
}

}  // namespace
}  // namespace strait_run::files

using namespace strait_run::files;

extern "C" {

__wasi_errno_t __wasi_fd_pread(__wasi_fd_t fd, const __wasi_iovec_t* parts, size_t count,
                               __wasi_filesize_t offset, __wasi_size_t* done) {
  return read_parts(fd, parts, count, static_cast<off_t>(offset), done);
}

__wasi_errno_t __wasi_fd_pwrite(__wasi_fd_t fd, const __wasi_ciovec_t* parts, size_t count,
                                __wasi_filesize_t offset, __wasi_size_t* done) {
  return write_parts(fd, parts, count, static_cast<off_t>(offset), done);
}

int __syscall_fdatasync(int fd) { return -__wasi_fd_sync(fd); }

int __syscall_fadvise64(int fd, off_t, off_t, int) { return -__wasi_fd_sync(fd); }

int __syscall_ftruncate64(int fd, off_t size) {
  return locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer file = system.open_file(fd);
    if (file == nullptr) return -EBADF;
    return file->writable() ? file->node->resize(size) : -EINVAL;
  });
}

int __syscall_fallocate(int fd, int mode, off_t offset, off_t size) {
  return locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer open = system.open_file(fd);
    if (open == nullptr || !open->writable()) return -EBADF;
    if (mode != 0) return -EOPNOTSUPP;
    if (offset < 0 || size <= 0) return -EINVAL;
    auto* file = dynamic_cast<File*>(open->node.get());
    return file == nullptr ? -ENODEV : file->reserve(offset, size);
  });
}

int __syscall_dup(int fd) {
  return locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer file = system.open_file(fd);
    return file == nullptr ? -EBADF : system.add(file, false);
  });
}

int __syscall_dup3(int from, int to, int flags) {
  return locked([&](FileSystem& system, Lock&) {
    if (from == to || (flags & ~O_CLOEXEC) != 0) return -EINVAL;
    const OpenFilePointer file = system.open_file(from);
    if (file == nullptr || to < 0 || to >= descriptor_limit) return -EBADF;
    system.set(to, file, (flags & O_CLOEXEC) != 0);
    return to;
  });
}

int __syscall_pipe(intptr_t ends) { return make_pipe(reinterpret_cast<int*>(ends), 0); }

int __syscall_pipe2(intptr_t ends, int flags) {
  return make_pipe(reinterpret_cast<int*>(ends), flags);
}

int __syscall_fcntl64(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  const intptr_t argument = va_arg(arguments, intptr_t);
  va_end(arguments);
  return locked([&](FileSystem& system, Lock&) -> int {
    const OpenFilePointer file = system.open_file(fd);
    if (file == nullptr) return -EBADF;
    constexpr int changeable = O_APPEND | O_NONBLOCK;
    switch (command) {
      case F_DUPFD:
      case F_DUPFD_CLOEXEC:
        if (argument < 0 || argument >= descriptor_limit) return -EINVAL;
        return system.add(file, command == F_DUPFD_CLOEXEC, argument);
      case F_GETFD: return system.close_on_exec[fd] ? FD_CLOEXEC : 0;
      case F_SETFD: system.close_on_exec[fd] = (argument & FD_CLOEXEC) != 0; return 0;
      case F_GETFL: return file->flags;
      case F_SETFL: file->flags = (file->flags & ~changeable) | (argument & changeable); return 0;
      // Locks keep other processes away, and there are none.
      case F_GETLK: reinterpret_cast<flock*>(argument)->l_type = F_UNLCK; return 0;
      case F_SETLK:
      case F_SETLKW: return 0;
      default: return -EINVAL;
    }
  });
}

int __syscall_getdents64(int fd, intptr_t buffer, size_t bytes) {
  return locked([&](FileSystem& system, Lock&) -> int {
    const OpenFilePointer file = system.open_file(fd);
    if (file == nullptr) return -EBADF;
    const auto* directory = dynamic_cast<const Directory*>(file->node.get());
    if (directory == nullptr) return -ENOTDIR;
    if (bytes < sizeof(dirent)) return -EINVAL;
    if (file->position == 0) take_entries(*file, *directory);
    auto* place = reinterpret_cast<dirent*>(buffer);
    int written = 0;
    while (file->position < static_cast<off_t>(file->entries.size()) &&
           bytes - written >= sizeof(dirent)) {
      const OpenFile::Entry& entry = file->entries[file->position++];
      *place = {};
      place->d_ino = entry.number;
      place->d_off = file->position;
      place->d_reclen = sizeof(dirent);
      place->d_type = IFTODT(entry.mode);
      std::strncpy(place->d_name, entry.name.c_str(), sizeof place->d_name - 1);
      ++place;
      written += sizeof(dirent);
    }
    return written;
  });
}
}
