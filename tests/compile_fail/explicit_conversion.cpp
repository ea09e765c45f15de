// A case of a select takes what send() takes, by implicit conversion: a number is no vector, and a
// pointer is not owned by accident.
#include <memory>
#include <strait/strait.hpp>
#include <string>
#include <string_view>
#include <vector>

void misuse(strait::sender<std::vector<int>>& vectors, strait::sender<std::unique_ptr<int>>& owners,
            strait::sender<std::string>& texts, strait::selector<>& cases, int* pointer) {
#ifdef FIXED
  static_cast<void>(strait::on_send(vectors, std::vector<int>(5)));
  static_cast<void>(strait::on_send(owners, std::unique_ptr<int>(pointer)));
  static_cast<void>(strait::on_send(texts, std::string(std::string_view("text"))));
  cases.send(vectors, std::vector<int>(5));
  static_cast<void>(texts.send_many(std::vector<const char*>{"text"}));
#else
  static_cast<void>(strait::on_send(vectors, 5));       // expect: deleted function .*on_send
  static_cast<void>(strait::on_send(owners, pointer));  // expect: deleted function .*on_send
  static_cast<void>(strait::on_send(texts, std::string_view("text")));  // expect: deleted function
  static_cast<void>(
      strait::on_send(vectors, [] { return 5; }));  // expect: deleted function .*on_send
  cases.send(vectors, 5);                           // expect: deleted (member )?function .*send
  const std::vector<std::string_view> views{"text"};
  static_cast<void>(texts.send_many(views));  // expect: no matching (member )?function for call
#endif
}
