// precompiled-code.test.ts — what the precompiled header instantiates has its code in the pack:
// programs bring none of their own, and behave as if they did.

import { expect, test } from '@playwright/test';
import { readArchive } from '../../wasm/pipeline/archive.mjs';
import { addFiles, createCompiler, directoryOf } from '../../wasm/pipeline/compiler.mjs';
import { compileFlags } from '../../wasm/pipeline/flags.mjs';
import { pipeline, runSource } from './support/playground.mjs';

/** What the program's own object calls and does not define, by mangled names. */
async function calledElsewhere(source: string) {
  const { modules, files, precompiled } = (await pipeline()).assets();
  const directories = directoryOf(files).files;
  addFiles(directories.pack, readArchive(precompiled));
  const main = new TextEncoder().encode(source);
  const { code, text, output } =
    await createCompiler(modules).run(compileFlags(), directories, { 'main.cpp': main });
  if (code !== 0) throw new Error(text);
  const object = await WebAssembly.compile(output);
  return WebAssembly.Module.imports(object).map(({ name }) => name);
}

test('common templates are not generated again', async () => {
  const names = await calledElsewhere(`
    #include <string>
    #include <vector>
    #include <strait/strait.hpp>
    int main() {
      std::vector<int> numbers;
      numbers.push_back(1);
      auto [tx, rx] = strait::bounded<std::string>(1);
      return tx.send("a") && rx.recv() ? numbers[0] : 1;
    }`);
  const wanted = [/^_ZNSt3__26vectorIi.*push_back/,
    /^_ZNK6strait.*6senderINSt3__212basic_string.*4send/,
    /^_ZNK6strait.*8receiverINSt3__212basic_string.*4recv/, /^_ZN6strait.*7boundedI/];
  for (const name of wanted) expect(names).toContainEqual(expect.stringMatching(name));
});

test("a program's own types are: they have their code in no other place", async () => {
  const names = await calledElsewhere(`
    #include <vector>
    struct mine { int value; };
    int main() {
      std::vector<mine> all;
      all.push_back({1});
      return all[0].value;
    }`);
  expect(names.filter((name) => name.includes('4mine'))).toEqual([]);
});

const programs: [name: string, source: string, printed: string][] = [
  ['its own operator new serves the libraries', `
    #include <cstdio>
    #include <cstdlib>
    #include <new>
    #include <vector>
    int counted = 0;
    void* operator new(std::size_t size) { ++counted; return std::malloc(size); }
    void operator delete(void* block) noexcept { std::free(block); }
    void operator delete(void* block, std::size_t) noexcept { std::free(block); }
    int main() {
      counted = 0;
      std::vector<int> numbers;
      numbers.push_back(1);
      std::printf("%d\\n", counted);
    }`, '1'],
  ['exceptions and types are the same on both sides', `
    #include <cstdio>
    #include <future>
    #include <map>
    #include <optional>
    #include <string>
    #include <typeinfo>
    #include <vector>
    int main() {
      try { (void)std::vector<int>().at(1); } catch (const std::out_of_range&) { std::puts("a"); }
      try { (void)std::map<std::string, int>().at("x"); } catch (const std::exception& error) {
        std::puts(typeid(error) == typeid(std::out_of_range) ? "b" : "?");
      }
      try { (void)std::optional<int>().value(); } catch (const std::bad_optional_access&) {
        std::puts("c");
      }
      try { (void)std::function<int(int)>()(1); } catch (const std::bad_function_call&) {
        std::puts("d");
      }
      try { std::promise<int> once; once.set_value(1); once.set_value(2); }
      catch (const std::future_error& error) {
        std::puts(error.code() == std::future_errc::promise_already_satisfied ? "e" : "?");
      }
      std::function<int(int)> negate = [](int value) { return -value; };
      std::puts(negate.target_type() == typeid(int) ? "?" : "f");
    }`, 'a\nb\nc\nd\ne\nf'],
  ['globals are there before main(), each once, also those of threads', `
    #include <cstdio>
    #include <map>
    #include <string>
    #include <thread>
    #include <vector>
    std::vector<std::string> names = {"one", "two"};
    std::map<std::string, int> lengths = {{names[0], 3}, {names[1], 3}};
    thread_local std::vector<int> mine = {1};
    int main() {
      mine.push_back(2);
      std::thread other([] { mine.push_back(3); std::printf("%zu %d\\n", mine.size(), mine[1]); });
      other.join();
      std::printf("%zu %d %zu %d\\n", names.size(), lengths["two"], mine.size(), mine[1]);
    }`, '2 3\n2 3 2 2'],
  ['templates of both are specialized for its types', `
    #include <algorithm>
    #include <cstdio>
    #include <functional>
    #include <string>
    #include <unordered_map>
    #include <vector>
    struct key { int value; bool operator==(const key&) const = default; };
    template <> struct std::hash<key> {
      std::size_t operator()(const key& k) const { return std::hash<int>()(k.value); }
    };
    template class std::vector<int>;
    template <> struct std::less<std::vector<key>> {
      bool operator()(const std::vector<key>& a, const std::vector<key>& b) const {
        return a.size() > b.size();
      }
    };
    int main() {
      std::unordered_map<key, std::string> names{{key{1}, "one"}};
      std::vector<std::vector<key>> all{{}, {key{1}}};
      std::sort(all.begin(), all.end(), std::less<std::vector<key>>());
      std::printf("%s %zu\\n", names[key{1}].c_str(), all[0].size());
    }`, 'one 1'],
];

for (const [name, source, printed] of programs) {
  test(name, async () => {
    const { outcome, text } = await runSource(source);
    expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: printed });
  });
}

test("a null pointer in a library's function ends the run", async () => {
  const { outcome } = await runSource(`
    #include <map>
    #include <string>
    #include <vector>
    int main() {
      volatile int which = 0;
      std::vector<std::string> none;
      none[which] = "a";
    }`);
  expect(outcome).toMatchObject({ kind: 'crashed', reason: 'a null pointer was dereferenced' });
});
