// What off.mjs compiles: a bit of everything that has trace points.
#include <strait/strait.hpp>

int main() {
  auto [tx, rx] = strait::bounded<int>(4);
  auto [other_tx, other_rx] = strait::unbounded<long>();
  const auto ticks = strait::tick(std::chrono::milliseconds(1));
  tx.set_name("numbers");
  if (!tx.send(1) || !tx.force_send(2) || !other_tx.send_with([] { return 3L; })) return 1;
  int sum = rx.recv().value_or(0);
  strait::select(strait::on_recv(rx, [&](auto message) { sum += message.value_or(0); }),
                 strait::on_recv(other_rx), strait::on_recv(ticks));
  for (const int each : rx.drain()) sum += each;
  tx.close();
  return sum;
}
