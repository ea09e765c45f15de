// A select that waits for nothing would wait for ever.
// expect: strait: a select needs at least one case
#include <strait/strait.hpp>

void misuse() {
#ifdef FIXED
  strait::select(strait::on_default());
#else
  strait::select();
#endif
}
