// examples.mjs — makes one program of the examples in the public headers.
//
//   node examples.mjs <repository> <output.cpp>
//
// Each example is the body of a function; #line makes the compiler, and assert, name the header.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readReference } from '../../core/tools/reference.mjs';

const [root, output] = process.argv.slice(2);
const folder = 'core/include/strait';
const entries = readReference(path.join(root, folder));
const examples = entries.filter(({ comment }) => comment.Example);

const title = ({ scope, name }) => (scope ? `${scope}::${name}` : name);
// An example of a stop needs a standard library that has stop tokens.
const needs = ({ only, comment }) =>
  only || (/\bstop_source\b/.test(comment.Example.code.join()) ? '__cpp_lib_jthread' : '');
const onlyIf = (entry, text) =>
  needs(entry) ? `#ifdef ${needs(entry)}\n${text}\n#endif` : text;

const functions = examples.map((entry, number) => {
  const { line, code } = entry.comment.Example;
  const body = code.map((each) => `  ${each}`.trimEnd()).join('\n');
  const place = `#line ${line} "${folder}/${entry.header}"`;
  return onlyIf(entry, `void example_${number}() {\n${place}\n${body}\n}`);
});
const rows = examples.map((entry, number) => {
  const text = `${entry.header}:${entry.comment.Example.line}: ${title(entry)}`;
  return onlyIf(entry, `    {"${text}", &example_${number}},`);
});

const program = `// Made by tests/docs/examples.mjs from the comments in ${folder}.
#undef NDEBUG
#include <cassert>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace {

${functions.join('\n\n')}

#line 1 "main"
struct example {
  const char* name;
  void (*run)();
};

constexpr example examples[] = {
${rows.join('\n')}
};

}  // namespace

int main() {
  for (const auto& [name, run] : examples) {
    std::printf("%s\\n", name);
    std::fflush(stdout);  // The last line printed names the example that failed or hangs.
    run();
  }
  std::printf("%zu examples\\n", std::size(examples));
}
`;

if (examples.length === 0) throw new Error(`no example in ${folder}`);
await writeFile(output, program);
