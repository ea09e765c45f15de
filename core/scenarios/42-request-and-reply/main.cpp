#include <cstdio>
#include <optional>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>

// An account that only its own thread accesses. Clients send it requests, and
// each request contains a channel for the answer.

struct request {
  int change;
  // The new balance, if the withdrawal was possible.
  strait::sender<std::optional<int>> answer;
};

void keep_account(strait::receiver<request> requests) {
  int balance = 0;
  for (request& next : requests) {
    const bool possible = balance + next.change >= 0;
    if (possible) balance += next.change;
    if (!next.answer.send(possible ? std::optional(balance) : std::nullopt))
      std::printf("the client did not wait\n");
  }
}

void ask(const strait::sender<request>& account, int change) {
  auto [answer, reply] = strait::oneshot<std::optional<int>>();
  if (!account.send({change, std::move(answer)})) return;
  const auto balance = reply.recv();
  if (!balance)
    std::printf("%+4d: no answer, %s\n", change,
                std::string(to_string(balance.error())).c_str());
  else if (*balance)
    std::printf("%+4d: the balance is %d\n", change, **balance);
  else
    std::printf("%+4d: refused\n", change);
}

int main() {
  auto [account, requests] = strait::unbounded<request>();
  std::thread bank(keep_account, std::move(requests));

  for (int change : {+100, -30, -80, -70}) ask(account, change);

  account = {};
  bank.join();
}
