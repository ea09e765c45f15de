// ordinary-programs.mjs — programs that people type, with what must become of them in every engine.
// Plain data: Node's tests and those of the browsers run the same list.
//
// `expect`: `kind` of the outcome, with `code` or a pattern of its `reason`; `output`: all that was
// printed, line by line, or a pattern of it.

/**
 * @typedef {{ name: string, source: string,
 *             expect: { kind: 'exited' | 'crashed', code?: number, reason?: RegExp,
 *                       output?: string | RegExp } }} OrdinaryProgram
 */

const overflow = /** @type {const} */ ({ kind: 'crashed', reason: /^stack overflow/ });
const exited = (output, code = 0) => ({ kind: /** @type {const} */ ('exited'), code, output });

const headers = `#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include <pthread.h>
#include <unistd.h>
`;

/** A neighbour on both sides, whose memory nobody else may change. */
const beside = (body) => `${headers}
volatile bool ready = false, done = false;
long changed(int seed) {
  unsigned char room[700000];
  std::memset(room, seed, sizeof room);
  while (!done) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::count_if(room, room + sizeof room, [=](unsigned char c) { return c != seed; });
}
${body}
int main() {
  long first = 0, second = 0;
  std::thread below([&] { first = changed(1); });
  std::thread middle([&] { deep(); done = true; });
  std::thread above([&] { second = changed(2); });
  middle.join(); below.join(); above.join();
  std::printf("changed: %ld %ld\\n", first, second);
}`;

const plainRecursion =
  'int f(int n) { volatile int a[64]; a[n % 64] = n; return f(n + 1) + a[n % 64]; }';

/** @type {OrdinaryProgram[]} */
const stacks = [
  { name: 'endless recursion in main()', source: `${plainRecursion} int main() { return f(0); }`,
    expect: overflow },
  { name: 'endless recursion in a thread',
    source: `${headers}${plainRecursion} int main() { std::thread([] { f(0); }).join(); }`,
    expect: overflow },
  { name: 'endless recursion before main()',
    source: `${headers}${plainRecursion} int x = f(0); int main() { std::puts("no"); }`,
    expect: overflow },
  { name: 'endless recursion after main()',
    source: `${headers}${plainRecursion} struct S { ~S() { f(0); } } s; int main() {}`,
    expect: overflow },
  { name: 'endless recursion without variables',
    source: `int f(int n); int (*volatile g)(int) = &f; int f(int n) { return g(n + 1) + 1; }
      int main() { return f(0); }`,
    expect: overflow },
  { name: 'a recursion that touches three bytes of each frame, beside neighbours',
    source: beside(`int walk(int n) {
        char name[4096]; name[0] = n; name[2048] = n; name[4095] = n;
        volatile char* keep = name; return n == 0 ? keep[0] : walk(n - 1) + keep[2048];
      }
      void deep() { std::printf("%d\\n", walk(400)); }`),
    expect: { ...overflow, output: '' } },
  { name: 'one frame larger than what is left of a thread’s stack',
    source: beside(`int large() { volatile char room[900000]; room[0] = 1; return room[0]; }
      int nest() { volatile char room[900000]; room[7] = 1; return room[7] + large(); }
      void deep() { std::printf("%d\\n", nest()); }`),
    expect: { ...overflow, output: '' } },
  { name: 'a frame of 900,000 bytes fits',
    source: `${headers} int main() {
      char room[900000]; std::memset(room, 1, sizeof room); std::printf("%d\\n", room[5]); }`,
    expect: exited('1') },
  { name: 'alloca() of more than a stack, never touched by a call',
    source: beside(`void deep() {
        volatile unsigned size = 3000000;
        char* room = static_cast<char*>(__builtin_alloca(size));
        for (unsigned i = 0; i < size; i += 1000) room[i] = 9;
      }`),
    expect: overflow },
  { name: 'an array of variable length, larger than a stack',
    source: beside(`void deep() {
        volatile int size = 3000000; char room[size];
        std::memset(room, 9, size); std::printf("%d\\n", room[size - 1]);
      }`),
    expect: overflow },
  { name: 'recursion by std::function', source: `${headers} int main() {
      std::function<int(int)> f = [&](int n) { return f(n + 1) + 1; };
      std::printf("%d", f(0)); }`, expect: overflow },
  { name: 'recursion by a generic lambda with a large array', source: beside(`void deep() {
      auto f = [](auto&& self, int n) -> int {
        char room[100000]; std::memset(room, n, sizeof room);
        return n == 0 ? room[5] : self(self, n - 1) + room[7];
      };
      std::printf("%d", f(f, 14)); }`), expect: { ...overflow, output: '' } },
  { name: 'recursion through qsort()', source: `${headers}
      int depth = 0;
      int compare(const void* a, const void* b) {
        volatile char room[20000]; room[depth % 20000] = 1; ++depth;
        int more[3] = {3, 1, 2}; std::qsort(more, 3, sizeof(int), compare);
        return *(const int*)a - *(const int*)b + room[0] * 0; }
      int main() { int all[3] = {3, 1, 2}; std::qsort(all, 3, sizeof(int), compare); }`,
    expect: overflow },
  { name: 'destructors of a long list', source: `${headers}
      struct Node { std::unique_ptr<Node> next; };
      int main() {
        std::unique_ptr<Node> head;
        for (int i = 0; i < 1000000; ++i)
          head = std::make_unique<Node>(Node{std::move(head)});
        head.reset(); std::puts("no"); }`, expect: { ...overflow, output: '' } },
  { name: 'a recursion that catches everything', source: `${headers}
      int f(int n) { volatile char room[3000]; room[1] = n;
        try { return f(n + 1) + room[1]; } catch (...) { std::puts("caught"); return 0; } }
      int main() { return f(0); }`, expect: { ...overflow, output: '' } },
  { name: 'a recursion with destructors, without variables', source: `${headers}
      struct Loud { int n; ~Loud() { if (n < 0) std::puts("destructor"); } };
      int f(int n) { Loud loud{n}; return f(n + 1) + loud.n; }
      int main() { return f(0); }`, expect: { ...overflow, output: '' } },
  { name: 'an exception thrown from deep down is caught', source: `${headers}
      int f(int n) { volatile char room[3000]; room[1] = n;
        if (n == 250) throw std::runtime_error("deep"); return f(n + 1) + room[1]; }
      int main() { for (int i = 0; i < 3; ++i)
        try { f(0); } catch (const std::exception& e) { std::puts(e.what()); } }`,
    expect: exited('deep\ndeep\ndeep') },
  { name: 'recursion of coroutines that resume each other', source: `${headers}
      #include <coroutine>
      struct Task { struct promise_type {
        using handle = std::coroutine_handle<promise_type>;
        Task get_return_object() { return {handle::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {} void unhandled_exception() {} };
        std::coroutine_handle<promise_type> handle; };
      Task dive(int n) { Task next = dive(n + 1); next.handle.resume(); co_return; }
      int main() { dive(0).handle.resume(); }`, expect: overflow },
  { name: 'recursion into printf, streams and regular expressions', source: beside(`
      #include <regex>
      void f(int n) {
        volatile char room[5000]; room[3] = n; char text[64];
        std::snprintf(text, sizeof text, "%.10Lf", (long double)n);
        std::to_string(n); std::regex_match(text, std::regex("[0-9.]+"));
        f(n + 1); room[3] = 1; }
      void deep() { f(0); }`), expect: overflow },
];

/** @type {OrdinaryProgram[]} */
const endings = [
  { name: 'pthread_exit() in main(): the run ends with the last thread', source: `${headers}
      std::atomic<int> turn = 2;
      int main() { for (int i = 0; i < 3; ++i) std::thread([i] {
          for (int now; (now = turn) != i; ) turn.wait(now);
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          std::printf("thread %d\\n", i);
          turn = i - 1; turn.notify_all(); }).detach();
        pthread_exit(nullptr); }`, expect: exited('thread 2\nthread 1\nthread 0') },
  { name: 'pthread_exit() in main() without other threads', source: `${headers}
      struct S { ~S() { std::puts("static"); } } s;
      int main() { std::atexit([] { std::puts("atexit"); }); pthread_exit(nullptr); }`,
    expect: exited('atexit\nstatic') },
  { name: 'main() is cancelled', source: `${headers}
      pthread_t main_thread;
      int main() { main_thread = pthread_self();
        std::thread([] { pthread_cancel(main_thread); pthread_join(main_thread, nullptr);
          std::puts("joined main"); }).detach();
        for (;;) { pthread_testcancel(); usleep(1000); } }`, expect: exited('joined main') },
  { name: 'the last thread’s thread_local destructors print', source: `${headers}
      struct Loud { const char* text; ~Loud() { std::puts(text); } };
      int main() {
        std::thread([] { thread_local Loud loud{"of the thread"}; loud.text[0]; }).detach();
        pthread_exit(nullptr); }`, expect: exited('of the thread') },
  { name: 'return from main() ends threads that are left', source: `${headers}
      int main() { std::thread([] { for (;;) std::this_thread::yield(); }).detach(); return 4; }`,
    expect: exited('', 4) },
  { name: 'exit code by exit() of a thread after main() has left', source: `${headers}
      int main() { std::thread([] { usleep(20000); std::exit(9); }).detach();
        pthread_exit(nullptr); }`, expect: exited('', 9) },
  { name: 'objects of main()’s thread, statics and atexit()', source: `${headers}
      struct Loud { const char* text; ~Loud() { std::puts(text); } };
      Loud first{"static"};
      int main() { thread_local Loud local{"thread_local"}; local.text[0];
        std::atexit([] { std::puts("atexit"); }); std::puts("main"); }`,
    expect: exited('main\nthread_local\natexit\nstatic') },
  { name: 'an exception out of a thread_local destructor', source: `${headers}
      struct Bad { int x; ~Bad() noexcept(false) { throw std::runtime_error("late"); } };
      int main() { std::thread([] { thread_local Bad bad; bad.x = 1; }).join(); }`,
    expect: { kind: 'crashed', reason: /runtime_error: late/ } },
  ...[[-1, 255], [256, 0], [300, 44], [-128, 128]].map(([value, code]) => ({
    name: `return ${value} is exit code ${code}`, source: `int main() { return ${value}; }`,
    expect: exited('', code) })),
  { name: 'exit(-1) of a thread is exit code 255', source: `${headers}
      int main() { std::thread([] { std::exit(-1); }).join(); }`, expect: exited('', 255) },
];

/** @type {OrdinaryProgram[]} */
const early = [
  { name: 'printf before main()', source: `${headers} int x = (std::printf("early\\n"), 1);
      int main() { std::puts("main"); }`, expect: exited('early\nmain') },
  { name: 'cout, cerr and write() before main()', source: `${headers}
      int x = (std::cout << "a\\n" << std::flush, std::cerr << "b\\n", write(1, "c\\n", 2), 1);
      int main() { std::cout << "d\\n"; }`, expect: exited('a\nb\nc\nd') },
  { name: 'an exception before main()', source: `${headers} int y = std::stoi("abc");
      int main() {}`, expect: { kind: 'crashed', reason: /invalid_argument: stoi/ } },
  { name: 'exit() before main()', source: `${headers} int y = (std::exit(3), 1);
      int main() { std::puts("no"); }`, expect: exited('', 3) },
  { name: 'abort() before main()', source: `${headers} int y = (std::abort(), 1);
      int main() {}`, expect: { kind: 'crashed', reason: /^abort\(\) was called/ } },
  { name: 'threads before main()', source: `${headers}
      struct S { S() { std::thread([] { std::puts("thread"); }).join(); } } s;
      int main() { std::puts("main"); }`, expect: exited('thread\nmain') },
  { name: 'a sleep before main()', source: `${headers}
      int x = (std::this_thread::sleep_for(std::chrono::milliseconds(5)), std::puts("slept"));
      int main() { std::puts("main"); }`, expect: exited('slept\nmain') },
  { name: 'constructors of a priority', source: `${headers}
      __attribute__((constructor(200))) void second() { std::puts("second"); }
      __attribute__((constructor(101))) void first() { std::puts("first"); }
      int main() { std::puts("main"); }`, expect: exited('first\nsecond\nmain') },
];

/** @type {OrdinaryProgram[]} */
const forms = [
  { name: '#include <bits/stdc++.h>', source: `#include <bits/stdc++.h>
      using namespace std;
      int main() { vector<int> v{3, 1, 2}; sort(begin(v), end(v)); optional<int> o = v[0];
        cout << *o << format("{}", v[2]) << accumulate(v.begin(), v.end(), 0) << endl; }`,
    expect: exited('136') },
  { name: 'int main(int, char**)', source: `#include <cstdio>
      int main(int count, char** words) {
        std::printf("%d %d\\n", count, words[count] == nullptr); }`,
    expect: exited('1 1') },
  { name: 'int main(int, char**, char**)', source: `#include <cstdio>
      int main(int count, char** words, char** environment) {
        std::printf("%d %d %d\\n", count, words[count] == nullptr, environment != nullptr); }`,
    expect: exited('1 1 1') },
  { name: 'auto main() -> int', source: '#include <cstdio>\nauto main() -> int { std::puts("x"); }',
    expect: exited('x') },
  { name: 'int main(void)',
    source: '#include <cstdio>\nint main(void) { std::puts("x"); return 2; }',
    expect: exited('x', 2) },
  { name: 'a function-try-block of main()', source: `${headers}
      int main() try { throw std::runtime_error("x"); }
      catch (const std::exception& e) { std::puts(e.what()); return 5; }`, expect: exited('x', 5) },
];

/** @type {OrdinaryProgram[]} */
const system = [
  { name: 'the environment fits the place where a program runs', source: `${headers}
      int main() { char folder[99]; getcwd(folder, sizeof folder);
        std::printf("%s %d %d\\n", std::getenv("HOME"), !std::strcmp(std::getenv("PWD"), folder),
                    !std::strcmp(std::getenv("USER"), std::getenv("LOGNAME")));
        setenv("MINE", "set", 1); std::puts(std::getenv("MINE"));
        unsetenv("MINE"); std::printf("%d\\n", std::getenv("MINE") == nullptr); }`,
    expect: exited('/home/web_user 1 1\nset\n1') },
  { name: 'limits are those of the page, and cannot be changed', source: `${headers}
      #include <cerrno>
      #include <sys/resource.h>
      int main() {
        rlimit limit{};
        const auto told = [&](int of) {
          return getrlimit(of, &limit) ? -2ll : static_cast<long long>(limit.rlim_cur);
        };
        const bool agrees = told(RLIMIT_NOFILE) == sysconf(_SC_OPEN_MAX);
        std::printf("%lld %d %lld\\n", told(RLIMIT_STACK), agrees, told(RLIMIT_FSIZE));
        limit = {16, 16};
        std::printf("%d %d\\n", setrlimit(RLIMIT_NOFILE, &limit), errno == EPERM);
        std::printf("%d\\n", getpriority(PRIO_PROCESS, 0));
      }`, expect: exited('1048576 1 -1\n-1 1\n0') },
  { name: 'nothing is protected, measured or waited for that is not', source: `${headers}
      #include <cerrno>
      #include <sys/mman.h>
      #include <sys/resource.h>
      #include <sys/wait.h>
      alignas(65536) char page[65536];
      int main() {
        std::printf("%d\\n", mprotect(page, sizeof page, PROT_READ | PROT_WRITE));
        std::printf("%d %d\\n", mprotect(page, sizeof page, PROT_READ), errno == ENOTSUP);
        std::printf("%d %d\\n", mlock(page, sizeof page), errno == ENOSYS);
        rusage usage{};
        std::printf("%d %d\\n", getrusage(RUSAGE_SELF, &usage), errno == ENOSYS);
        std::printf("%d %d %d\\n", setsid(), errno == EPERM, getpid() == getpgid(0));
        std::printf("%d %d\\n", wait(nullptr), errno == ECHILD);
      }`, expect: exited(`0
mprotect: not available in a page: all memory of a program can be read and written
-1 1
-1 1
getrusage: not available in a page: browsers do not tell what a thread uses
-1 1
-1 1 1
-1 1`) },
  { name: 'getrandom() fills what it is given', source: `${headers}
      #include <sys/random.h>
      int main() {
        unsigned char bytes[1000] = {};
        std::printf("%zd ", getrandom(bytes, sizeof bytes, 0));
        int zeros = 0;
        for (unsigned char byte : bytes) zeros += byte == 0;
        std::printf("%d %zd\\n", zeros < 100, getrandom(bytes, 1, 99));
      }`, expect: exited('1000 1 -1') },
];

/** @type {OrdinaryProgram[]} */
export const ordinaryPrograms = [...stacks, ...endings, ...early, ...forms, ...system];
