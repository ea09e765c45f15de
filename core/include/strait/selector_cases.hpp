// selector_cases.hpp — the cases of a selector, whatever they return: kept, found and waited for.
//
// Not a template, so that all of this is compiled once and not for each type of selector.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>

#include <strait/base/raise.hpp>
#include <strait/selector_round.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

class selector_cases {
 public:
  using case_ptr = std::shared_ptr<any_selector_case>;

  selector_cases() = default;
  selector_cases(selector_cases&&) noexcept = default;
  selector_cases& operator=(selector_cases&&) noexcept = default;
  ~selector_cases() = default;

  /// Of the case added last; 0: none was added yet.
  std::size_t last() const noexcept { return last_id_; }
  std::size_t next() const noexcept { return last_id_ + 1; }

  /// `added` has the id next(). Throws: std::bad_alloc.
  void add(case_ptr added) {
    place& here = at_their_place();
    here.round.make_room();
    operation& op = added->op;
    here.cases.emplace(next(), std::move(added));
    here.round.add(op);
    ++last_id_;
  }

  /// Null: there is no such case.
  case_ptr with_id(std::size_t id) const {
    if (place_ == nullptr) return nullptr;
    const auto found = place_->cases.find(id);
    return found == place_->cases.end() ? nullptr : found->second;
  }

  void remove(std::size_t id) {
    const case_ptr gone = with_id(id);
    if (gone == nullptr) return;
    place_->round.remove(gone->op);
    // Destroyed after it has left the list: its value's destructor may use this selector.
    place_->cases.erase(id);
  }

  /// From now on until the next wait, no peer looks at the case.
  void withdraw(any_selector_case& added) noexcept { place_->round.withdraw(added.op); }

  void require_one() const {
    if (place_ != nullptr && !place_->cases.empty()) return;
    raise<std::logic_error>("strait: a selector without cases cannot wait");
  }

  /// Waits until a case is ready: chosen, or if `watch`, only found. Null: none was in time.
  case_ptr wait(const stop_or_deadline& limit, bool watch) {
    place& here = at_their_place();
    if (here.cases.empty() && limit.is_endless()) return nullptr;
    here.round.set_watches(watch);
    platform::checkpoint();
    wait_loop loop(here.round);
    const wait_result result = run(loop, limit);
    if (result.end == wait_end::would_block && limit.is_endless()) {
      // A thread that may not sleep reports that to the first case if there must be a result.
      const case_ptr& first = here.cases.begin()->second;
      here.round.withdraw(first->op);
      return first;
    }
    if (result.chosen == nullptr) return nullptr;
    return any_selector_case::of(*result.chosen).shared_from_this();
  }

 private:
  /// Where peers find the waiter: not in the selector, which may be moved.
  struct place {
    place() = default;
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() {
      for (const auto& [id, each] : cases) round.withdraw(each->op);
    }

    selector_case_map cases;
    selector_round round{cases};
  };

  place& at_their_place() {
    if (place_ == nullptr) place_ = std::make_unique<place>();
    return *place_;
  }

  std::unique_ptr<place> place_;  ///< Null: there was no case yet.
  std::size_t last_id_ = 0;
};

}  // namespace detail
STRAIT_END
