// boost-fiber.cpp — Boost.Fiber's channels in the benchmark, between threads like all others:
// each thread is its own main fiber. The size of a buffered channel is a power of two, and one slot
// of it stays free.
#include <bit>
#include <boost/fiber/buffered_channel.hpp>
#include <boost/fiber/unbuffered_channel.hpp>
#include <boost/version.hpp>

#include "program.hpp"

namespace {

struct boost_fiber_system {
  static constexpr const char* name = "boost-fiber";

  static std::string version() {
    return std::to_string(BOOST_VERSION / 100'000) + '.' +
           std::to_string(BOOST_VERSION / 100 % 1000);
  }

  static bool supports(bench::capacity room) { return room.has_value(); }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity room) {
      if (*room > 0) buffered_.emplace(std::bit_ceil(*room + 1));
      if (*room == 0) unbuffered_.emplace();
    }

    void send(T message) {
      if (buffered_) buffered_->push(std::move(message));
      if (unbuffered_) unbuffered_->push(std::move(message));
    }
    T receive() { return buffered_ ? buffered_->value_pop() : unbuffered_->value_pop(); }

   private:
    std::optional<boost::fibers::buffered_channel<T>> buffered_;
    std::optional<boost::fibers::unbuffered_channel<T>> unbuffered_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(1) {}
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<boost_fiber_system>(count, words); }
