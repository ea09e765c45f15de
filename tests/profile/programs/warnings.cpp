// warnings.cpp — what -Wall and -Wextra warn of.
#include <cstdio>
#include <string>
#include <vector>
#include <thread>
#include <mutex>
int uninitialised(bool b) {
  int x;
  if (b) x = 1;
  return x;
}
int no_return(int x) {
  if (x) return 1;
}
static void unused_function() {}
struct virt {
  virtual void f();
};
struct order {
  int a, b;
  order() : b(1), a(b) {}
};
int sign(unsigned u, int i) {
  if (i < u) return 1;
  if (u < 0) return 2;
  return 3;
}
int* dangling() {
  int local = 1;
  return &local;
}
const std::string& dangling_ref() { return std::string("x"); }
int main() {
  int unused;
  int set = 1;
  set = 2;
  if (set = 3) {
  }
  for (;;);
  printf("%s %d\n", 1, "x");
  int a[3];
  a[5] = 1;
  char c = 300;
  bool b = set == set;
  std::vector<int> v;
  for (int i = 0; i < v.size(); ++i) {
  }
  int shadow = 1;
  {
    int shadow = 2;
    (void)shadow;
  }
  switch (set) {
    case 1:
      set = 2;
    case 2:
      break;
  }
  int* p = 0;
  *p;
  1 / 0;
  set << 40;
  std::thread t;
  "abc" == "abc";
  if (p)
    ;
  while (set == 1);
  unsigned u = -1;
  std::move(v);
  goto end;
end:
  auto l = [set] {};
  typedef int local_type;
  (void)b;
  (void)c;
}
