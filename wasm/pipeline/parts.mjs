// parts.mjs — what pack.json calls the compiler's parts that the page treats differently.

/** LLVM's main module with all of its functions: fetched only for programs for which those of the
 *  part "compiler" are not enough (pack/used-functions.mjs). A pack that is being built may do
 *  without it. */
export const completeCompiler = 'complete-compiler';
