// attribute_calls.cpp — what is known of a node: stat, chmod, access, times, sizes, free room.
// There is one user, 0, who owns all files and is bound by their permissions all the same.
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <syscall_arch.h>
#include <unistd.h>

#include "file_system.hpp"

namespace strait_run::files {
namespace {

constexpr long memory_file_system = 0x01021994;  // as Linux's own, tmpfs

const char* text(intptr_t path) { return reinterpret_cast<const char*>(path); }

/// What an ...at() call means: a path, or with an empty one the descriptor itself.
Result<NodePointer> node_at(FileSystem& system, int from, intptr_t path, int flags) {
  const bool itself = path == 0 || (*text(path) == '\0' && (flags & AT_EMPTY_PATH) != 0);
  if (!itself) {
    const bool kept = (flags & AT_SYMLINK_NOFOLLOW) != 0;
    return system.node(from, text(path), kept ? LastLink::kept : LastLink::followed);
  }
  if (from == AT_FDCWD) return system.current;
  const OpenFilePointer file = system.open_file(from);
  if (file == nullptr) return std::unexpected(-EBADF);
  return file->node;
}

template <class Change>
int with_node(int from, intptr_t path, int flags, Change change) {
  return locked([&](FileSystem& system, Lock&) -> int {
    const auto node = node_at(system, from, path, flags);
    return node ? change(**node) : node.error();
  });
}

int describe(const Node& node, struct stat& to) {
  to = {};
  to.st_dev = 1;
  to.st_ino = node.number;
  to.st_mode = node.mode;
  to.st_nlink = node.names;
  if (const auto* directory = dynamic_cast<const Directory*>(&node)) {
    to.st_nlink = 2;
    for (const auto& [name, entry] : directory->entries) to.st_nlink += S_ISDIR(entry->mode);
  }
  to.st_size = node.size();
  to.st_blksize = block_bytes;
  if (const auto* file = dynamic_cast<const File*>(&node)) {
    for (const auto& block : file->blocks()) to.st_blocks += block ? block_bytes / 512 : 0;
  }
  to.st_atim = node.accessed;
  to.st_mtim = node.modified;
  to.st_ctim = node.changed;
  return 0;
}

int set_time(timespec& to, const timespec& time) {
  if (time.tv_nsec == UTIME_OMIT) return 0;
  if (time.tv_nsec == UTIME_NOW) return clock_gettime(CLOCK_REALTIME, &to);
  if (time.tv_nsec < 0 || time.tv_nsec >= 1'000'000'000) return -EINVAL;
  to = time;
  return 0;
}

int describe_room(struct statfs& to) {
  to = {};
  to.f_type = memory_file_system;
  to.f_bsize = to.f_frsize = block_bytes;
  to.f_blocks = disk_blocks;
  to.f_bfree = to.f_bavail = disk_blocks - File::blocks_used();
  to.f_namelen = NAME_MAX;
  return 0;
}

int change_owner(int owner, int group) {
  return (owner == -1 || owner == 0) && (group == -1 || group == 0) ? 0 : -EPERM;
}

}  // namespace
}  // namespace strait_run::files

using namespace strait_run::files;

extern "C" {

int __syscall_newfstatat(int from, intptr_t path, intptr_t buffer, int flags) {
  if ((flags & ~(AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW)) != 0) return -EINVAL;
  return with_node(from, path, flags, [&](Node& node) {
    return describe(node, *reinterpret_cast<struct stat*>(buffer));
  });
}

int __syscall_stat64(intptr_t path, intptr_t buffer) {
  return __syscall_newfstatat(AT_FDCWD, path, buffer, 0);
}

int __syscall_lstat64(intptr_t path, intptr_t buffer) {
  return __syscall_newfstatat(AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW);
}

int __syscall_fstat64(int fd, intptr_t buffer) {
  if (fd < 0) return -EBADF;
  return __syscall_newfstatat(fd, 0, buffer, 0);
}

int __syscall_fchmodat2(int from, intptr_t path, int mode, int flags) {
  if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) return -EINVAL;
  return with_node(from, path, flags, [&](Node& node) {
    if (S_ISLNK(node.mode)) return -EOPNOTSUPP;
    node.mode = (node.mode & S_IFMT) | (mode & 07777);
    node.touch_changed();
    return 0;
  });
}

int __syscall_chmod(intptr_t path, int mode) {
  return __syscall_fchmodat2(AT_FDCWD, path, mode, 0);
}

int __syscall_fchmod(int fd, int mode) {
  if (fd < 0) return -EBADF;
  return __syscall_fchmodat2(fd, 0, mode, 0);
}

int __syscall_fchownat(int from, intptr_t path, int owner, int group, int flags) {
  if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) return -EINVAL;
  return with_node(from, path, flags, [&](Node&) { return change_owner(owner, group); });
}

int __syscall_fchown32(int fd, int owner, int group) {
  if (fd < 0) return -EBADF;
  return __syscall_fchownat(fd, 0, owner, group, 0);
}

int __syscall_faccessat(int from, intptr_t path, int wanted, int flags) {
  if ((wanted & ~(R_OK | W_OK | X_OK)) != 0) return -EINVAL;
  if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW)) != 0) return -EINVAL;
  return with_node(from, path, flags & AT_SYMLINK_NOFOLLOW, [&](Node& node) {
    const mode_t bits = (wanted & R_OK ? S_IRUSR : 0) | (wanted & W_OK ? S_IWUSR : 0) |
                        (wanted & X_OK ? S_IXUSR : 0);
    return node.permits(bits) ? 0 : -EACCES;
  });
}

int __syscall_utimensat(int from, intptr_t path, intptr_t times, int flags) {
  if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) return -EINVAL;
  return with_node(from, path, flags, [&](Node& node) {
    const timespec now{0, UTIME_NOW};
    const auto* given = reinterpret_cast<const timespec*>(times);
    if (const int error = set_time(node.accessed, given ? given[0] : now)) return error;
    if (const int error = set_time(node.modified, given ? given[1] : now)) return error;
    node.touch_changed();
    return 0;
  });
}

int __syscall_truncate64(intptr_t path, off_t size) {
  return with_node(AT_FDCWD, path, 0, [&](Node& node) {
    if (S_ISDIR(node.mode)) return -EISDIR;
    return node.permits(S_IWUSR) ? node.resize(size) : -EACCES;
  });
}

int __syscall_statfs64(intptr_t path, size_t, intptr_t buffer) {
  return with_node(AT_FDCWD, path, 0, [&](Node&) {
    return describe_room(*reinterpret_cast<struct statfs*>(buffer));
  });
}

int __syscall_fstatfs64(int fd, size_t, intptr_t buffer) {
  if (fd < 0) return -EBADF;
  return with_node(fd, 0, 0, [&](Node&) {
    return describe_room(*reinterpret_cast<struct statfs*>(buffer));
  });
}
}
