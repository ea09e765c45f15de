// main.cpp — runs the models and prints a row for each group of them.
//
//   strait_models                     a share of each large group, chosen to end within a minute
//   strait_models --whole             all of them
//   strait_models --whole --share 0/4   a quarter of them: the first of each four
//   strait_models --list              their names, and what holds in each
//   strait_models NAME                one, or all whose name begins so
//   strait_models NAME --replay TOKEN   one execution, step by step
//   strait_models --most 1000         no more executions of each model than that
//   strait_models --first-failure     ends with the first model that fails, or that runs for more
//                                     than half a minute (tests/mutants)
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models.hpp"

namespace {

struct options {
  bool whole = false;
  bool list = false;
  std::uint64_t most = 0;  ///< 0: as many as the models' group and the kind of run allow.
  bool first_failure = false;
  std::string name;
  std::string token;
  bool replays = false;
  std::size_t share = 0;
  std::size_t shares = 1;
};

struct row {
  int models = 0;
  int bounded = 0;  ///< All executions with few preemptions.
  int in_part = 0;  ///< So many executions that only the first ones were made.
  std::uint64_t executions = 0;
  double seconds = 0;
};

/// How far a search may go: first for all executions, then for those with few preemptions.
constexpr std::uint64_t most_executions = 3'000'000;
constexpr std::uint64_t most_executions_in_short = 30'000;
constexpr int few_preemptions = 3;

constexpr std::uint64_t most_executions_of_a_pair = 300'000;

/// Of a group of more models than this, the short run takes only some, and not as far.
constexpr std::size_t large_group = 23;
constexpr std::uint64_t most_executions_of_many = 3'000;

/// How often a run of thousands of models says how far it is.
constexpr std::size_t models_between_reports = 500;

/// A model that gets nowhere without a step of the machine is ended by the system's alarm.
constexpr unsigned patience_in_seconds = 30;

options parse(int count, char** arguments) {
  options given;
  for (int each = 1; each < count; ++each) {
    const std::string_view argument = arguments[each];
    if (argument == "--whole") {
      given.whole = true;
    } else if (argument == "--list") {
      given.list = true;
    } else if (argument == "--most" && each + 1 < count) {
      given.most = std::strtoull(arguments[++each], nullptr, 10);
    } else if (argument == "--first-failure") {
      given.first_failure = true;
    } else if (argument == "--replay" && each + 1 < count) {
      given.replays = true;
      given.token = arguments[++each];
    } else if (argument == "--share" && each + 1 < count) {
      char* slash = nullptr;
      given.share = std::strtoul(arguments[++each], &slash, 10);
      given.shares = *slash == '/' ? std::strtoul(slash + 1, nullptr, 10) : 0;
    } else {
      given.name = argument;
    }
  }
  return given;
}

std::vector<models::described> chosen(const options& given) {
  std::vector<models::described> all = models::features();
  for (auto& more : {models::exceptions(), models::locks(), models::queues(), models::selects(),
                     models::selectors(), models::selectors_meeting(), models::pairs()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  if (!given.name.empty()) {
    const auto exact = [&](const models::described& it) { return it.model.name == given.name; };
    const bool one = std::ranges::any_of(all, exact);
    std::erase_if(all, [&](const models::described& it) {
      return one ? !exact(it) : !it.model.name.starts_with(given.name);
    });
  } else if (!given.whole && !given.list) {
    std::map<std::string, std::size_t> sizes, seen;
    for (const models::described& each : all) ++sizes[each.group];
    std::erase_if(all, [&](const models::described& it) {
      return sizes[it.group] > large_group && seen[it.group]++ % large_group != 0;
    });
  }
  std::size_t number = 0;
  std::erase_if(all, [&](const models::described&) {
    return given.shares == 0 || number++ % given.shares != given.share;
  });
  return all;
}

/// All executions, at most so many; where there are more, those with few preemptions.
checker::result search(models::described& each, const options& given, std::uint64_t most) {
  if (given.replays) return checker::replay(each.model, given.token);
  const bool may_be_bounded = given.most == 0;
  checker::result found;
  if (!may_be_bounded || !each.is_large) {
    found = checker::explore(each.model, most);
    if (!may_be_bounded || found.whole || !found.failure.empty()) return found;
  }
  const std::uint64_t in_vain = found.executions;
  each.model.preemptions = few_preemptions;
  found = checker::explore(each.model, most);
  found.executions += in_vain;
  return found;
}

/// Whether the model has no fault; notes in its row how far that is known.
bool run(models::described each, const options& given, row& its) {
  const bool short_run = !given.whole && given.name.empty();
  const bool is_one_of_many = each.group.ends_with("in pairs");
  std::uint64_t most = is_one_of_many ? most_executions_of_a_pair : most_executions;
  if (short_run) most = is_one_of_many ? most_executions_of_many : most_executions_in_short;
  if (given.most > 0) most = given.most;
  const checker::result found = search(each, given, most);
  ++its.models;
  if (found.failure.empty() && !found.whole) ++its.in_part;
  if (found.failure.empty() && found.whole &&
      each.model.preemptions != checker::search::unbounded) {
    ++its.bounded;
  }
  its.executions += found.executions;
  if (given.replays) std::fputs(found.log.c_str(), stdout);
  if (found.failure.empty()) return true;
  std::printf("%s: %s\n", each.model.name.c_str(), found.failure.c_str());
  if (!given.replays) {
    std::printf("  again, step by step: strait_models '%s' --replay %s\n", each.model.name.c_str(),
                found.token.c_str());
  }
  return false;
}

bool timed_run(const models::described& each, const options& given, row& its) {
  const auto began = std::chrono::steady_clock::now();
  const bool fine = run(each, given, its);
  its.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return fine;
}

}  // namespace

int main(int count, char** arguments) {
  const options given = parse(count, arguments);
  const std::vector<models::described> all = chosen(given);
  if (given.list) {
    for (const models::described& each : all) {
      std::printf("%s\n    %s\n", each.model.name.c_str(), each.says.c_str());
    }
    return 0;
  }
  std::map<std::string, row> rows;
  int failures = 0;
  std::size_t done = 0;
  for (const models::described& each : all) {
    if (given.first_failure) ::alarm(patience_in_seconds);
    failures += !timed_run(each, given, rows[each.group]);
    if (given.first_failure && failures > 0) return 1;
    if (++done % models_between_reports == 0) {
      std::fprintf(stderr, "%zu of %zu models\n", done, all.size());
    }
  }
  std::printf("%-28s %8s %10s %8s %8s %8s\n", "group", "models", "executions", "bounded", "in part",
              "seconds");
  for (const auto& [group, its] : rows) {
    std::printf("%-28s %8d %10llu %8d %8d %8.1f\n", group.c_str(), its.models,
                static_cast<unsigned long long>(its.executions), its.bounded, its.in_part,
                its.seconds);
  }
  std::printf("%zu models, %d failures\n", all.size(), failures);
  return failures == 0 && !all.empty() ? 0 : 1;
}
