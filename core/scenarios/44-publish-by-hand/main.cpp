#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <utility>
#include <vector>

// A newspaper and its readers. The publisher has a sender for each of them; if
// a reader has gone, the next send fails.

class newspaper {
 public:
  strait::receiver<std::string> subscribe() {
    auto [tx, rx] = strait::unbounded<std::string>();
    readers_.push_back(std::move(tx));
    return std::move(rx);
  }

  void publish(const std::string& story) {
    std::erase_if(readers_,
                  [&story](const auto& reader) { return !reader.send(story); });
    std::printf("published %s, readers: %zu\n", story.c_str(), readers_.size());
  }

 private:
  std::vector<strait::sender<std::string>> readers_;
};

int main() {
  newspaper paper;
  auto ann = paper.subscribe();
  auto bob = paper.subscribe();

  paper.publish("rain");
  if (auto story = bob.recv())
    std::printf("Bob reads %s, and has enough\n", story->c_str());
  bob = {};  // without telling anybody
  paper.publish("sun");
  paper.publish("snow");
  paper = {};  // drops the senders: no more news

  for (std::string& story : ann) std::printf("Ann reads %s\n", story.c_str());
  std::printf("Ann has read everything\n");
}
