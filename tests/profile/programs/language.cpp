// language.cpp — most of what the language has, each once.
#include <any>
#include <bit>
#include <bitset>
#include <charconv>
#include <compare>
#include <complex>
#include <concepts>
#include <coroutine>
#include <csetjmp>
#include <cstdarg>
#include <ctime>
#include <format>
#include <forward_list>
#include <fstream>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <list>
#include <locale>
#include <memory_resource>
#include <numbers>
#include <source_location>
#include <stack>
#include <string>
#include <system_error>
#include <typeindex>
#include <typeinfo>
#include <valarray>
#include <vector>
#include <map>
#include <thread>
#include <variant>
#include <optional>
#include <expected>
#include <tuple>
#include <functional>
#include <ranges>
#include <algorithm>
using namespace std::literals;
namespace outer {
inline namespace v1 {
namespace inner {
enum class colour : unsigned char { red = 1, green, blue };
}
}  // namespace v1
using inner::colour;
}  // namespace outer
using enum outer::colour;
enum plain { zero, one = 1 << 3, two };
struct base {
  virtual ~base() = default;
  virtual int f(int x) const { return x; }
  int data = 1;

 protected:
  int hidden = 2;

 private:
  int secret = 3;
  friend int peek(const base& b) { return b.secret; }
};
struct left : virtual base {
  int f(int x) const override { return x + 1; }
  long l = 1;
};
struct right : virtual base {
  int g() const noexcept { return 2; }
  double r = 2;
};
struct bottom final : left, right {
  int f(int x) const override { return left::f(x) * 2; }
};
struct abstract {
  virtual void go() = 0;
  virtual ~abstract() {}
};
struct concrete : abstract {
  void go() override {}
};
union both {
  int i;
  float f;
  unsigned char bytes[4];
};
struct bits {
  unsigned a : 3, b : 5;
  int : 0;
  bool c : 1;
};
struct point {
  int x, y;
  auto operator<=>(const point&) const = default;
};
struct alignas(64) big {
  char c[64];
};
struct rule5 {
  int* p = new int(1);
  rule5() = default;
  rule5(const rule5& o) : p(new int(*o.p)) {}
  rule5(rule5&& o) noexcept : p(std::exchange(o.p, nullptr)) {}
  rule5& operator=(rule5 o) {
    std::swap(p, o.p);
    return *this;
  }
  ~rule5() { delete p; }
  explicit operator bool() const { return p; }
  int operator[](int i) const { return i; }
  int operator()(int a, int b = 2) const { return a + b; }
  rule5& operator++() {
    ++*p;
    return *this;
  }
  rule5 operator++(int) {
    rule5 c = *this;
    ++*this;
    return c;
  }
  int operator*() const { return *p; }
  int* operator->() const { return p; }
};
std::ostream& operator<<(std::ostream& o, const point& p) {
  return o << '(' << p.x << ", " << p.y << ')';
}
template <class T, int N = 3>
struct fixed {
  T items[N]{};
  static constexpr int size = N;
  T& operator[](int i) { return items[i]; }
  template <class U>
  fixed<U, N> as() const {
    fixed<U, N> r;
    for (int i = 0; i < N; ++i) r.items[i] = static_cast<U>(items[i]);
    return r;
  }
};
template <class T>
struct fixed<T, 0> {};
template <>
struct fixed<bool, 1> {
  bool only;
};
template <class T>
fixed(T, T) -> fixed<T, 2>;
template <class... T>
constexpr auto sum(T... v) {
  return (v + ... + 0);
}
template <class T>
concept shape = requires(const T& t) {
  { t.area() } -> std::convertible_to<double>;
  typename T::unit;
  requires sizeof(T) < 100;
};
struct square {
  using unit = int;
  double side;
  double area() const { return side * side; }
};
template <shape S>
double total(const std::vector<S>& v) {
  double t = 0;
  for (const auto& s : v) t += s.area();
  return t;
}
constexpr int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
consteval int cube(int n) { return n * n * n; }
static_assert(fib(10) == 55 && cube(3) == 27);
template <class T>
T pi = T(3.14159265358979L);
constinit thread_local int per_thread = 5;
static int counter() {
  static int n = 0;
  return ++n;
}
int variadic(int n, ...) {
  va_list a;
  va_start(a, n);
  int s = 0;
  for (int i = 0; i < n; ++i) s += va_arg(a, int);
  va_end(a);
  return s;
}
struct generator {
  struct promise_type {
    int value;
    generator get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> h;
  ~generator() {
    if (h) h.destroy();
  }
  bool next() {
    h.resume();
    return !h.done();
  }
};
generator count_to(int n) {
  for (int i = 0; i < n; ++i) co_yield i;
}
template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
  int code = 3;
};
int thrower(int k) {
  if (k == 1) throw 1;
  if (k == 2) throw failure("f");
  if (k == 3) throw std::string("s");
  return k;
}
int catches(int k) try {
  try {
    return thrower(k);
  } catch (const failure& f) {
    return f.code;
  } catch (int i) {
    if (i) throw;
    return i;
  }
} catch (...) {
  return -1;
}
[[nodiscard]] int must() { return 1; }
[[deprecated("old")]] void old() {}
[[noreturn]] void never() { std::abort(); }
extern "C" int c_function(int x) { return x; }
typedef int (*function_pointer)(int);
using member = int (base::*)(int) const;
std::jmp_buf jump;
#define TWICE(x) ((x) * 2)
#define TEXT(x) #x
#define JOIN(a, b) a##b
#if __has_include(<print>)
int JOIN(na, me) = TWICE(4);
#endif
int main(int argc, char** argv) {
  bottom b;
  base* p = &b;
  left* l = dynamic_cast<left*>(p);
  std::cout << p->f(3) << l->l << typeid(*p).name() << peek(b) << '\n';
  member m = &base::f;
  int base::* d = &base::data;
  function_pointer fp = c_function;
  std::cout << (p->*m)(1) << p->*d << fp(2) << (*fp)(3) << '\n';
  both u{.i = 7};
  bits bf{1, 2, true};
  bf.a = u.bytes[0];
  bf.b += 3;
  point pt{.x = 1, .y = 2};
  auto [x, y] = pt;
  std::cout << pt << x + y << bf.a << (pt < point{2, 3}) << (pt == pt) << '\n';
  rule5 r, s = r;
  r = s;
  r = std::move(s);
  ++r;
  r++;
  std::cout << r[1] << r(1) << *r << *r.operator->() << bool(r) << '\n';
  fixed<int> f;
  f[0] = 3;
  auto g = f.as<double>();
  fixed two{1, 2};
  fixed<bool, 1> fb{true};
  std::cout << g.items[0] << two.size << fb.only << sum(1, 2, 3) << sum()
            << total<square>({{1}, {2}}) << pi<float> << '\n';
  for (int i = 0, j = 10; i < j; ++i, --j) {
    if (i == 2) continue;
    if (i == 4) break;
  }
  int k = 0;
  do {
    k++;
  } while (k < 5);
  while (k-- > 0)
    if (k == 1) goto done;
done:
  switch (k) {
    case 0:
      [[fallthrough]];
    case 1:
      k = 5;
      break;
    case 2 ... 4:
      k = 6;
      break;
    default:
      k = 7;
  }
  switch (outer::colour c = blue; c) {
    case red:
      break;
    case green:
      return 1;
    case blue:
      std::puts("blue");
  }
  if (auto it = std::map<std::string, int>{{"a", 1}}; it.contains("a"))
    std::puts("has");
  else
    std::puts("has not");
  auto lambda = [=, &k, n = std::make_unique<int>(3)]<class T>(T t, auto... rest) mutable -> int {
    k += *n;
    return static_cast<int>(t) + sum(rest...);
  };
  std::cout << lambda(1.5, 2, 3) << [] { return 1; }() << '\n';
  auto recurse = [](this auto self, int n) -> int { return n ? n + self(n - 1) : 0; };
  std::cout << recurse(4);
  generator gen = count_to(3);
  while (gen.next()) std::cout << gen.h.promise().value;
  for (int i = 0; i < 4; ++i) std::cout << catches(i);
  std::variant<int, std::string, double> v = "text"s;
  std::visit(overloaded{[](int i) { std::cout << i; }, [](const std::string& t) { std::cout << t; },
                        [](auto&& o) { std::cout << o; }},
             v);
  std::optional<point> o;
  o = pt;
  std::expected<int, std::string> e = std::unexpected("bad"s);
  std::any any = 3;
  std::cout << o->x << e.error() << std::any_cast<int>(any) << std::get<0>(std::tuple{1, 'c', 2.0})
            << '\n';
  long long q = 1LL << 40;
  unsigned char uc = 200;
  short sh = -3;
  float fl = 1.5f;
  double db = 2.5e3;
  long double ld = 1.25L;
  bool bo = q;
  char32_t c32 = U'x';
  wchar_t w = L'w';
  char8_t c8 = u8'a';
  std::size_t z = sizeof(big) + alignof(big);
  q = q * 3 / 7 % 11 ^ 5 | 6 & ~7;
  q <<= 2;
  q >>= 1;
  uc = static_cast<unsigned char>(uc + sh);
  fl = fl * 2 - static_cast<float>(db) / 3;
  bo = !bo && (fl < db || ld != 1);
  q = static_cast<long long>(db) + static_cast<long long>(fl);
  db = static_cast<double>(q) + static_cast<double>(uc);
  unsigned long long ull = static_cast<unsigned long long>(db);
  db = static_cast<double>(ull);
  __int128 wide = q;
  wide = wide * wide / 3;
  q = static_cast<long long>(wide);
  ld = ld * 3 + fl;
  fl = static_cast<float>(ld);
  std::cout << q << uc << sh << fl << bo << static_cast<int>(c32) << static_cast<int>(w)
            << static_cast<int>(c8) << z << std::popcount(z) << std::bit_cast<unsigned>(1.0f)
            << '\n';
  const char* raw = R"(raw "text")";
  char array[] = "abc";
  int grid[2][3] = {{1, 2, 3}, {4}};
  int* heap = new int[5]{1, 2};
  delete[] heap;
  std::cout << raw << array << grid[1][0]
            << "join"
               "ed"
            << 0b1010'1010 << 0x1p3 << '\n';
  volatile int vol = 3;
  vol = vol + 1;
  std::atomic<int> at = 1;
  at.fetch_add(2);
  int expected = 3;
  at.compare_exchange_strong(expected, 4);
  std::atomic<long long> al{1};
  al |= 4;
  al.exchange(3);
  std::atomic_flag af;
  af.test_and_set();
  std::atomic_thread_fence(std::memory_order_seq_cst);
  std::atomic<double> ad{1};
  ad += 1;
  if (setjmp(jump) == 0) std::longjmp(jump, 1);
  std::cout << std::format("{:>8.3f}|{:#x}|{}|{:<5}|{:%Y}\n", 3.14159, 255, "s"s, true,
                           std::chrono::year(2024));
  std::cout << std::setw(8) << std::setfill('*') << std::hex << 255 << std::dec << std::boolalpha
            << true << std::fixed << std::setprecision(2) << 1.0 << '\n';
  std::cout << variadic(3, 1, 2, 3) << counter() << per_thread << argc << (argv[0] ? 1 : 0)
            << std::source_location::current().line() << __func__ << __LINE__ << std::endl;
  for (auto n : std::views::iota(1, 10) | std::views::filter([](int i) { return i % 2; }) |
                    std::views::transform([](int i) { return i * i; }) | std::views::take(3))
    std::cout << n;
  if consteval {
    return 2;
  }
  must();
  old();
  try {
    throw std::system_error(std::make_error_code(std::errc::timed_out));
  } catch (const std::exception& ex) {
    std::cerr << ex.what();
  }
  if (argc > 5) never();
  asm volatile("");
  int unused;
  (void)zero;
  return k == 100 ? 3 : 0;
}
