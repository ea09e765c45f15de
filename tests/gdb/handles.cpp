// What GDB shows of handles. check.py stops in stop_for_gdb() and compares: `// print <name>:
// <text>`.
#include <chrono>
#include <strait/strait.hpp>
#include <string>
#include <utility>

namespace {

[[gnu::noinline]] void stop_for_gdb() { asm volatile(""); }

}  // namespace

int main() {
  auto [jobs, worker] = strait::bounded<int>(8);
  jobs.set_name("jobs");
  const strait::sender<int> second = jobs;
  static_cast<void>(jobs.send(7));
  static_cast<void>(jobs.send(9));
  // print second: sender of "jobs": bounded(8), 2 messages, 3 senders, 1 receiver = {7, 9}

  const auto words = strait::unbounded<std::string>();
  words.rx.close();
  // print words.rx: receiver of unbounded, disconnected, 0 messages, 1 sender, 1 receiver

  const auto meet = strait::bounded<std::string>(0);
  const strait::weak_sender<std::string> weak(meet.tx);
  // print weak: weak sender of rendezvous, 0 messages, 1 sender, 1 receiver

  strait::sender<int> moved_from = second;
  const strait::sender<int> taken = std::move(moved_from);
  // print moved_from: sender, empty

  const auto clock = strait::tick(std::chrono::seconds(1));
  // print clock: receiver of tick timer, 1 receiver

  const auto alarm = strait::after(std::chrono::hours(1));
  // print alarm: receiver of after timer, 1 receiver

  const auto reply = strait::oneshot<int>();
  // print reply.rx: receiver of oneshot, 0 messages, 1 sender, 1 receiver

  const auto off = strait::never<int>();
  // print off: receiver of never

  const auto news = strait::broadcast<int>(4, strait::lag::drop_oldest);
  // print news: broadcast sender of capacity 4, lag::drop_oldest

  const auto subscription = news.subscribe();
  // print subscription: receiver of subscriber(4), 0 messages, 1 sender, 1 receiver

  stop_for_gdb();
}
