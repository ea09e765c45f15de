// asio.cpp — Asio's experimental concurrent_channel in the benchmark, between threads like all
// others: an operation that has to wait calls a function, on Asio's threads, that wakes the caller.
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/system_executor.hpp>
#include <asio/version.hpp>
#include <limits>
#include <semaphore>

#include "program.hpp"

namespace {

struct asio_system {
  static constexpr const char* name = "asio";

  static std::string version() {
    return std::to_string(ASIO_VERSION / 100'000) + '.' +
           std::to_string(ASIO_VERSION / 100 % 1000) + '.' + std::to_string(ASIO_VERSION % 100);
  }

  static bool supports(bench::capacity) { return true; }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity room)
        : channel_(asio::system_executor(), room.value_or(no_limit)) {}

    void send(T message) {
      if (channel_.try_send(asio::error_code(), std::move(message))) return;
      std::binary_semaphore sent(0);
      channel_.async_send(asio::error_code(), std::move(message),
                          [&sent](asio::error_code) { sent.release(); });
      sent.acquire();
    }

    T receive() {
      std::optional<T> message;
      if (channel_.try_receive([&](asio::error_code, T it) { message = std::move(it); })) {
        return std::move(*message);
      }
      std::binary_semaphore received(0);
      channel_.async_receive([&](asio::error_code, T it) {
        message = std::move(it);
        received.release();
      });
      received.acquire();
      return std::move(*message);
    }

   private:
    static constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

    asio::experimental::concurrent_channel<asio::system_executor, void(asio::error_code, T)>
        channel_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(1) {}
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<asio_system>(count, words); }
