// readme.mjs — makes one file of the C++ in the READMEs, to be compiled: a function for each block.
//
//   node readme.mjs <repository> <output.cpp>
//
// `…` stands for what the reader would write. Whole programs are left out: the one in README.md is
// a scenario, to the letter (tests/web/readme.test.ts).
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const [root, output] = process.argv.slice(2);

async function blocksOf(file) {
  const text = await readFile(path.join(root, file), 'utf8');
  return [...text.matchAll(/^```cpp\n(.*?)^```/gms)].map(({ index, 1: code }) => {
    const line = text.slice(0, index).split('\n').length + 1;
    return { file, line, code: code.replaceAll('…', '') };
  });
}

const files = await Promise.all(['README.md', 'core/README.md'].map(blocksOf));
const blocks = files.flat().filter(({ code }) => !code.includes('int main('));
if (blocks.length === 0) throw new Error('there is no C++ in the READMEs');

const functions = blocks.map(
  ({ file, line, code }, number) =>
    `void block_${number}();\nvoid block_${number}() {\n#line ${line} "${file}"\n${code}}\n`,
);
const head = `#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
using namespace std::chrono_literals;
`;
await writeFile(output, `${head}${functions.join('')}`);
