// descriptor_calls.hpp — what the file system offers in the place of standard_streams.cpp.
#pragma once

#include "../standard_streams.hpp"

namespace strait_run::files {

extern const DescriptorCalls own_descriptor_calls;

}  // namespace strait_run::files
