#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>
#include <vector>

// One channel, several consumers: each order is made by exactly one of the
// cooks, whichever is free.

using namespace std::chrono_literals;

constexpr int cooks = 3;

void cook(int name, strait::receiver<int> orders, strait::sender<int> made) {
  for (int order : orders) {
    std::this_thread::sleep_for(30ms);
    std::printf("cook %d makes order %d\n", name, order);
    if (!made.send(order)) return;
  }
}

int main() {
  auto [orders, kitchen] = strait::unbounded<int>();
  auto [made, served] = strait::unbounded<int>();

  std::vector<std::thread> staff;
  for (int name = 1; name <= cooks; ++name)
    staff.emplace_back(cook, name, kitchen, made);
  kitchen = {};  // main cooks nothing
  made = {};

  for (int order = 1; order <= 12; ++order)
    if (!orders.send(order)) return 1;
  orders = {};  // no more orders: the cooks go home

  int count = 0, sum = 0;
  for (int order : served) {
    ++count;
    sum += order;
  }
  for (std::thread& each : staff) each.join();
  std::printf("%d orders served, sum of their numbers %d\n", count, sum);
}
