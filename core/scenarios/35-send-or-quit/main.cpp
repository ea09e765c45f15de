#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// Fibonacci numbers on demand. The generator waits for two things at once:
// until somebody takes the next number, or until it is told to stop.

void fibonacci(strait::sender<int> numbers, strait::receiver<bool> quit) {
  int current = 0, next = 1;
  const auto on_taken = [&](auto sent) {
    current = std::exchange(next, current + next);
    return sent.has_value();
  };
  const auto on_quit = [](auto) { return false; };

  bool go_on = true;
  while (go_on) {
    go_on = strait::select(strait::on_send(numbers, current, on_taken),
                           strait::on_recv(quit, on_quit));
  }
  std::printf("the generator was told to stop\n");
}

int main() {
  auto [numbers_tx, numbers] = strait::bounded<int>(0);
  auto [quit_tx, quit] = strait::bounded<bool>(0);
  std::thread generator(fibonacci, std::move(numbers_tx), std::move(quit));

  for (int count = 0; count < 10; ++count)
    if (auto number = numbers.recv()) std::printf("%d\n", *number);

  if (!quit_tx.send(true)) return 1;
  generator.join();
}
