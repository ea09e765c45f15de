// path_calls.cpp — what names are made, moved and removed by: open, mkdir, unlink, rename, link,
// symlink, chdir. The names are the C library's own; each gives what Linux gives to a user who owns
// all files.
#include <stdarg.h>
#include <syscall_arch.h>

#include <cstring>

#include "file_system.hpp"

namespace strait_run::files {
namespace {

constexpr mode_t permission_bits = 07777;

const char* text(intptr_t path) { return reinterpret_cast<const char*>(path); }

/// 0, or why no entry of the directory may be made or removed.
int refuses_change(const Directory& directory) {
  if (directory.parent == nullptr) return -ENOENT;  // it was removed
  return directory.permits(S_IWUSR | S_IXUSR) ? 0 : -EACCES;
}

/// Makes an entry that must not exist. `node` is called once nothing stands against it.
template <class MakeNode>
int make_entry(const Result<Place>& place, MakeNode make_node) {
  if (!place) return place.error();
  if (place->node != nullptr) return -EEXIST;
  if (const int error = refuses_change(*place->directory)) return error;
  place->directory->insert(place->name, make_node());
  return 0;
}

int open_existing(FileSystem& system, const NodePointer& node, int flags) {
  const bool writes = (flags & O_ACCMODE) != O_RDONLY;
  const bool reads = (flags & O_ACCMODE) != O_WRONLY;
  if (S_ISLNK(node->mode)) return -ELOOP;
  if (S_ISDIR(node->mode) && (writes || (flags & (O_CREAT | O_TRUNC)) != 0)) return -EISDIR;
  if (!S_ISDIR(node->mode) && (flags & O_DIRECTORY) != 0) return -ENOTDIR;
  if ((reads && !node->permits(S_IRUSR)) || (writes && !node->permits(S_IWUSR))) return -EACCES;
  const auto file = std::make_shared<OpenFile>(node, flags & ~(O_CREAT | O_EXCL | O_TRUNC));
  const int descriptor = system.add(file, (flags & O_CLOEXEC) != 0);
  if (descriptor >= 0 && (flags & O_TRUNC) != 0 && writes && S_ISREG(node->mode)) node->resize(0);
  return descriptor;
}

/// O_TMPFILE: a file that never has a name.
int open_unnamed(FileSystem& system, const NodePointer& directory, int flags, mode_t mode) {
  if (directory == nullptr || !S_ISDIR(directory->mode)) return -ENOTDIR;
  if ((flags & O_ACCMODE) == O_RDONLY) return -EINVAL;
  const auto file = std::make_shared<OpenFile>(std::make_shared<File>(mode), flags & ~O_TMPFILE);
  return system.add(file, (flags & O_CLOEXEC) != 0);
}

int open_path(FileSystem& system, int from, const char* path, int flags, mode_t mode) {
  if ((flags & O_ACCMODE) == O_ACCMODE) return -EINVAL;
  const bool exclusive = (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0;
  const bool keep_link = exclusive || (flags & O_NOFOLLOW) != 0;
  const auto place = system.place(from, path, keep_link ? LastLink::kept : LastLink::followed);
  if (!place) return place.error();
  mode &= permission_bits & ~system.mask;
  if ((flags & O_TMPFILE) == O_TMPFILE) return open_unnamed(system, place->node, flags, mode);
  if (place->node != nullptr) {
    return exclusive ? -EEXIST : open_existing(system, place->node, flags);
  }
  if ((flags & O_CREAT) == 0) return -ENOENT;
  if (place->must_be_directory) return -EISDIR;
  if (const int error = refuses_change(*place->directory)) return error;
  const auto node = std::make_shared<File>(mode);
  const auto file = std::make_shared<OpenFile>(node, flags & ~(O_CREAT | O_EXCL | O_TRUNC));
  const int descriptor = system.add(file, (flags & O_CLOEXEC) != 0);
  if (descriptor >= 0) place->directory->insert(place->name, node);
  return descriptor;
}

int remove_file(const Place& place) {
  if (S_ISDIR(place.node->mode)) return -EISDIR;
  if (const int error = refuses_change(*place.directory)) return error;
  place.directory->remove(place.name);
  return 0;
}

int remove_directory(FileSystem& system, const Place& place) {
  auto* directory = dynamic_cast<Directory*>(place.node.get());
  if (directory == nullptr) return -ENOTDIR;
  if (directory == system.root.get()) return -EBUSY;
  if (place.name == ".") return -EINVAL;
  if (!directory->entries.empty() || place.name == "..") return -ENOTEMPTY;
  if (const int error = refuses_change(*place.directory)) return error;
  place.directory->remove(place.name);
  return 0;
}

/// 0, or why a node may not take the place of another.
int refuses_replacement(const Node& moved, const NodePointer& replaced) {
  if (replaced == nullptr) return 0;
  const auto* directory = dynamic_cast<const Directory*>(replaced.get());
  if (directory == nullptr) return S_ISDIR(moved.mode) ? -ENOTDIR : 0;
  if (!S_ISDIR(moved.mode)) return -EISDIR;
  return directory->entries.empty() ? 0 : -ENOTEMPTY;
}

bool is_within(const Directory* directory, const Node& other) {
  for (;; directory = directory->parent) {
    if (directory == &other) return true;
    if (directory == nullptr || directory->parent == directory) return false;
  }
}

int rename_entry(const Place& from, const Place& to) {
  if (from.is_dots() || to.is_dots()) return -EBUSY;
  const NodePointer node = from.node;
  if (node == nullptr) return -ENOENT;
  if (to.must_be_directory && !S_ISDIR(node->mode)) return -ENOTDIR;
  if (node == to.node) return 0;
  if (is_within(to.directory.get(), *node)) return -EINVAL;
  if (const int error = refuses_change(*from.directory)) return error;
  if (const int error = refuses_change(*to.directory)) return error;
  if (const int error = refuses_replacement(*node, to.node)) return error;
  to.directory->insert(to.name, node);  // first: it may fail
  from.directory->remove(from.name);
  if (auto* moved = dynamic_cast<Directory*>(node.get())) moved->parent = to.directory.get();
  return 0;
}

int change_directory(FileSystem& system, const Result<NodePointer>& node) {
  if (!node) return node.error();
  auto directory = std::dynamic_pointer_cast<Directory>(*node);
  if (directory == nullptr) return -ENOTDIR;
  if (!directory->permits(S_IXUSR)) return -EACCES;
  system.current = std::move(directory);
  return 0;
}

}  // namespace
}  // namespace strait_run::files

using namespace strait_run::files;

extern "C" {

int __syscall_openat(int from, intptr_t path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return locked([&](FileSystem& system, Lock&) {
    return open_path(system, from, text(path), flags, mode);
  });
}

int __syscall_mknodat(int from, intptr_t path, int mode, int) {
  return locked([&](FileSystem& system, Lock&) {
    const int type = mode & S_IFMT;
    if (type != 0 && type != S_IFREG) return -EPERM;  // devices, and pipes with names
    return make_entry(system.place(from, text(path), LastLink::kept), [&] {
      return std::make_shared<File>(mode & permission_bits & ~system.mask);
    });
  });
}

int __syscall_mkdirat(int from, intptr_t path, int mode) {
  return locked([&](FileSystem& system, Lock&) {
    return make_entry(system.place(from, text(path), LastLink::kept), [&] {
      return std::make_shared<Directory>(mode & permission_bits & ~system.mask);
    });
  });
}

int __syscall_symlinkat(intptr_t target, int from, intptr_t path) {
  return locked([&](FileSystem& system, Lock&) {
    if (*text(target) == '\0') return -ENOENT;
    if (std::strlen(text(target)) >= PATH_MAX) return -ENAMETOOLONG;
    const auto place = system.place(from, text(path), LastLink::kept);
    if (place && place->node == nullptr && place->must_be_directory) return -ENOENT;
    return make_entry(place, [&] { return std::make_shared<SymbolicLink>(text(target)); });
  });
}

int __syscall_symlink(intptr_t target, intptr_t path) {
  return __syscall_symlinkat(target, AT_FDCWD, path);
}

int __syscall_linkat(int from, intptr_t path, int to, intptr_t name, int flags) {
  return locked([&](FileSystem& system, Lock&) {
    if ((flags & ~AT_SYMLINK_FOLLOW) != 0) return -EINVAL;
    const bool follow = (flags & AT_SYMLINK_FOLLOW) != 0;
    const auto node = system.node(from, text(path), follow ? LastLink::followed : LastLink::kept);
    if (!node) return node.error();
    if (S_ISDIR((*node)->mode)) return -EPERM;
    const auto place = system.place(to, text(name), LastLink::kept);
    if (place && place->node == nullptr && place->must_be_directory) return -ENOENT;
    return make_entry(place, [&] { return *node; });
  });
}

int __syscall_readlinkat(int from, intptr_t path, intptr_t buffer, size_t size) {
  return locked([&](FileSystem& system, Lock&) -> int {
    if (size == 0) return -EINVAL;
    const auto node = system.node(from, text(path), LastLink::kept);
    if (!node) return node.error();
    const auto* link = dynamic_cast<const SymbolicLink*>(node->get());
    if (link == nullptr) return -EINVAL;
    const std::size_t count = std::min(size, link->target.size());
    std::memcpy(reinterpret_cast<char*>(buffer), link->target.data(), count);
    return static_cast<int>(count);
  });
}

int __syscall_unlinkat(int from, intptr_t path, int flags) {
  return locked([&](FileSystem& system, Lock&) {
    if ((flags & ~AT_REMOVEDIR) != 0) return -EINVAL;
    const auto place = system.place(from, text(path), LastLink::kept);
    if (!place) return place.error();
    if (place->node == nullptr) return -ENOENT;
    return flags == AT_REMOVEDIR ? remove_directory(system, *place) : remove_file(*place);
  });
}

int __syscall_rmdir(intptr_t path) { return __syscall_unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int __syscall_renameat(int from, intptr_t path, int to, intptr_t name) {
  return locked([&](FileSystem& system, Lock&) {
    const auto old_place = system.place(from, text(path), LastLink::kept);
    if (!old_place) return old_place.error();
    const auto new_place = system.place(to, text(name), LastLink::kept);
    if (!new_place) return new_place.error();
    return rename_entry(*old_place, *new_place);
  });
}

int __syscall_chdir(intptr_t path) {
  return locked([&](FileSystem& system, Lock&) {
    return change_directory(system, system.node(AT_FDCWD, text(path), LastLink::followed));
  });
}

int __syscall_fchdir(int fd) {
  return locked([&](FileSystem& system, Lock&) {
    const OpenFilePointer file = system.open_file(fd);
    return file == nullptr ? -EBADF : change_directory(system, file->node);
  });
}

int __syscall_getcwd(intptr_t buffer, size_t size) {
  return locked([&](FileSystem& system, Lock&) -> int {
    if (size == 0) return -EINVAL;
    const auto path = path_of(*system.current);
    if (!path) return path.error();
    if (path->size() >= size) return -ERANGE;
    std::memcpy(reinterpret_cast<char*>(buffer), path->c_str(), path->size() + 1);
    return static_cast<int>(path->size() + 1);
  });
}

int __syscall_umask(int mask) {
  return locked([&](FileSystem& system, Lock&) {
    const mode_t before = system.mask;
    system.mask = mask & 0777;
    return static_cast<int>(before);
  });
}
}
