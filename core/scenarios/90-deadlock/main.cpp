#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A mistake to look at: both give before they take. Without room in the
// channels, each waits for ever until the other one takes. Press Stop.

void swap_gifts(const char* name, strait::sender<int> give,
                strait::receiver<int> take) {
  std::printf("%s gives\n", name);
  if (!give.send(1)) return;  // waits until the other one takes
  std::printf("%s takes\n", name);
  if (take.recv()) std::printf("%s is happy\n", name);
}

int main() {
  auto [to_ann, for_ann] = strait::bounded<int>(0);
  auto [to_bob, for_bob] = strait::bounded<int>(0);

  std::thread ann(swap_gifts, "Ann", std::move(to_bob), std::move(for_ann));
  std::thread bob(swap_gifts, "Bob", std::move(to_ann), std::move(for_bob));
  ann.join();
  bob.join();
}
