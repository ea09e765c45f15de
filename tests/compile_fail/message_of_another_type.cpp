// A message is what the channel carries.
#include <strait/strait.hpp>
#include <string>
#include <vector>

void misuse(strait::sender<std::string>& tx) {
#ifdef FIXED
  static_cast<void>(tx.send("text"));
  static_cast<void>(strait::on_send(tx, "text"));
#else
  static_cast<void>(tx.send(7));      // expect: no matching (member )?function for call to .*send
  static_cast<void>(tx.try_send(7));  // expect: (cannot convert|no viable conversion)
  static_cast<void>(strait::on_send(tx, std::vector{7.5}));  // expect: deleted function .*on_send
#endif
}
