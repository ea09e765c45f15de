// program.ts — what is measured: threads, channels, a select, strings and containers; 45 lines.

export const pipelineProgram = `#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>
#include <strait/strait.hpp>

using namespace std::chrono_literals;

struct job { int id; std::string name; };

int square(int n) { return n * n; }

int main() {
  auto [jobs_in, jobs_out] = strait::bounded<job>(4);
  auto [results_in, results_out] = strait::unbounded<std::string>();
  std::vector<std::jthread> workers;
  for (int index = 0; index < 3; ++index) {
    workers.emplace_back([index, rx = jobs_out, tx = results_in] {
      for (job next : rx) {
        (void)tx.send("worker " + std::to_string(index) + ": " + next.name + " = " +
                      std::to_string(square(next.id)));
      }
    });
  }
  jobs_out = {};
  results_in = {};
  std::jthread producer([tx = std::move(jobs_in)] {
    for (int id = 0; id < 10; ++id) (void)tx.send(job{id, "job " + std::to_string(id)});
  });
  int count = 0;
  auto timeout = strait::after(2s);
  bool done = false;
  while (!done) {
    strait::select(
        strait::on_recv(results_out, [&](auto result) {
          if (!result) { done = true; return; }
          std::printf("%s\\n", result->c_str());
          ++count;
        }),
        strait::on_recv(timeout, [&](auto) { done = true; }));
  }
  std::printf("%d results\\n", count);
}
`;
