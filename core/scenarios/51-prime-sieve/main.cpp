#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>
#include <vector>

// The sieve of Eratosthenes as a chain of threads: each filter removes the
// multiples of one prime from the stream, and the first number that passes all
// filters is the next prime.

constexpr int primes_wanted = 15;

void count_up(strait::sender<int> out) {
  for (int number = 2; out.send(number); ++number) {
  }
}

void filter(int prime, strait::receiver<int> in, strait::sender<int> out) {
  for (int number : in)
    if (number % prime != 0 && !out.send(number)) return;
}

int main() {
  std::vector<std::thread> chain;

  auto [tx, stream] = strait::bounded<int>(1);
  chain.emplace_back(count_up, std::move(tx));

  for (int found = 0; found < primes_wanted; ++found) {
    const auto prime = stream.recv();
    if (!prime) return 1;
    std::printf("%d\n", *prime);

    auto [filtered_tx, filtered] = strait::bounded<int>(1);
    chain.emplace_back(filter, *prime, std::move(stream),
                       std::move(filtered_tx));
    stream = std::move(filtered);
  }

  // Without a receiver, the last filter cannot send, so it leaves; then the one
  // before it leaves, and so on up the chain to the source.
  stream = {};
  for (std::thread& link : chain) link.join();
}
