// Messages are appended to a container that can hold them.
// expect: strait: messages are appended by the container's push_back or insert
#include <strait/strait.hpp>
#include <string>
#include <vector>

#ifdef FIXED
using element = std::string;
#else
using element = std::vector<int>;
#endif

void misuse(strait::receiver<std::string>& rx) {
  std::vector<element> messages;
  static_cast<void>(rx.recv_many(messages, 2));
}
