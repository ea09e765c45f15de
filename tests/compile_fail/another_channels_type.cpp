// Handles of different kinds of message, or of different sides, do not become one another.
#include <strait/strait.hpp>
#include <utility>

void misuse(strait::sender<int>& tx, strait::sender<long>& other, strait::receiver<int>& rx) {
#ifdef FIXED
  tx = std::as_const(tx);
  static_cast<void>(other);
  static_cast<void>(rx);
#else
  tx = other;  // expect: no (match for 'operator='|viable overloaded '=')
  tx = rx;     // expect: no (match for 'operator='|viable overloaded '=')
  const strait::sender<int> made_from = other;  // expect: conversion from .*sender<long
  static_cast<void>(made_from);
#endif
}
