// mapping_calls.cpp — files in memory: mmap() copies a file's part, and what a shared mapping
// changed reaches the file at msync() or munmap(). Memory without a file is the C library's own.
#include <emscripten/heap.h>
#include <sys/mman.h>

#include <cstring>

#include "file_system.hpp"

namespace strait_run::files {
namespace {

struct Mapping {
  NodePointer node;
  off_t offset;
};

/// Shared mappings by their address; they outlive the descriptor. Guarded by the lock.
std::map<void*, Mapping>& shared_mappings() {
  static auto& mappings = *new std::map<void*, Mapping>;
  return mappings;
}

/// What lies beyond the file's end stays out of it, as on every system.
int write_back(Lock& lock, void* address, std::size_t size) {
  const auto found = shared_mappings().find(address);
  if (found == shared_mappings().end()) return 0;
  const auto& [node, offset] = found->second;
  if (node->size() <= offset) return 0;
  const auto part = std::min<off_t>(static_cast<off_t>(size), node->size() - offset);
  const ssize_t done = node->write(lock, O_RDWR, address, static_cast<std::size_t>(part), offset);
  return done == part ? 0 : -EIO;
}

int map_file(FileSystem& system, Lock& lock, std::size_t size, int protection, int kind, int fd,
             off_t offset, void** address) {
  const OpenFilePointer file = system.open_file(fd);
  if (file == nullptr) return -EBADF;
  if (!S_ISREG(file->node->mode)) return -ENODEV;
  const bool is_shared = kind == MAP_SHARED;
  const bool writes = (protection & PROT_WRITE) != 0;
  if (!file->readable() || (is_shared && writes && !file->writable())) return -EACCES;
  if (offset < 0) return -EINVAL;
  constexpr std::size_t page_bytes = 65536;
  void* memory = emscripten_builtin_memalign(page_bytes, size);
  if (memory == nullptr) return -ENOMEM;
  std::memset(memory, 0, size);
  file->node->read(lock, O_RDONLY, memory, size, offset);
  if (is_shared && writes) shared_mappings().insert_or_assign(memory, Mapping{file->node, offset});
  *address = memory;
  return 0;
}

}  // namespace
}  // namespace strait_run::files

using namespace strait_run::files;

extern "C" {

int _mmap_js(size_t size, int protection, int flags, int fd, off_t offset, int* allocated,
             void** address) {
  if (size == 0) return -EINVAL;
  if ((protection & PROT_EXEC) != 0) return -EPERM;
  const int kind = flags & MAP_TYPE;
  if (kind != MAP_SHARED && kind != MAP_PRIVATE) return -EINVAL;
  const int error = locked([&](FileSystem& system, Lock& lock) {
    return map_file(system, lock, size, protection, kind, fd, offset, address);
  });
  *allocated = error == 0;
  return error;
}

int _msync_js(void* address, size_t size, int, int, int, off_t) {
  return locked([&](FileSystem&, Lock& lock) { return write_back(lock, address, size); });
}

int _munmap_js(void* address, size_t size, int, int, int, off_t) {
  return locked([&](FileSystem&, Lock& lock) {
    const int error = write_back(lock, address, size);
    shared_mappings().erase(address);
    return error;
  });
}
}
