// models.hpp — the models of the library: each a small program whose every execution is checked.
#pragma once

#include <string>
#include <vector>

#include "../machine/explore.hpp"

namespace models {

struct described {
  checker::model model;
  std::string group;  ///< A row of the printed table.
  std::string says;   ///< What holds in every execution, in one sentence.
  bool is_large = false;  ///< Known to have too many executions to be searched through.
};

/// Two threads with two operations each on one channel, for every kind of channel and every pair of
/// pairs of operations.
std::vector<described> pairs();

std::vector<described> selects();

/// Selectors, whose cases stay in their channels' queues between waits.
std::vector<described> selectors();
std::vector<described> selectors_meeting();

/// The queue in which channels store messages, at the ends of its blocks.
std::vector<described> queues();

/// The library's own lock.
std::vector<described> locks();

/// What throws.
std::vector<described> exceptions();

/// Everything else that threads do with channels.
std::vector<described> features();

}  // namespace models
