#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>
#include <vector>

// A pipeline with a pool of workers: one channel of jobs, one of results. Small
// capacities keep a fast stage from running ahead, and the end propagates down
// the pipeline, stage by stage.

constexpr int workers = 3;
constexpr int room = 4;

void make_jobs(strait::sender<int> jobs) {
  for (int number = 1; number <= 100; ++number)
    if (!jobs.send(number)) return;
}

void work(int id, strait::receiver<int> jobs, strait::sender<int> results) {
  int done = 0;
  for (int number : jobs) {  // every job goes to exactly one of the workers
    if (!results.send(number * number)) return;
    ++done;
  }
  std::printf("worker %d squared %d numbers\n", id, done);
}  // the last worker to leave closes the results

int main() {
  auto [job_tx, jobs] = strait::bounded<int>(room);
  auto [result_tx, results] = strait::bounded<int>(room);

  std::vector<std::thread> stages;
  stages.emplace_back(make_jobs, std::move(job_tx));
  for (int id = 1; id <= workers; ++id)
    stages.emplace_back(work, id, jobs, result_tx);

  // Main keeps no handle that the workers use: otherwise the loop below would
  // wait for a message that only main could send.
  jobs = {};
  result_tx = {};

  int count = 0, sum = 0;
  for (int square : results) {
    ++count;
    sum += square;
  }
  for (std::thread& stage : stages) stage.join();
  std::printf("%d squares, sum %d\n", count, sum);
}
