// line_buffered.cpp — a scenario's lines reach the test as they are printed, also those of a
// program that blocks for ever and never gets to flush.
#include <cstdio>

namespace {
[[maybe_unused]] const int done = std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
}
