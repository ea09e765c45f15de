// platform_machine.hpp — chooses the platform of the machine that is compiled for. A build that
// defines STRAIT_PORTABLE gets the one made of the standard library alone.
#pragma once

#include <strait/base/config.hpp>

#if defined(__EMSCRIPTEN__) && !defined(STRAIT_PORTABLE)
#include <strait/base/platform_wasm.hpp>
STRAIT_BEGIN
using machine_platform = wasm_platform;
STRAIT_END
#elif defined(__linux__) && !defined(STRAIT_PORTABLE)
#include <strait/base/platform_linux.hpp>
STRAIT_BEGIN
using machine_platform = linux_platform;
STRAIT_END
#elif defined(_WIN32) && !defined(STRAIT_PORTABLE)
#include <strait/base/platform_windows.hpp>
STRAIT_BEGIN
using machine_platform = windows_platform;
STRAIT_END
#else
#include <strait/base/platform_portable.hpp>
STRAIT_BEGIN
using machine_platform = portable_platform;
STRAIT_END
#endif
