// devices.cpp — what lies in /dev: the standard streams, and files without an end.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "../standard_streams.hpp"
#include "file_system.hpp"

namespace strait_run::files {
namespace {

constexpr mode_t character_device = S_IFCHR | 0666;

/// The program's input, or one of its two outputs. All that open it share it.
class Console final : public Node {
 public:
  explicit Console(int stream) : Node(character_device), stream_(stream) {}

  ssize_t read(Lock&, int, void* to, std::size_t size, off_t) override {
    if (stream_ != 0) return 0;
    return static_cast<ssize_t>(read_input(static_cast<unsigned char*>(to), size));
  }

  /// Without the lock: output waits for the runner to make room.
  ssize_t write(Lock& lock, int, const void* from, std::size_t size, off_t) override {
    if (stream_ == 0) return -EBADF;
    lock.unlock();
    write_output(stream_, static_cast<const unsigned char*>(from), size);
    lock.lock();
    return static_cast<ssize_t>(size);
  }

 private:
  const int stream_;
};

/// /dev/null, /dev/zero, /dev/full.
class Endless final : public Node {
 public:
  enum class Kind { null, zero, full };
  explicit Endless(Kind kind) : Node(character_device), kind_(kind) {}

  bool seekable() const override { return true; }

  ssize_t read(Lock&, int, void* to, std::size_t size, off_t) override {
    if (kind_ == Kind::null) return 0;
    std::memset(to, 0, size);
    return static_cast<ssize_t>(size);
  }

  ssize_t write(Lock&, int, const void*, std::size_t size, off_t) override {
    return kind_ == Kind::full ? -ENOSPC : static_cast<ssize_t>(size);
  }

 private:
  const Kind kind_;
};

/// /dev/random and /dev/urandom.
class Random final : public Node {
 public:
  Random() : Node(character_device) {}

  ssize_t read(Lock&, int, void* to, std::size_t size, off_t) override {
    constexpr std::size_t most = 256;  // what getentropy() gives in one call
    for (std::size_t done = 0; done < size; done += most) {
      if (getentropy(static_cast<char*>(to) + done, std::min(most, size - done)) != 0) return -EIO;
    }
    return static_cast<ssize_t>(size);
  }

  ssize_t write(Lock&, int, const void*, std::size_t size, off_t) override {
    return static_cast<ssize_t>(size);
  }
};

}  // namespace

NodePointer console_node(int descriptor) { return std::make_shared<Console>(descriptor); }

void fill_devices(Directory& directory) {
  directory.insert("null", std::make_shared<Endless>(Endless::Kind::null));
  directory.insert("zero", std::make_shared<Endless>(Endless::Kind::zero));
  directory.insert("full", std::make_shared<Endless>(Endless::Kind::full));
  const auto random = std::make_shared<Random>();
  directory.insert("random", random);
  directory.insert("urandom", random);
}

}  // namespace strait_run::files
