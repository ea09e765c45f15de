// left_files.cpp — at the program's end: every file that has a name, for the runner to copy.
#include <emscripten/threading.h>

#include "../control.hpp"
#include "file_system.hpp"

namespace strait_run::files {
namespace {

LeftFiles left;

void add(const std::string& path, const File& file) {
  if (left.count == listed_limit) {
    ++left.omitted;
    return;
  }
  const auto* name = new std::string(path);  // lives as long as the memory
  left.files[left.count++] = {
      .path_address = reinterpret_cast<std::uintptr_t>(name->data()),
      .path_bytes = static_cast<std::uint32_t>(name->size()),
      .bytes = static_cast<std::uint32_t>(file.size()),
      .blocks_address = reinterpret_cast<std::uintptr_t>(file.blocks().data()),
      .block_count = static_cast<std::uint32_t>(file.blocks().size())};
}

/// Directories may be nested deeper than a stack is.
void add_all(const Directory& root) {
  std::vector<std::pair<std::string, const Directory*>> rest{{"", &root}};
  while (!rest.empty()) {
    const auto [path, directory] = rest.back();
    rest.pop_back();
    for (const auto& [name, node] : directory->entries) {
      const std::string full = path + "/" + name;
      if (const auto* file = dynamic_cast<const File*>(node.get())) add(full, *file);
      if (const auto* inner = dynamic_cast<const Directory*>(node.get())) {
        rest.emplace_back(full, inner);
      }
    }
  }
}

/// A thread that crashed inside of a call never gives the lock back: it is not waited for long.
bool lock_for_ever(std::mutex& mutex) {
  for (int round = 0; round < 100; ++round) {
    if (mutex.try_lock()) return true;
    std::uint32_t word = 0;
    emscripten_futex_wait(&word, 0, 1.0);
  }
  return false;
}

}  // namespace

/// The lock is kept: what is listed is not changed any more.
void leave_files() noexcept {
  FileSystem& system = FileSystem::get();
  if (!lock_for_ever(system.mutex)) return;
  try {
    add_all(*system.root);
  } catch (const std::bad_alloc&) {
    // What was listed so far is whole.
  }
  control.files_address = reinterpret_cast<std::uintptr_t>(&left);
}

}  // namespace strait_run::files
