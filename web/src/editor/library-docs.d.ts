// library-docs.d.ts — the module that the build generates from the library's headers.

declare module 'virtual:library-docs' {
  import type { LibraryDocs } from '../logic/library-help.ts';
  const docs: LibraryDocs;
  export default docs;
}
