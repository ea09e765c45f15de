// pipe.cpp — a read waits for bytes or for the last writer's end, a write for room.
#include "pipe.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace strait_run::files {

std::condition_variable& pipes_changed() {
  // Never destroyed: threads may outlive main().
  static auto& changed = *new std::condition_variable;
  return changed;
}

ssize_t Pipe::read(Lock& lock, int flags, void* to, std::size_t size, off_t) {
  if (size == 0) return 0;
  while (bytes_.empty()) {
    if (writers_ == 0) return 0;
    if (flags & O_NONBLOCK) return -EAGAIN;
    pipes_changed().wait(lock);
  }
  const std::size_t count = std::min(size, bytes_.size());
  std::copy_n(bytes_.begin(), count, static_cast<unsigned char*>(to));
  bytes_.erase(bytes_.begin(), bytes_.begin() + count);
  pipes_changed().notify_all();
  return static_cast<ssize_t>(count);
}

/// Up to PIPE_BUF bytes go in one piece, or not at all.
ssize_t Pipe::write(Lock& lock, int flags, const void* from, std::size_t size, off_t) {
  const auto* source = static_cast<const unsigned char*>(from);
  std::size_t done = 0;
  while (done < size) {
    if (readers_ == 0) return done > 0 ? static_cast<ssize_t>(done) : -EPIPE;
    const std::size_t room = capacity - bytes_.size();
    const std::size_t least = size <= PIPE_BUF ? size : 1;
    if (room < least) {
      if (flags & O_NONBLOCK) return done > 0 ? static_cast<ssize_t>(done) : -EAGAIN;
      pipes_changed().wait(lock);
      continue;
    }
    const std::size_t part = std::min(room, size - done);
    bytes_.insert(bytes_.end(), source + done, source + done + part);
    done += part;
    pipes_changed().notify_all();
  }
  return static_cast<ssize_t>(done);
}

void Pipe::opened(int flags) { ++((flags & O_ACCMODE) == O_RDONLY ? readers_ : writers_); }

void Pipe::closed(int flags) {
  --((flags & O_ACCMODE) == O_RDONLY ? readers_ : writers_);
  pipes_changed().notify_all();
}

short Pipe::ready(int flags) const {
  if ((flags & O_ACCMODE) == O_RDONLY) {
    return (bytes_.empty() ? 0 : POLLIN) | (writers_ == 0 ? POLLHUP : 0);
  }
  return (capacity - bytes_.size() >= PIPE_BUF ? POLLOUT : 0) | (readers_ == 0 ? POLLERR : 0);
}

}  // namespace strait_run::files
