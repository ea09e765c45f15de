// selector_cases.hpp — the cases of a selector, whatever they return: kept, found and waited for.
//
// Not a template, so that all of this is compiled once and not for each type of selector.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <strait/base/raise.hpp>
#include <strait/base/type_identity.hpp>
#include <strait/select_case.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

struct any_selector_case {
  any_selector_case(std::size_t number, flavor* channel, direction to_or_from, type_identity type)
      : id(number), message_type(type), op(channel, to_or_from) {}
  virtual ~any_selector_case() = default;
  /// Before a wait. Throws: std::bad_alloc.
  virtual void prepare() {}
  virtual bool spent_by_finish() const noexcept { return false; }

  const std::size_t id;
  const type_identity message_type;
  operation op;
};

class selector_cases {
 public:
  /// Shared: a handler may remove its own case.
  using case_ptr = std::shared_ptr<any_selector_case>;

  selector_cases() = default;
  selector_cases(selector_cases&&) noexcept = default;
  selector_cases& operator=(selector_cases&& other) noexcept {
    cases_ = std::exchange(other.cases_, {});  // To itself: nothing changes.
    last_id_ = other.last_id_;
    return *this;
  }
  ~selector_cases() = default;

  /// Of the case added last; 0: none was added yet.
  std::size_t last() const noexcept { return last_id_; }
  std::size_t next() const noexcept { return last_id_ + 1; }

  /// `added` has the id next().
  void add(case_ptr added) {
    cases_.push_back(std::move(added));
    ++last_id_;
  }

  /// Null: there is no such case.
  case_ptr with_id(std::size_t id) const {
    for (const case_ptr& each : cases_) {
      if (each->id == id) return each;
    }
    return nullptr;
  }

  void remove(std::size_t id) {
    const auto found = std::find_if(cases_.begin(), cases_.end(),
                                    [id](const case_ptr& each) { return each->id == id; });
    if (found == cases_.end()) return;
    // Destroyed after it has left the list: its value's destructor may use this selector.
    const case_ptr gone = std::move(*found);
    cases_.erase(found);
  }

  void require_one() const {
    if (!cases_.empty()) return;
    raise<std::logic_error>("strait: a selector without cases cannot wait");
  }

  /// Waits until a case is ready: chosen, or if `watch`, only found. Null: none was in time.
  case_ptr wait(const stop_or_deadline& limit, bool watch) {
    std::vector<operation*> operations;
    operations.reserve(cases_.size());
    for (const case_ptr& each : cases_) {
      each->prepare();
      each->op.watch = watch;
      operations.push_back(&each->op);
    }
    std::vector<waitable*> scratch(operations.size());
    platform::checkpoint();
    waiter self;
    wait_loop loop(operations, scratch, selection_order::fair, self);
    const wait_result result = run(loop, limit);
    if (result.end == wait_end::would_block && limit.is_endless()) {
      // A thread that may not sleep reports that to the first case if there must be a result.
      return cases_.front();
    }
    if (result.chosen == nullptr) return nullptr;
    return *std::find_if(cases_.begin(), cases_.end(),
                         [&result](const case_ptr& each) { return &each->op == result.chosen; });
  }

 private:
  std::vector<case_ptr> cases_;
  std::size_t last_id_ = 0;
};

}  // namespace detail
STRAIT_END
