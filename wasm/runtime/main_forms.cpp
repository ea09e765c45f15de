// main_forms.cpp — int main(int, char**, char**), as POSIX has it. clang gives the other forms of
// main() names of their own, which the C library calls; this one keeps its plain name.
#include <unistd.h>

extern "C" {

int main_of_three(int count, char** words, char** environment) __asm__("main");

/// Stands where the program has no main(int, char**).
__attribute__((weak)) int __main_argc_argv(int count, char** words) {
  return main_of_three(count, words, environ);
}
}
