// file_system.cpp — how it begins, and the table of descriptors.
#include "file_system.hpp"

#include "../standard_streams.hpp"
#include "descriptor_calls.hpp"

namespace strait_run::files {

FileSystem::FileSystem()
    : root(std::make_shared<Directory>(0755)), current(std::make_shared<Directory>(0755)) {
  root->names = 1;
  root->parent = root.get();
  const auto devices = std::make_shared<Directory>(0755);
  root->insert("dev", devices);
  root->insert("tmp", std::make_shared<Directory>(01777));
  const auto home = std::make_shared<Directory>(0755);
  root->insert("home", home);
  home->insert(user_name, current);  // the environment's HOME
  fill_devices(*devices);
  constexpr std::array streams{std::pair{"stdin", O_RDONLY}, std::pair{"stdout", O_WRONLY},
                               std::pair{"stderr", O_WRONLY}};
  const unsigned closed = closed_streams.load();
  for (int stream = 0; const auto& [name, flags] : streams) {
    const NodePointer node = console_node(stream);
    devices->insert(name, node);
    if ((closed >> stream & 1) == 0) open_files_[stream] = std::make_shared<OpenFile>(node, flags);
    ++stream;
  }
  devices->mode = S_IFDIR | 0555;
}

FileSystem& FileSystem::get() {
  static FileSystem& system = [] -> FileSystem& {
    auto& made = *new FileSystem;
    // order: release; pairs with the acquire in standard_streams.cpp
    descriptor_calls.store(&own_descriptor_calls, std::memory_order_release);
    return made;
  }();
  return system;
}

OpenFilePointer FileSystem::open_file(int descriptor) const {
  if (descriptor < 0 || descriptor >= descriptor_limit) return nullptr;
  return open_files_[descriptor];
}

int FileSystem::add(OpenFilePointer file, bool close_on_exec, int least) {
  for (int descriptor = least; descriptor < descriptor_limit; ++descriptor) {
    if (open_files_[descriptor] != nullptr) continue;
    set(descriptor, std::move(file), close_on_exec);
    return descriptor;
  }
  return -EMFILE;
}

void FileSystem::set(int descriptor, OpenFilePointer file, bool close_on_exec) {
  open_files_[descriptor] = std::move(file);
  this->close_on_exec[descriptor] = close_on_exec;
}

int FileSystem::close(int descriptor) {
  if (open_file(descriptor) == nullptr) return -EBADF;
  open_files_[descriptor] = nullptr;
  return 0;
}

Result<DirectoryPointer> FileSystem::start_of(int descriptor, std::string_view path) const {
  if (descriptor == AT_FDCWD || path.starts_with('/')) return current;
  const OpenFilePointer file = open_file(descriptor);
  if (file == nullptr) return std::unexpected(-EBADF);
  auto directory = std::dynamic_pointer_cast<Directory>(file->node);
  if (directory == nullptr) return std::unexpected(-ENOTDIR);
  return directory;
}

Result<Place> FileSystem::place(int descriptor, const char* path, LastLink last) const {
  if (path == nullptr) return std::unexpected(-EFAULT);
  const auto start = start_of(descriptor, path);
  if (!start) return std::unexpected(start.error());
  return find(root, *start, path, last);
}

Result<NodePointer> FileSystem::node(int descriptor, const char* path, LastLink last) const {
  const auto found = place(descriptor, path, last);
  if (!found) return std::unexpected(found.error());
  if (found->node == nullptr) return std::unexpected(-ENOENT);
  return found->node;
}

}  // namespace strait_run::files
