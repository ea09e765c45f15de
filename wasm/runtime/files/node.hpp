// node.hpp — what a name in the file system may refer to: a file, a directory, a symbolic link.
// Devices and pipes are nodes, too (devices.cpp, pipe.cpp).
//
// Invariants   I1 a node is read and changed only while the file system's lock is held.
//              I2 `names` counts a node's directory entries; without one it lives while it is open.
//              I3 a directory that is removed has no parent and no entries.
//              I4 a file's bytes beyond its size, within its last block, are zero.
// Not here: how a path leads to a node (tree.cpp), and who may do what (calls_*.cpp).
#pragma once

#include <sys/stat.h>

#include <array>
#include <cstdint>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "machine.hpp"

namespace strait_run::files {

using Lock = std::unique_lock<std::mutex>;

/// No file is longer, though parts that were never written take no room.
inline constexpr off_t file_bytes_limit = off_t{1} << 30;

class Node : public std::enable_shared_from_this<Node> {
 public:
  explicit Node(mode_t mode);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;

  const ino_t number;
  mode_t mode;  ///< type and permissions
  nlink_t names = 0;
  timespec accessed, modified, changed;

  bool permits(mode_t bits) const { return (mode & bits) == bits; }
  void touch_modified();
  void touch_changed();

  virtual off_t size() const { return 0; }
  virtual bool seekable() const { return false; }

  /// Both give the number of bytes, fewer than asked at the end or when room runs out, or an error
  /// as -errno. May release the lock, and may wait.
  virtual ssize_t read(Lock& lock, int flags, void* to, std::size_t size, off_t at);
  virtual ssize_t write(Lock& lock, int flags, const void* from, std::size_t size, off_t at);
  virtual int resize(off_t size);

  /// An open file with these flags begins or ends to use the node.
  virtual void opened(int) {}
  virtual void closed(int) {}

  /// Which of POLLIN, POLLOUT, POLLHUP, POLLERR hold.
  virtual short ready(int flags) const;
};

using NodePointer = std::shared_ptr<Node>;

struct Block {
  std::array<unsigned char, block_bytes> bytes;
};

class File final : public Node {
 public:
  explicit File(mode_t permissions) : Node(S_IFREG | permissions) {}
  ~File() override;

  off_t size() const override { return size_; }
  bool seekable() const override { return true; }
  ssize_t read(Lock&, int flags, void* to, std::size_t size, off_t at) override;
  ssize_t write(Lock&, int flags, const void* from, std::size_t size, off_t at) override;
  int resize(off_t size) override;

  /// Makes room for [at, at + size) beforehand.
  int reserve(off_t at, off_t size);

  /// A null block is one of zeros.
  const std::vector<std::unique_ptr<Block>>& blocks() const { return blocks_; }

  /// Of all files.
  static std::uint32_t blocks_used();

 private:
  Block* block_for_writing(std::size_t index);

  std::vector<std::unique_ptr<Block>> blocks_;
  off_t size_ = 0;
};

class Directory final : public Node {
 public:
  explicit Directory(mode_t permissions) : Node(S_IFDIR | permissions) {}

  off_t size() const override { return block_bytes; }
  bool seekable() const override { return true; }

  NodePointer find(const std::string& name) const;

  /// Takes the place of what had that name.
  void insert(const std::string& name, NodePointer node);
  void remove(const std::string& name);
  std::string name_of(const Node& node) const;

  std::map<std::string, NodePointer> entries;  ///< in order of name, without "." and ".."
  Directory* parent = nullptr;                 ///< the root's is itself

 private:
  void drop(const NodePointer& node);
};

class SymbolicLink final : public Node {
 public:
  explicit SymbolicLink(std::string to) : Node(S_IFLNK | 0777), target(std::move(to)) {}
  off_t size() const override { return static_cast<off_t>(target.size()); }

  const std::string target;
};

}  // namespace strait_run::files
