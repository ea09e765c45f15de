#include <cstdio>
#include <optional>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A pipeline that can be cancelled. Nothing is ever sent on `cancelled`: the
// signal is that its sender is gone, and it reaches all stages at once.

struct nothing {};
using cancel = strait::receiver<nothing>;

bool send_unless(const cancel& cancelled, const strait::sender<int>& out,
                 int value) {
  return strait::select(
      strait::on_send(out, value, [](auto sent) { return sent.has_value(); }),
      strait::on_recv(cancelled, [](auto) { return false; }));
}

std::optional<int> recv_unless(const cancel& cancelled,
                               const strait::receiver<int>& in) {
  using number = std::optional<int>;
  const auto taken = [](auto message) {
    return message ? number(*message) : number();
  };
  return strait::select(
      strait::on_recv(in, taken),
      strait::on_recv(cancelled, [](auto) { return number(); }));
}

void count(cancel cancelled, strait::sender<int> out) {
  int number = 1;
  while (send_unless(cancelled, out, number)) ++number;
}

void square(cancel cancelled, strait::receiver<int> in,
            strait::sender<int> out) {
  while (auto number = recv_unless(cancelled, in))
    if (!send_unless(cancelled, out, *number * *number)) return;
}

int main() {
  auto [call_off, cancelled] = strait::bounded<nothing>(0);
  auto [numbers_tx, numbers] = strait::bounded<int>(0);
  auto [squares_tx, squares] = strait::bounded<int>(0);
  std::thread first(count, cancelled, std::move(numbers_tx));
  std::thread second(square, cancelled, std::move(numbers),
                     std::move(squares_tx));

  for (int taken = 0; taken < 5; ++taken)
    if (auto value = squares.recv()) std::printf("%d\n", *value);

  call_off = {};
  first.join();
  second.join();
  std::printf("both stages have left\n");
}
