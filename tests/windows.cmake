# The toolchain of the preset "windows": MinGW-w64 on another system, and Wine to run what it makes.
# Debian's packages: g++-mingw-w64-x86-64-posix wine64.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

# A program brings its own standard library: Wine looks for none. In C++23 GCC 12's header defines
# std::type_info::operator== where it is not inlined, and so does the archive.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -Wl,--allow-multiple-definition")

# Debian keeps the program that is not a script out of PATH. Not a search of the target's files.
find_program(STRAIT_WINE NAMES wine64 PATHS /usr/lib/wine REQUIRED NO_CMAKE_FIND_ROOT_PATH)
# A Wine of the build's own, which tells nothing of itself.
set(CMAKE_CROSSCOMPILING_EMULATOR
    ${CMAKE_COMMAND} -E env WINEPREFIX=${CMAKE_BINARY_DIR}/wine WINEDEBUG=-all ${STRAIT_WINE})
