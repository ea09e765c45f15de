#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A channel without any room is a meeting point: a send finishes only when a
// receiver takes the message. Two players pass a ball back and forth over two
// of them.

constexpr int last_ball = 6;
constexpr int room = 0;

void play(const char* name, strait::receiver<int> in, strait::sender<int> out) {
  for (int ball : in) {
    std::printf("%s %d\n", name, ball);
    // Leaving the table also ends the other player's loop.
    if (ball == last_ball) return;
    if (!out.send(ball + 1)) return;
  }
}

int main() {
  auto [to_left, left] = strait::bounded<int>(room);
  auto [to_right, right] = strait::bounded<int>(room);

  // Nobody is at the table yet, and nothing can be left on it.
  if (auto served = to_left.try_send(1); !served)
    std::printf("nobody to take ball %d\n", served.error().value);

  std::thread ping(play, "ping", std::move(left), to_right);
  std::thread pong(play, "pong", std::move(right), to_left);
  to_right = {};  // only the players keep handles

  // Waits until `ping` has the ball.
  if (!to_left.send(1)) std::printf("nobody plays\n");
  to_left = {};

  ping.join();
  pong.join();
  std::printf("game over\n");
}
