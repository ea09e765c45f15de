// tbb.cpp — oneTBB's concurrent_bounded_queue in the benchmark. No rendezvous, no select.
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/version.h>

#include "program.hpp"

namespace {

struct tbb_system {
  static constexpr const char* name = "tbb";

  static std::string version() {
    return std::to_string(TBB_VERSION_MAJOR) + '.' + std::to_string(TBB_VERSION_MINOR);
  }

  static bool supports(bench::capacity room) { return room != 0; }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity room) {
      if (room) queue_.set_capacity(static_cast<std::ptrdiff_t>(*room));
    }

    void send(T message) { queue_.push(std::move(message)); }
    T receive() {
      T message;
      queue_.pop(message);
      return message;
    }

   private:
    tbb::concurrent_bounded_queue<T> queue_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(1) {}
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<tbb_system>(count, words); }
