// file_system.hpp — the file system: a tree, the open files, and one lock for both.
//
// It exists from the first call that needs more than the three standard streams, so that programs
// without files are not linked with it (standard_streams.hpp). It is never destroyed: threads may
// use it while the program ends.
//
// Invariants   I1 a descriptor's number is the lowest that was free.
//              I2 the lock is held while an open file is destroyed.
// Not here: what a program left behind, for the runner (left_files.cpp).
#pragma once

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <new>
#include <stdexcept>

#include "node.hpp"
#include "tree.hpp"

namespace strait_run::files {

/// What open() makes, and dup() shares.
class OpenFile {
 public:
  OpenFile(NodePointer node, int flags) : node(std::move(node)), flags(flags) {
    this->node->opened(flags);
  }
  ~OpenFile() { node->closed(flags); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool readable() const { return (flags & O_ACCMODE) != O_WRONLY; }
  bool writable() const { return (flags & O_ACCMODE) != O_RDONLY; }

  struct Entry {
    std::string name;
    ino_t number;
    mode_t mode;
  };

  const NodePointer node;
  int flags;
  off_t position = 0;
  std::vector<Entry> entries;  ///< of a directory, as they were when reading it began
};

using OpenFilePointer = std::shared_ptr<OpenFile>;

class FileSystem {
 public:
  /// Made by the first call.
  static FileSystem& get();

  /// Requires the lock, as all below.
  OpenFilePointer open_file(int descriptor) const;

  /// The lowest free descriptor from `least` on, or -EMFILE.
  int add(OpenFilePointer file, bool close_on_exec, int least = 0);

  /// Closes what the descriptor was.
  void set(int descriptor, OpenFilePointer file, bool close_on_exec);
  int close(int descriptor);

  /// Where a relative path of an ...at() call begins.
  Result<DirectoryPointer> start_of(int descriptor, std::string_view path) const;
  Result<Place> place(int descriptor, const char* path, LastLink last) const;
  Result<NodePointer> node(int descriptor, const char* path, LastLink last) const;

  std::mutex mutex;
  DirectoryPointer root;
  DirectoryPointer current;
  mode_t mask = 022;
  std::array<bool, descriptor_limit> close_on_exec{};

 private:
  FileSystem();

  std::array<OpenFilePointer, descriptor_limit> open_files_;
};

/// Runs a call under the lock. Returns -errno; running out of memory is an error like others:
/// nothing is thrown into the C library.
template <class Call>
auto locked(Call call) noexcept -> decltype(call(FileSystem::get(), std::declval<Lock&>())) {
  try {
    FileSystem& system = FileSystem::get();
    Lock lock(system.mutex);
    return call(system, lock);
  } catch (const std::bad_alloc&) {
    return -ENOSPC;
  } catch (const std::length_error&) {
    return -ENOSPC;
  }
}

/// /dev/null and the like, and the standard streams.
void fill_devices(Directory& directory);
NodePointer console_node(int descriptor);

/// Lists what the program leaves behind, in memory, for the runner; no call comes in afterwards.
void leave_files() noexcept;

}  // namespace strait_run::files
