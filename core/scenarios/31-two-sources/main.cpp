#include <cstdio>
#include <expected>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// Two channels of different types, one place to wait: the one that has a
// message first is served, and the other is left alone.

int main() {
  auto [flag_tx, flags] = strait::unbounded<bool>();
  auto [number_tx, numbers] = strait::unbounded<int>();

  std::thread flag_thread([tx = std::move(flag_tx)] {
    if (!tx.send(true)) std::printf("nobody wants the flag\n");
  });
  std::thread number_thread([tx = std::move(number_tx)] {
    if (!tx.send(42)) std::printf("nobody wants the number\n");
  });

  strait::selector<void> either;
  either
      .recv(flags,
            [](std::expected<bool, strait::recv_error> flag) {
              if (flag) std::printf("received %s\n", *flag ? "true" : "false");
            })
      .recv(numbers, [](std::expected<int, strait::recv_error> number) {
        if (number) std::printf("received %d\n", *number);
      });
  either.wait();  // exactly one of the two

  flag_thread.join();
  number_thread.join();
}
