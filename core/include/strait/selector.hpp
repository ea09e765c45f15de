// selector.hpp — a select over a number of channels known only at run time, to be used again and
// again.
//
//   strait::selector<int> s;
//   for (auto& rx : receivers) s.recv(rx, [](std::expected<int, strait::recv_error> m) { … });
//   s.send(tx, 42, [](std::expected<void, strait::send_error<int>> r) { … });
//   const std::size_t id = s.last();      s.remove(id);
//   int r = s.wait();                     std::optional<int> r = s.try_wait(), s.wait_for(1s), …
//   std::size_t id = s.ready();           which case could go; nothing is done
//
// A selector keeps a handle of each of its cases: they count as handles of their channels until the
// case is removed or the selector is gone. A value to be sent stays with the selector until it is
// sent or handed back by an error; its case is spent then. A callable's case stays.
//
// One selector is used by one thread at a time. Handlers may add and remove cases, their own too.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include <strait/base/deadline.hpp>
#include <strait/select_case.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

/// One case of a selector. `finish` does what its handler says and tells whether the case is spent.
template <class R>
struct selector_case {
  selector_case(std::size_t number, flavor* channel, direction way)
      : id(number), op(channel, way) {}
  virtual ~selector_case() = default;
  virtual R finish() = 0;
  virtual bool spent_by_finish() const noexcept { return false; }

  const std::size_t id;
  operation op;
};

template <class R, class T, class Handler>
struct selector_recv final : selector_case<R> {
  selector_recv(std::size_t number, receiver<T> from, Handler f)
      : selector_case<R>(number, access::handle_of(from).get(), direction::receive),
        rx(std::move(from)),
        handler(std::move(f)) {}

  R finish() override { return static_cast<R>(finish_receive<T>(this->op, handler)); }

  receiver<T> rx;
  Handler handler;
};

template <class R, class T, class Source, class Handler>
struct selector_send final : selector_case<R> {
  selector_send(std::size_t number, sender<T> to, Source from, Handler f)
      : selector_case<R>(number, access::handle_of(to).get(), direction::send),
        tx(std::move(to)),
        source(std::move(from), this->op),
        handler(std::move(f)) {}

  R finish() override { return static_cast<R>(finish_send<T>(this->op, source, handler)); }
  bool spent_by_finish() const noexcept override { return !is_factory<T, Source>; }

  sender<T> tx;
  message_source<T, Source> source;
  Handler handler;
};

}  // namespace detail

template <class R = void>
class selector {
 public:
  /// What the forms that may find nothing return.
  using maybe = std::conditional_t<std::is_void_v<R>, bool, std::optional<R>>;

  selector() = default;
  selector(const selector&) = delete;
  selector& operator=(const selector&) = delete;
  selector(selector&&) noexcept = default;
  selector& operator=(selector&&) noexcept = default;
  ~selector() = default;

  /// Adds a case that receives. `handler(std::expected<T, recv_error>)` returns an R; it may be
  /// left out where R is void. A case whose channel is disconnected stays, and is always ready.
  template <class T, class Handler = detail::no_handler>
  selector& recv(receiver<T> rx, Handler handler = {}) {
    add<detail::selector_recv<R, T, Handler>>(std::move(rx), std::move(handler));
    return *this;
  }

  /// Adds a case that sends a value, or what a callable returns once the case is chosen.
  /// `handler(std::expected<void, send_error<T>>)` returns an R.
  template <class T, class V, class Handler = detail::no_handler>
  requires detail::is_factory<T, V> || detail::is_message<T, V>
  selector& send(sender<T> tx, V&& source, Handler handler = {}) {
    using kept = std::conditional_t<detail::is_factory<T, V>, std::decay_t<V>, T>;
    add<detail::selector_send<R, T, kept, Handler>>(std::move(tx), kept(std::forward<V>(source)),
                                                    std::move(handler));
    return *this;
  }

  /// The id of the case added last; 0: none was added yet.
  [[nodiscard]] std::size_t last() const noexcept { return last_id_; }

  /// Gives a case up, and its value with it. An unknown or spent id: nothing happens.
  void remove(std::size_t id) {
    // Destroyed after it has left the list: its value's destructor may use this selector.
    std::shared_ptr<detail::selector_case<R>> gone;
    const auto found = std::ranges::find(cases_, id, [](const auto& each) { return each->id; });
    if (found == cases_.end()) return;
    gone = std::move(*found);
    cases_.erase(found);
  }

  /// Waits until one case can go, does it and returns what its handler returns. Of several that
  /// can, each is as likely as another. Throws: std::logic_error without a case; what handlers,
  /// factories, moves throw.
  R wait() {
    require_a_case();
    const case_ptr chosen = find(detail::deadline::forever(), false);
    return finish(chosen);
  }

  /// The same without waiting, or until a time is up; none (false): nothing could go.
  maybe try_wait() { return finish_if_found(detail::deadline::immediate()); }
  template <class Rep, class Period>
  maybe wait_for(std::chrono::duration<Rep, Period> duration) {
    return finish_if_found(detail::deadline::after(duration));
  }
  template <class Duration>
  maybe wait_until(std::chrono::time_point<std::chrono::steady_clock, Duration> moment) {
    return finish_if_found(detail::deadline::at(moment));
  }

  /// Waits until one case could go and returns its id. Nothing is done; by the time it is, another
  /// thread may have been faster. Throws: std::logic_error without a case.
  [[nodiscard]] std::size_t ready() {
    require_a_case();
    return find(detail::deadline::forever(), true)->id;
  }
  [[nodiscard]] std::optional<std::size_t> try_ready() {
    return id_if_found(detail::deadline::immediate());
  }
  template <class Rep, class Period>
  [[nodiscard]] std::optional<std::size_t> ready_for(std::chrono::duration<Rep, Period> duration) {
    return id_if_found(detail::deadline::after(duration));
  }
  template <class Duration>
  [[nodiscard]] std::optional<std::size_t> ready_until(
      std::chrono::time_point<std::chrono::steady_clock, Duration> moment) {
    return id_if_found(detail::deadline::at(moment));
  }

 private:
  using case_ptr = std::shared_ptr<detail::selector_case<R>>;

  template <class Case, class... Parts>
  void add(Parts&&... parts) {
    cases_.push_back(std::make_shared<Case>(last_id_ + 1, std::forward<Parts>(parts)...));
    ++last_id_;
  }

  void require_a_case() const {
    if (cases_.empty())
      throw std::logic_error("strait: a selector without cases waits for nothing");
  }

  /// Null: nothing could go in time.
  case_ptr find(const detail::deadline& limit, bool watch) {
    std::vector<detail::operation*> operations;
    operations.reserve(cases_.size());
    for (const case_ptr& each : cases_) {
      each->op.watch = watch;
      operations.push_back(&each->op);
    }
    std::vector<detail::waitable*> scratch(operations.size());
    const detail::wait_result result =
        detail::wait_loop(operations, scratch, detail::pick::fair).run(limit);
    if (result.chosen == nullptr) {
      // A thread that may not sleep tells so to the first case, where there must be a result.
      return result.would_block && limit == detail::deadline::forever() ? cases_.front() : nullptr;
    }
    return *std::ranges::find(cases_, result.chosen,
                              [](const case_ptr& each) { return &each->op; });
  }

  R finish(const case_ptr& chosen) {
    if (chosen->spent_by_finish()) remove(chosen->id);
    return chosen->finish();
  }

  maybe finish_if_found(const detail::deadline& limit) {
    const case_ptr chosen = find(limit, false);
    if (chosen == nullptr) return maybe();
    if constexpr (std::is_void_v<R>) {
      finish(chosen);
      return true;
    } else {
      return finish(chosen);
    }
  }

  std::optional<std::size_t> id_if_found(const detail::deadline& limit) {
    const case_ptr chosen = find(limit, true);
    if (chosen == nullptr) return std::nullopt;
    return chosen->id;
  }

  std::vector<case_ptr> cases_;
  std::size_t last_id_ = 0;
};

STRAIT_END
