// tree.hpp — from a path to the node that it names.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "node.hpp"

namespace strait_run::files {

using DirectoryPointer = std::shared_ptr<Directory>;

/// Where a path ends: an entry of a directory, which may not exist yet.
struct Place {
  DirectoryPointer directory;
  std::string name;  ///< "." and ".." stand for themselves and are no entries
  NodePointer node;  ///< null: there is no such entry
  bool must_be_directory;  ///< the path ends in a slash

  bool is_dots() const { return name == "." || name == ".."; }
};

template <class T>
using Result = std::expected<T, int>;  ///< the error as -errno

enum class LastLink { followed, kept };

/// Requires the file system's lock. A symbolic link in the middle of the path is always followed.
Result<Place> find(const DirectoryPointer& root, const DirectoryPointer& start,
                   std::string_view path, LastLink last);

/// The absolute path, or ENOENT if the directory was removed.
Result<std::string> path_of(const Directory& directory);

}  // namespace strait_run::files
