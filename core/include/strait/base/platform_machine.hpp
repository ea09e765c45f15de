// platform_machine.hpp — chooses the platform of the machine that is compiled for.
#pragma once

#include <strait/base/config.hpp>

#if defined(__EMSCRIPTEN__)
#include <strait/base/platform_wasm.hpp>
STRAIT_BEGIN
using machine_platform = wasm_platform;
STRAIT_END
#elif defined(__linux__)
#include <strait/base/platform_linux.hpp>
STRAIT_BEGIN
using machine_platform = linux_platform;
STRAIT_END
#else
#error "strait: no platform for this system yet; name a header in STRAIT_PLATFORM_HEADER"
#endif
