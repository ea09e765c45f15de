// strait.cpp — this library in the benchmark.
#include <strait/strait.hpp>

#include "program.hpp"

namespace {

struct strait_system {
  static constexpr const char* name = "strait";

  static std::string version() {
    return std::to_string(STRAIT_VERSION_MAJOR) + '.' + std::to_string(STRAIT_VERSION_MINOR) + '.' +
           std::to_string(STRAIT_VERSION_PATCH);
  }

  static bool supports(bench::capacity) { return true; }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity room)
        : ends_(room ? strait::bounded<T>(*room) : strait::unbounded<T>()) {}
    explicit channel(strait::channel<T> ends) : ends_(std::move(ends)) {}

    void send(T message) { static_cast<void>(ends_.tx.send(std::move(message))); }
    T receive() { return std::move(*ends_.rx.recv()); }

    void send_batch(std::vector<T>& messages) {
      static_cast<void>(ends_.tx.send_many(std::move(messages)));
    }
    void receive_batch(std::vector<T>& messages, std::size_t most) {
      static_cast<void>(ends_.rx.recv_many(messages, most));
    }

    [[nodiscard]] const strait::sender<T>& sender() const { return ends_.tx; }
    [[nodiscard]] const strait::receiver<T>& receiver() const { return ends_.rx; }

   private:
    strait::channel<T> ends_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(strait::oneshot<T>()) {}
  };

  template <class T>
  static T receive_any(std::array<channel<T>, 4>& from) {
    const auto message = [](auto received) { return std::move(*received); };
    return strait::select(
        strait::on_recv(from[0].receiver(), message), strait::on_recv(from[1].receiver(), message),
        strait::on_recv(from[2].receiver(), message), strait::on_recv(from[3].receiver(), message));
  }

  template <class T>
  static void send_any(std::array<channel<T>, 4>& to, T message) {
    strait::select(
        strait::on_send(to[0].sender(), message), strait::on_send(to[1].sender(), message),
        strait::on_send(to[2].sender(), message), strait::on_send(to[3].sender(), message));
  }

  template <class T>
  class selector {
   public:
    explicit selector(std::deque<channel<T>>& from) {
      for (channel<T>& each : from) {
        any_.recv(each.receiver(), [](auto received) { return std::move(*received); });
      }
    }
    T receive() { return any_.wait(); }

   private:
    strait::selector<T> any_;
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<strait_system>(count, words); }
