// limits.mjs — how much the compiler takes; the page says so before it asks.

/** Of main.cpp, in UTF-8. */
export const sourceBytesLimit = 64 * 1024;
