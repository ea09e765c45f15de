// programs.ts — what is run on the journey.

export const greeting = (word: string): string => `#include <cstdio>
#include <thread>
int main() {
  std::thread([] { std::printf("${word}\\n"); }).join();
}
`;

export const clean = '#include <cstdio>\nint main() { std::printf("clean\\n"); }\n';

export const mistake = {
  source: `#include <cstdio>
int main() {
  int one = 1;
  int two = one +;
  std::printf("%d\\n", two);
}
`,
  line: 4,
  code: 'int two = one +;',
  words: 'expected expression',
};

export const spin = {
  source: `#include <cstdio>
int main() {
  std::printf("spinning\\n");
  std::fflush(stdout);
  for (volatile int turn = 0;; turn = turn + 1) {}
}
`,
  says: 'spinning',
};

export const deadlock = {
  source: `#include <cstdio>
#include <strait/strait.hpp>
int main() {
  auto [tx, rx] = strait::unbounded<int>();
  std::printf("waiting\\n");
  auto message = rx.recv();
  std::printf("never %d\\n", message.has_value());
}
`,
  says: 'waiting',
};
