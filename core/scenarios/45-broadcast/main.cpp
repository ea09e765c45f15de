#include <cstdio>
#include <strait/strait.hpp>
#include <string>

// One sender, any number of subscribers, and each of them gets everything. One
// that falls behind loses the oldest of its own messages; the others do not.

int main() {
  auto news = strait::broadcast<std::string>(2, strait::lag::drop_oldest);
  const auto ann = news.subscribe();
  const auto bob = news.subscribe();

  for (const char* story : {"rain", "sun", "snow", "fog", "storm"}) {
    if (auto reached = news.send(story))
      std::printf("%s reaches %zu\n", story, *reached);
    if (auto read = ann.recv()) std::printf("  Ann reads %s\n", read->c_str());
  }
  news = {};  // the last sender: sent messages stay receivable

  for (std::string& story : bob) std::printf("  Bob reads %s\n", story.c_str());
  std::printf("Ann missed %zu, Bob missed %zu\n", ann.displaced_count(),
              bob.displaced_count());
}
