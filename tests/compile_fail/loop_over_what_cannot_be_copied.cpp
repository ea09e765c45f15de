// A message that can only be moved is an rvalue in a loop: by value or T&&, not T&.
#include <memory>
#include <strait/strait.hpp>

void misuse(strait::receiver<std::unique_ptr<int>>& rx) {
#ifdef FIXED
  for ([[maybe_unused]] std::unique_ptr<int> message : rx) break;
  for ([[maybe_unused]] std::unique_ptr<int>&& message : rx) break;
  for ([[maybe_unused]] auto&& message : rx) break;
#else
  for ([[maybe_unused]] std::unique_ptr<int>& message : rx) break;  // expect: cannot bind|lvalue
#endif
}
