// tree.cpp — one component after the other, symbolic links put in front of what remains.
#include "tree.hpp"

#include <limits.h>

#include <cerrno>

namespace strait_run::files {
namespace {

constexpr int links_limit = 40;

class Walk {
 public:
  Walk(DirectoryPointer root, DirectoryPointer start, std::string_view path)
      : root_(std::move(root)), at_(std::move(start)), rest_(path) {
    if (rest_.starts_with('/')) at_ = root_;
  }

  Result<Place> run(LastLink last) {
    for (;;) {
      if (!next_component()) return Place{at_, ".", at_, true};
      if (!at_->permits(S_IXUSR)) return std::unexpected(-EACCES);
      NodePointer node = look_up();
      auto* link = dynamic_cast<SymbolicLink*>(node.get());
      if (is_last_ && (link == nullptr || (last == LastLink::kept && !slash_follows_))) {
        if (node != nullptr && slash_follows_ && !S_ISDIR(node->mode)) {
          return std::unexpected(-ENOTDIR);
        }
        return Place{at_, name_, node, slash_follows_};
      }
      if (node == nullptr) return std::unexpected(-ENOENT);
      if (link != nullptr) {
        if (++links_ > links_limit) return std::unexpected(-ELOOP);
        rest_ = link->target + (slash_follows_ ? "/" : "") + rest_;
        if (rest_.starts_with('/')) at_ = root_;
        continue;
      }
      at_ = std::dynamic_pointer_cast<Directory>(node);
      if (at_ == nullptr) return std::unexpected(-ENOTDIR);
    }
  }

 private:
  /// Splits the first name off; false when only slashes are left.
  bool next_component() {
    rest_.erase(0, rest_.find_first_not_of('/'));
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('/'), rest_.size());
    name_ = rest_.substr(0, end);
    slash_follows_ = end < rest_.size();
    rest_.erase(0, rest_.find_first_not_of('/', end));
    is_last_ = rest_.empty();
    return true;
  }

  NodePointer look_up() {
    if (name_ == ".") return at_;
    if (name_ != "..") return at_->find(name_);
    return at_->parent == nullptr ? nullptr : at_->parent->shared_from_this();
  }

  const DirectoryPointer root_;
  DirectoryPointer at_;
  std::string rest_;
  std::string name_;
  bool slash_follows_ = false;
  bool is_last_ = false;
  int links_ = 0;
};

}  // namespace

Result<Place> find(const DirectoryPointer& root, const DirectoryPointer& start,
                   std::string_view path, LastLink last) {
  if (path.empty()) return std::unexpected(-ENOENT);
  if (path.size() >= PATH_MAX) return std::unexpected(-ENAMETOOLONG);
  auto place = Walk(root, start, path).run(last);
  if (place && place->name.size() > NAME_MAX) return std::unexpected(-ENAMETOOLONG);
  return place;
}

Result<std::string> path_of(const Directory& directory) {
  std::string path;
  for (const Directory* at = &directory; at->parent != at; at = at->parent) {
    if (at->parent == nullptr) return std::unexpected(-ENOENT);
    path.insert(0, "/" + at->parent->name_of(*at));
  }
  return path.empty() ? "/" : path;
}

}  // namespace strait_run::files
