// node.cpp — files as blocks that are made when they are first written, and directories.
#include "node.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace strait_run::files {
namespace {

ino_t last_number = 0;
std::uint32_t used = 0;  // blocks of all files

timespec now() {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time;
}

std::uint32_t blocks_for(off_t size) {
  return static_cast<std::uint32_t>((size + block_bytes - 1) / block_bytes);
}

}  // namespace

Node::Node(mode_t mode)
    : number(++last_number), mode(mode), accessed(now()), modified(accessed), changed(accessed) {}

void Node::touch_modified() { modified = changed = now(); }
void Node::touch_changed() { changed = now(); }

ssize_t Node::read(Lock&, int, void*, std::size_t, off_t) { return -EISDIR; }
ssize_t Node::write(Lock&, int, const void*, std::size_t, off_t) { return -EISDIR; }
int Node::resize(off_t) { return -EINVAL; }
short Node::ready(int) const { return POLLIN | POLLOUT; }

std::uint32_t File::blocks_used() { return used; }

File::~File() {
  used -= std::ranges::count_if(blocks_, [](const auto& block) { return block != nullptr; });
}

Block* File::block_for_writing(std::size_t index) {
  if (blocks_.size() <= index) blocks_.resize(index + 1);
  auto& block = blocks_[index];
  if (block == nullptr) {
    if (used >= disk_blocks) return nullptr;
    block.reset(new (std::nothrow) Block{});
    if (block != nullptr) ++used;
  }
  return block.get();
}

ssize_t File::read(Lock&, int, void* to, std::size_t size, off_t at) {
  if (at >= size_) return 0;
  size = static_cast<std::size_t>(std::min<off_t>(static_cast<off_t>(size), size_ - at));
  auto* target = static_cast<unsigned char*>(to);
  for (std::size_t done = 0; done < size;) {
    const auto index = static_cast<std::size_t>((at + done) / block_bytes);
    const auto offset = static_cast<std::size_t>((at + done) % block_bytes);
    const std::size_t part = std::min<std::size_t>(size - done, block_bytes - offset);
    if (index < blocks_.size() && blocks_[index] != nullptr) {
      std::memcpy(target + done, blocks_[index]->bytes.data() + offset, part);
    } else {
      std::memset(target + done, 0, part);
    }
    done += part;
  }
  accessed = now();
  return static_cast<ssize_t>(size);
}

ssize_t File::write(Lock&, int, const void* from, std::size_t size, off_t at) {
  if (size == 0) return 0;
  if (at >= file_bytes_limit) return -EFBIG;
  size = static_cast<std::size_t>(std::min<off_t>(static_cast<off_t>(size), file_bytes_limit - at));
  const auto* source = static_cast<const unsigned char*>(from);
  std::size_t done = 0;
  while (done < size) {
    const auto offset = static_cast<std::size_t>((at + done) % block_bytes);
    const std::size_t part = std::min<std::size_t>(size - done, block_bytes - offset);
    Block* block = block_for_writing(static_cast<std::size_t>((at + done) / block_bytes));
    if (block == nullptr) break;
    std::memcpy(block->bytes.data() + offset, source + done, part);
    done += part;
    size_ = std::max(size_, at + static_cast<off_t>(done));
  }
  if (done == 0) return -ENOSPC;
  touch_modified();
  return static_cast<ssize_t>(done);
}

int File::resize(off_t size) {
  if (size < 0) return -EINVAL;
  if (size > file_bytes_limit) return -EFBIG;
  if (size < size_) {
    const std::uint32_t kept = blocks_for(size);
    for (std::size_t index = kept; index < blocks_.size(); ++index) {
      if (blocks_[index] != nullptr) --used;
    }
    blocks_.resize(std::min<std::size_t>(blocks_.size(), kept));
    const auto rest = static_cast<std::size_t>(size % block_bytes);
    if (rest != 0 && blocks_.size() == kept && blocks_.back() != nullptr) {
      std::fill(blocks_.back()->bytes.begin() + rest, blocks_.back()->bytes.end(), 0);
    }
  }
  size_ = size;
  touch_modified();
  return 0;
}

int File::reserve(off_t at, off_t size) {
  if (at > file_bytes_limit || size > file_bytes_limit - at) return -EFBIG;
  for (std::uint32_t index = at / block_bytes; index < blocks_for(at + size); ++index) {
    if (block_for_writing(index) == nullptr) return -ENOSPC;
  }
  return at + size > size_ ? resize(at + size) : 0;
}

NodePointer Directory::find(const std::string& name) const {
  const auto found = entries.find(name);
  return found == entries.end() ? nullptr : found->second;
}

void Directory::insert(const std::string& name, NodePointer node) {
  NodePointer& place = entries[name];
  if (place != nullptr) drop(place);
  ++node->names;
  node->touch_changed();
  if (auto* directory = dynamic_cast<Directory*>(node.get())) directory->parent = this;
  place = std::move(node);
  touch_modified();
}

void Directory::remove(const std::string& name) {
  const auto found = entries.find(name);
  drop(found->second);
  entries.erase(found);
  touch_modified();
}

void Directory::drop(const NodePointer& node) {
  --node->names;
  node->touch_changed();
  if (auto* directory = dynamic_cast<Directory*>(node.get())) directory->parent = nullptr;
}

std::string Directory::name_of(const Node& node) const {
  for (const auto& [name, entry] : entries) {
    if (entry.get() == &node) return name;
  }
  return {};
}

}  // namespace strait_run::files
