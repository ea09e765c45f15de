// compiler.mjs — runs clang and wasm-ld, which are one WebAssembly program, over a file system that
// is memory. The modules are compiled once; each run gets an instance of its own, so nothing of a
// run (a crash of the compiler included) reaches the next.
import {
  Descriptor, Directory, Environment, Exit, File, instantiate,
} from '../../build/llvm/llvm.mjs';
import { concatenated } from '../bytes.mjs';

/** Bytes accepted per write: the larger, the fewer calls out of WebAssembly. */
const writeBytes = 1 << 20;

/** A file being written: its buffer grows by doubling instead of being copied at every write. */
class GrowingFile extends File {
  #buffer = new Uint8Array(1 << 16);
  #length = 0;

  constructor() {
    super('');
    Object.defineProperty(this, 'data', {
      get: () => this.#buffer.subarray(0, this.#length),
      set: (bytes) => {
        this.#buffer = bytes;
        this.#length = bytes.length;
      },
    });
  }

  put(bytes, offset) {
    const end = offset + bytes.length;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, offset);
    this.#length = Math.max(this.#length, end);
  }
}

/** What instantiate() takes for files: as the package's own, but new files are GrowingFiles. */
class FastDescriptor extends Descriptor {
  /** Made at the first run: its base class is the environment's. */
  static OutputStream;

  openAt(pathFlags, path, openFlags, descriptorFlags) {
    if (openFlags.create && !openFlags.directory) {
      try {
        this.entry.traverse(path);
      } catch {
        const entry = this.entry.traverse(path, { create: new GrowingFile() });
        return new FastDescriptor(entry);
      }
    }
    return new FastDescriptor(super.openAt(pathFlags, path, openFlags, descriptorFlags).entry);
  }

  writeViaStream(offset) {
    if (!(this.entry instanceof GrowingFile)) return super.writeViaStream(offset);
    return new FastDescriptor.OutputStream(this.entry, Number(offset));
  }
}

function fileStream(OutputStream) {
  return class extends OutputStream {
    constructor(file, offset) {
      super();
      this.file = file;
      this.offset = offset;
    }
    checkWrite() {
      return writeBytes;
    }
    write(bytes) {
      this.file.put(bytes, this.offset);
      this.offset += bytes.length;
    }
  };
}

/** A tree of directories out of `[{ path, bytes }]`; shared by all runs, which only read it. */
export function directoryOf(files) {
  const root = new Directory();
  addFiles(root, files);
  return root;
}

export function addFiles(directory, files) {
  for (const { path, bytes } of files) {
    directory.traverse(path, { create: new File(bytes) });
  }
}

/**
 * `run(args, directories, files)` runs one LLVM program. `directories` (name → Directory)
 * are below the root and shared; `/program` is this run's own and starts with `files`. Returns
 * `{ code, text, output, program }`: the exit code, what was said (on standard error), what was
 * written to standard output, and the directory `/program` afterwards.
 * Throws when LLVM itself crashes (a trap, or memory running out).
 */
export function createCompiler(modules) {
  return {
    async run(args, directories, files = {}) {
      const environment = new Environment();
      const { exports } = environment;
      FastDescriptor.OutputStream ??= fileStream(exports.io.OutputStream);
      const program = new Directory();
      for (const [name, data] of Object.entries(files)) program.files[name] = new File(data);
      const root = new Directory();
      root.files = { ...directories, program };
      exports.fs = {
        ...exports.fs,
        Descriptor: FastDescriptor,
        getDirectories: () => [[new FastDescriptor(root), '/']],
      };
      const said = [];
      const written = [];
      const keepIn = (chunks) => (bytes) => bytes && chunks.push(bytes.slice());
      Object.assign(environment,
        { args: ['llvm', ...args], stdout: keepIn(written), stderr: keepIn(said) });
      const code = await start(modules, environment);
      return { code, text: decode(said), output: concatenated(written), program };
    },
  };
}

async function start(modules, environment) {
  const command = await instantiate((name) => modules.get(name), { runtime: environment.exports });
  try {
    command.run.run();
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

function decode(chunks) {
  const decoder = new TextDecoder();
  return chunks.map((bytes) => decoder.decode(bytes, { stream: true })).join('') + decoder.decode();
}
