#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Lines of a log, written in batches. Both directions report how many.

std::vector<std::string> lines(int count) {
  std::vector<std::string> all;
  for (int number = 1; number <= count; ++number)
    all.push_back("line " + std::to_string(number));
  return all;
}

int main() {
  {
    auto [tx, rx] = strait::unbounded<std::string>();
    if (tx.send_many(lines(10)).error) return 1;
    tx = {};

    std::vector<std::string> batch;
    while (rx.recv_many(batch, 4)) {  // until disconnected
      std::printf("%zu written, from %s to %s\n", batch.size(),
                  batch.front().c_str(), batch.back().c_str());
      batch.clear();
    }
  }

  auto [tx, rx] = strait::bounded<std::string>(0);
  std::thread reader([rx = std::move(rx)] {
    for (int taken = 0; taken < 3; ++taken)
      if (!rx.recv()) return;
  });  // then leaves

  std::vector<std::string> all = lines(5);
  const auto sent = tx.send_many(all);
  reader.join();
  if (sent.error)
    std::printf("%zu sent, then %s; the next is still \"%s\"\n", sent.count,
                std::string(to_string(*sent.error)).c_str(),
                all[sent.count].c_str());
}
