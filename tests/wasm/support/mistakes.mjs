// mistakes.mjs — mistakes that a library stumbles over, each with what is said first and the line
// where it is said: in the source it stands behind the comment `// here`. Plain data: Node's tests
// and those of the browsers run the same list.

const inMain = (...lines) => `int main() {\n${lines.join('\n')}\n}\n`;

/** @type {[name: string, words: RegExp, includes: string[], code: string][]} */
const all = [
  ['a main() of one parameter', /^main takes no parameters or two: int main\(int count, char/, [],
    'int main(int) {} // here'],
  ['a main() of any arguments', /^main takes no parameters or two: /, [],
    'int main(int, ...) {} // here'],
  ['a handler of on_recv that takes the message',
    /^the handler of on_recv takes a std::expected<T, strait::recv_error>/, ['strait/strait.hpp'],
    inMain('auto [tx, rx] = strait::bounded<int>(1);',
      'strait::select(strait::on_recv(rx, [](int) {})); // here')],
  ['a handler of on_send that takes the message', /^the handler of on_send takes a std::expected</,
    ['strait/strait.hpp'], inMain('auto [tx, rx] = strait::bounded<int>(1);',
      'strait::select(strait::on_send(tx, 1, [](int) {})); // here')],
  ['a channel of references', /^a message is an object: a value, a pointer or/,
    ['strait/strait.hpp'], inMain('auto [tx, rx] = strait::bounded<int&>(1); // here')],
  ['std::sort over a list', /^invalid operands to binary expression \('std::__list_iterator<int/,
    ['algorithm', 'list'], inMain('std::list<int> numbers{3, 1, 2};', '',
      'std::sort(numbers.begin(), numbers.end()); // here')],
  ['std::sort of what has no <', /^invalid operands to binary expression \('const point' and/,
    ['algorithm', 'vector'], `struct point { int x; };\n${
      inMain('std::vector<point> v;', 'std::sort(v.begin(), v.end()); // here')}`],
  ['a map key without <', /^invalid operands to binary expression \('const key' and 'const key'\)/,
    ['map'], `struct key { int value; };\n${
      inMain('std::map<key, int> map;', 'map[key{1}] = 2; // here')}`],
  ['a key without std::hash', /^the specified hash does not meet the Hash requirements/,
    ['unordered_map'], 'struct key { int v; bool operator==(const key&) const = default; };\n' +
      inMain('std::unordered_map<key, int> m; // here')],
  ['a thread with too many arguments', /^std::thread cannot call its function with these/,
    ['string', 'thread'], `void work(std::string) {}\n${
      inMain('std::thread t(work, 1, 2); // here', 't.join();')}`],
  ['a thread that copies a unique_ptr', /^std::thread cannot copy one of these arguments: move it/,
    ['memory', 'thread'], `void work(std::unique_ptr<int>) {}\n${
      inMain('auto p = std::make_unique<int>(1);', 'std::thread t(work, p); // here')}`],
  ['a jthread without its argument', /^std::jthread cannot call its function with these arguments/,
    ['thread'], `struct worker { void run(int) {} };\n${
      inMain('worker w;', 'std::jthread t(&worker::run, &w); // here')}`],
  ['std::async without its argument', /^no matching function for call to 'async'/, ['future'],
    inMain('auto f = std::async([](int) {}); // here')],
  ['a copied unique_ptr', /^call to implicitly-deleted copy constructor of/, ['memory'],
    inMain('auto p = std::make_unique<int>(1);', 'auto q = p; // here')],
  ['a copied vector of unique_ptr', /^std::unique_ptr<int> cannot be copied$/,
    ['memory', 'vector'], inMain('std::vector<std::unique_ptr<int>> v;', 'auto w = v; // here')],
  ['a vector of atomics that grows', /^std::atomic<int> can be neither moved nor copied/,
    ['atomic', 'vector'], inMain('std::vector<std::atomic<int>> v;',
      'v.emplace_back(1); // here')],
  ['a vector of what has no default, resized', /^number cannot be made without arguments$/,
    ['vector'], `struct number { number(int) {} };\n${
      inMain('std::vector<number> v;', 'v.resize(5); // here')}`],
  ['a copied optional of a mutex', /^call to implicitly-deleted copy constructor of 'std::optional/,
    ['mutex', 'optional'], inMain('std::optional<std::mutex> a;', 'auto b = a; // here')],
  ['a std::function of what cannot be copied', /^call to implicitly-deleted copy constructor of/,
    ['functional', 'memory'], inMain('auto p = std::make_unique<int>(1);',
      'std::function<int()> f = [p = std::move(p)] { return *p; }; // here')],
  ['make_unique of an abstract class', /^allocating an object of abstract class type 'shape'/,
    ['memory'], 'struct shape { virtual ~shape() = default; virtual int area() = 0; };\n' +
      inMain('auto s = std::make_unique<shape>(); // here')],
  ['make_shared of an abstract class', /^field type 'shape' is an abstract class/,
    ['memory'], 'struct shape { virtual ~shape() = default; virtual int area() = 0; };\n' +
      inMain('auto s = std::make_shared<shape>(); // here')],
  ['a visitor that forgets a type', /^`std::visit` requires the visitor to be exhaustive/,
    ['string', 'variant'], inMain('std::variant<int, std::string> v;',
      'std::visit([](int) {}, v); // here')],
  ['std::get past the end', /^tuple_element index out of range/, ['tuple'],
    inMain('auto t = std::make_tuple(1, 2);', 'return std::get<2>(t); // here')],
  ['std::get of a type that is not there', /^type not found in type list/, ['string', 'variant'],
    inMain('std::variant<int, std::string> v;', 'return int(std::get<double>(v)); // here')],
  ['std::ranges::sort over a list', /^std::ranges::sort cannot be called with these arguments/,
    ['algorithm', 'list'], inMain('std::list<int> l;', 'std::ranges::sort(l); // here')],
  ['a concept that is not satisfied', /^no matching function for call to 'twice'/, ['concepts'],
    `template <std::integral T> T twice(T x) { return x + x; }\n${
      inMain('return twice(1.5); // here')}`],
  ['std::accumulate from a number', /^invalid operands to binary expression/,
    ['numeric', 'string', 'vector'], inMain('std::vector<std::string> v;',
      'auto s = std::accumulate(v.begin(), v.end(), 0); // here')],
  ['a function of transform that takes another type', /^no matching function for call to object of/,
    ['algorithm', 'string', 'vector'], inMain('std::vector<std::string> v;', 'std::vector<int> o;',
      'std::transform(v.begin(), v.end(), o.begin(), [](int x) { return x; }); // here')],
  ['output of a type without <<', /^invalid operands to binary expression \('ostream'/,
    ['iostream'], `struct point { int x; };\n${inMain('std::cout << point{1}; // here')}`],
  ['std::format of a type without a formatter', /^the supplied type is not formattable/, ['format'],
    `struct point { int x; };\n${inMain('point p;', 'auto s = std::format("{}", p); // here')}`],
  ['a template of the program with a wrong type', /^member reference base type 'int' is not a/,
    ['algorithm', 'vector'], 'auto f = [](auto x) { return x.size(); }; // here\n' +
      inMain('std::vector<int> v{1};', 'std::for_each(v.begin(), v.end(), f);')],
  ['a call of what is not const', /^'this' argument to member function 'next' has type 'const cou/,
    [], `struct counter { int n = 0; int next() { return ++n; } };\n${
      inMain('const counter c;', 'return c.next(); // here')}`],
  ['a constant that cannot be computed', /^constexpr variable 'x' must be initialized by a constan/,
    [], 'constexpr int at(int i) { int a[3] = {1, 2, 3}; return a[i]; }\n' +
      inMain('constexpr int x = at(5); // here', 'return x;')],
  ['too few template arguments', /^too few template arguments for class template 'map'/, ['map'],
    inMain('std::map<int> m; // here')],
  ['a missing #include', /^no member named 'regex' in namespace 'std'/, [],
    inMain('std::regex r("a"); // here')],
  ['a macro', /^use of undeclared identifier 'y'/, [],
    `#define SQUARE(x) ((x) * (y))\n${inMain('return SQUARE(3); // here')}`],
  ['templates without end', /^recursive template instantiation exceeded maximum depth/, [],
    `template <int N> struct Deep : Deep<N + 1> {}; // here\n${inMain('Deep<0> deep;')}`],
  ['templates without end that deduce', /^recursive template instantiation exceeded maximum depth/,
    [], 'template <int N> auto deep() { return deep<N + 1>(); } // here\n' +
      inMain('return deep<0>();')],
  ['a header that is not there', /^'nothing\/here.hpp' file not found/, [],
    `#include <nothing/here.hpp> // here\n${inMain()}`],
  ['a header that refuses', /^"?SSE instruction set not enabled/, ['cstdio'],
    `#include <xmmintrin.h> // here\n${inMain()}`],
  ['a function without a definition', /^app::worker::run\(int\) is declared and used, but defined/,
    [], 'namespace app { struct worker {\nvoid run(int); // here\n}; }\n' +
      inMain('app::worker w; // run', 'w.run(1);')],
  ['variables that no stack can hold', /^main has \d+ bytes of local variables/, ['cstdio'],
    'int main() { // here\n  char text[2\'000\'000];\n  text[0] = 1;\n  std::puts(text);\n}\n'],
];

/** @type {{ name: string, words: RegExp, source: string, line: number }[]} */
export const mistakes = all.map(([name, words, includes, code]) => {
  const source = includes.map((header) => `#include <${header}>\n`).join('') + code;
  const line = source.slice(0, source.indexOf('// here')).split('\n').length;
  return { name, words, source, line };
});
