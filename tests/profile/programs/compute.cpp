// compute.cpp — arithmetic, loops and tables, as programs that compute have them.
#include <cmath>
#include <cstdio>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <array>
#include <numeric>
struct vec3 {
  double x{}, y{}, z{};
  constexpr vec3 operator+(const vec3& o) const { return {x + o.x, y + o.y, z + o.z}; }
  constexpr vec3 operator*(double k) const { return {x * k, y * k, z * k}; }
  double length() const { return std::sqrt(x * x + y * y + z * z); }
};
struct particle {
  vec3 position, velocity;
  float mass;
  std::uint8_t kind;
};
std::uint64_t hash(std::string_view s) {
  std::uint64_t h = 14695981039346656037ull;
  for (char c : s) {
    h ^= static_cast<unsigned char>(c);
    h *= 1099511628211ull;
  }
  return h;
}
template <std::size_t N>
constexpr std::array<int, N> primes() {
  std::array<int, N> p{};
  std::size_t n = 0;
  for (int c = 2; n < N; ++c) {
    bool is = true;
    for (std::size_t i = 0; i < n && is; ++i) is = c % p[i] != 0;
    if (is) p[n++] = c;
  }
  return p;
}
constexpr auto table = primes<20>();
int collatz(std::uint64_t n) {
  int s = 0;
  for (; n != 1; ++s) n = n & 1 ? 3 * n + 1 : n / 2;
  return s;
}
void hanoi(int n, char a, char b, char c, long& moves) {
  if (!n) return;
  hanoi(n - 1, a, c, b, moves);
  ++moves;
  hanoi(n - 1, c, b, a, moves);
}
double integrate(double (*f)(double), double a, double b, int n) {
  double h = (b - a) / n, s = 0;
  for (int i = 0; i < n; ++i) s += f(a + (i + .5) * h);
  return s * h;
}
particle step(particle p, double dt) {
  p.position = p.position + p.velocity * dt;
  return p;
}
int big_switch(int x) {
  switch (x) {
    case 0:
      return 3;
    case 1:
      return 5;
    case 2:
      return 8;
    case 3:
      return 1;
    case 4:
      return 9;
    case 5:
      return 2;
    case 6:
      return 7;
    case 7:
      return 4;
    case 100:
      return 11;
    case 1000:
      return 12;
    default:
      return -x;
  }
}
int mandelbrot(double cr, double ci) {
  double r = 0, i = 0;
  int n = 0;
  while (r * r + i * i < 4 && n < 50) {
    double t = r * r - i * i + cr;
    i = 2 * r * i + ci;
    r = t;
    ++n;
  }
  return n;
}
int main() {
  long moves = 0;
  hanoi(5, 'a', 'b', 'c', moves);
  std::printf("%ld %d %f %llu\n", moves, collatz(27), integrate(std::sin, 0, 3, 100),
              static_cast<unsigned long long>(hash("abc")));
  std::array<particle, 3> ps{};
  for (auto& p : ps) p = step(p, .1);
  std::span<particle> view(ps);
  for (const auto& p : view) std::printf("%f ", p.position.length());
  for (int y = -5; y < 5; ++y) {
    for (int x = -5; x < 5; ++x) std::putchar(" .:-=+*#%@"[mandelbrot(x / 3., y / 3.) / 6]);
    std::putchar('\n');
  }
  char buffer[32];
  std::memset(buffer, 0, sizeof buffer);
  std::memcpy(buffer, "hello", 6);
  int local[4] = {1, 2, 3, 4};
  int total = std::accumulate(std::begin(local), std::end(local), 0);
  unsigned r = static_cast<unsigned>(total) << 3 | static_cast<unsigned>(total) >> 5;
  std::printf(
      "%s %u %d %d %g %d\n", buffer, r, table[19], big_switch(3),
      std::fmod(7.5, 2) + std::pow(2, 10) + std::floor(1.5) + std::abs(-2.0) + std::fmin(1, 2),
      std::isnan(0.0 / 1));
  float f = 1.0f / 3;
  int8_t i8 = static_cast<int8_t>(r);
  uint16_t u16 = static_cast<uint16_t>(r);
  int64_t i64 = i8 * u16;
  f += static_cast<float>(i64);
  std::printf("%.9g\n", static_cast<double>(f));
  long double l = 1;
  l /= 3;
  std::printf("%Lf\n", l);
  auto mul = [](auto a, auto b) { return a * b; };
  return mul(2, 3) == 6 ? 0 : 1;
}
