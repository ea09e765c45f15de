// A case is made by an on_… function.
// expect: strait: a case is made by on_recv, on_send, on_timeout, on_deadline, on_default
#include <strait/strait.hpp>

void misuse(strait::receiver<int>& rx) {
#ifdef FIXED
  strait::select(strait::on_recv(rx));
#else
  strait::select(rx);
#endif
}
