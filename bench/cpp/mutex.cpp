// mutex.cpp — what a program writes that has no channel library: a deque, a mutex and two condition
// variables. No disconnection, no select, no rendezvous.
#include <condition_variable>
#include <mutex>

#include "program.hpp"

namespace {

struct mutex_system {
  static constexpr const char* name = "mutex";

  static std::string version() { return "C++ standard library"; }

  static bool supports(bench::capacity room) { return room != 0; }

  template <class T>
  class channel {
   public:
    explicit channel(bench::capacity room) : room_(room) {}

    void send(T message) {
      {
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [&] { return !room_ || queue_.size() < *room_; });
        queue_.push_back(std::move(message));
      }
      has_message_.notify_one();
    }

    T receive() {
      std::unique_lock lock(mutex_);
      has_message_.wait(lock, [&] { return !queue_.empty(); });
      T message = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      if (room_) has_room_.notify_one();
      return message;
    }

   private:
    const bench::capacity room_;
    std::mutex mutex_;
    std::condition_variable has_room_;
    std::condition_variable has_message_;
    std::deque<T> queue_;
  };

  template <class T>
  struct once : channel<T> {
    once() : channel<T>(1) {}
  };
};

}  // namespace

int main(int count, char** words) { return bench::program<mutex_system>(count, words); }
