// other.hpp — what the second translation unit offers to the first.
#pragma once

#include <strait/strait.hpp>
#include <string>

#ifdef CONSUMER_HIDDEN
#define OTHER_API __attribute__((visibility("default")))
#else
#define OTHER_API
#endif

namespace other {

/// A message of the program's own, known to both units.
struct note {
  std::string text;
};

OTHER_API strait::channel<std::string> make_channel();
OTHER_API void send_from_there(const strait::sender<std::string>& tx, std::string message);
/// Receives `count` messages; gives how many came, each within half a minute.
OTHER_API int receive_there(const strait::receiver<int>& rx, int count);
OTHER_API bool is_same(const strait::sender<std::string>& tx,
                       const strait::receiver<std::string>& rx);
OTHER_API void take(strait::sender<std::string>& tx);
OTHER_API strait::receiver<int> never_of_there();
/// Adds a case that sends "there", as a text and as a note.
OTHER_API void add_cases(strait::selector<>& cases, const strait::sender<std::string>& texts,
                         const strait::sender<note>& notes);

}  // namespace other
