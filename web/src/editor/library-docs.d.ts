// library-docs.d.ts — the module that the build makes out of the library's headers.

declare module 'virtual:library-docs' {
  import type { LibraryDocs } from '../logic/library-help.ts';
  const docs: LibraryDocs;
  export default docs;
}
