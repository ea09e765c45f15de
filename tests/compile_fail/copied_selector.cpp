// A selector keeps its cases' values and handlers: it moves, and is not copied.
// expect: deleted (function|constructor)
#include <strait/strait.hpp>
#include <utility>

void misuse(strait::selector<>& cases) {
#ifdef FIXED
  const strait::selector<> other = std::move(cases);
#else
  const strait::selector<> other = cases;
#endif
}
