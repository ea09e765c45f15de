#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <vector>

// The same question to three servers, and the first answer wins. The others
// learn from their failed sends that no receiver is left.

using namespace std::chrono_literals;

void serve(int server, strait::sender<int> answer) {
  std::this_thread::sleep_for(server * 20ms);
  const auto sent = answer.send(server);
  if (!sent) std::printf("server %d: too late\n", sent.error().value);
}

int main() {
  auto [answer, answers] = strait::bounded<int>(0);
  std::vector<std::thread> servers;
  for (int server = 1; server <= 3; ++server)
    servers.emplace_back(serve, server, answer);
  answer = {};

  if (auto first = answers.recv()) std::printf("server %d was first\n", *first);
  answers = {};  // drops the receiver

  for (std::thread& server : servers) server.join();
}
