#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <strait/strait.hpp>
#include <thread>
#include <vector>

// Five philosophers, five chopsticks, and it takes two to eat. A chopstick is a
// channel with one token: whoever has the token has the chopstick.

constexpr int meals = 3;
constexpr std::array names{"Hypatia", "Socrates", "Plato", "Diotima", "Zeno"};

struct token {};
using chopstick = strait::channel<token>;

bool pick_up(const chopstick& which) { return which.rx.recv().has_value(); }
bool put_down(const chopstick& which) { return which.tx.send({}).has_value(); }

void dine(const char* name, const chopstick& first, const chopstick& second) {
  for (int meal = 0; meal < meals; ++meal) {
    if (!pick_up(first) || !pick_up(second)) return;
    std::this_thread::yield();  // eats
    if (!put_down(second) || !put_down(first)) return;
  }
  std::printf("%s has eaten %d times\n", name, meals);
}

int main() {
  std::vector<chopstick> chopsticks;
  for (std::size_t seat = 0; seat < names.size(); ++seat) {
    chopsticks.push_back(strait::bounded<token>(1));
    if (!put_down(chopsticks.back())) return 1;
  }

  std::vector<std::thread> guests;
  for (std::size_t seat = 0; seat < names.size(); ++seat) {
    // Low number first, not left first: so they cannot wait in a circle.
    const auto [small, large] = std::minmax({seat, (seat + 1) % names.size()});
    guests.emplace_back(dine, names[seat], std::cref(chopsticks[small]),
                        std::cref(chopsticks[large]));
  }
  for (std::thread& guest : guests) guest.join();
}
