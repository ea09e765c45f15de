// pipe.hpp — bytes from one descriptor to another, with a limited store between them.
#pragma once

#include <condition_variable>
#include <deque>

#include "node.hpp"

namespace strait_run::files {

/// Signalled whenever a pipe is read, written or closed: for pipes that wait, and for poll().
std::condition_variable& pipes_changed();

/// Which end an open file is, its access mode says.
class Pipe final : public Node {
 public:
  Pipe() : Node(S_IFIFO | 0600) {}

  off_t size() const override { return static_cast<off_t>(bytes_.size()); }
  ssize_t read(Lock& lock, int flags, void* to, std::size_t size, off_t) override;
  ssize_t write(Lock& lock, int flags, const void* from, std::size_t size, off_t) override;
  void opened(int flags) override;
  void closed(int flags) override;
  short ready(int flags) const override;

 private:
  static constexpr std::size_t capacity = 65536;

  std::deque<unsigned char> bytes_;
  int readers_ = 0;
  int writers_ = 0;
};

}  // namespace strait_run::files
