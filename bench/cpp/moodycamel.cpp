// moodycamel.cpp — moodycamel's blocking concurrent queue in the benchmark: unbounded; messages of
// one sender arrive in order, those of several in any.
#include <concurrentqueue/blockingconcurrentqueue.h>

#include "program.hpp"

namespace {

struct moodycamel_system {
  static constexpr const char* name = "moodycamel";

  static std::string version() { return MOODYCAMEL_VERSION; }

  static bool supports(bench::capacity room) { return !room; }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity) {}

    void send(T message) { queue_.enqueue(std::move(message)); }
    T receive() {
      T message;
      queue_.wait_dequeue(message);
      return message;
    }

    void send_batch(std::vector<T>& messages) {
      queue_.enqueue_bulk(std::make_move_iterator(messages.begin()), messages.size());
    }
    void receive_batch(std::vector<T>& messages, std::size_t most) {
      messages.resize(most);
      messages.resize(queue_.wait_dequeue_bulk(messages.begin(), most));
    }

   private:
    moodycamel::BlockingConcurrentQueue<T> queue_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(bench::capacity()) {}
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<moodycamel_system>(count, words); }
