// More cases than a select has.
// expect: strait: a select has at most 32 cases; use a selector
#include <strait/strait.hpp>

#ifdef FIXED
#define ONE_MORE
#else
#define ONE_MORE , strait::on_recv(rx)
#endif
#define FOUR strait::on_recv(rx), strait::on_recv(rx), strait::on_recv(rx), strait::on_recv(rx)

void misuse(strait::receiver<int>& rx) {
  strait::select(FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR ONE_MORE);
}
