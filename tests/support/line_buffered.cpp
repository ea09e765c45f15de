// line_buffered.cpp — a scenario's lines reach the test as they are printed, also those of a
// program that blocks for ever and never gets to flush.
#include <cstdio>

namespace {
#if defined(_WIN32)
constexpr int by_line = _IONBF;  // There _IOLBF is _IOFBF; printf hands over a call's text at once.
#else
constexpr int by_line = _IOLBF;
#endif

[[maybe_unused]] const int done = std::setvbuf(stdout, nullptr, by_line, BUFSIZ);
}
