// planted.mjs — faults that no rule of find.mjs makes: steps in another order, one atomic step made
// of two, a check too early. Each is a mistake that somebody might make who changes these lines.
//
// A fault replaces `at`, which is in the file once, or only what is between « and » there. … stands
// for anything, and comments are passed over. If what is replaced ends with a semicolon or a brace,
// it is statements; else an expression.
//
// Once a header has changed so much that a fault is found there no longer, write it into the new
// code: a run says which ones these are.
import { tokensOf } from './find.mjs';

/** By header: [what is wrong, at, instead]. */
const planted = {
  'base/lock.hpp': [
    ['a sleeper is woken before the word says that none sleeps',
      'has_sleepers_.store(0, std::memory_order_relaxed); platform::wake_one(&has_sleepers_);',
      'platform::wake_one(&has_sleepers_); has_sleepers_.store(0, std::memory_order_relaxed);'],
    ['the lock is tried before the word says that somebody sleeps',
      'has_sleepers_.store(1, … == 0) return;',
      `if (is_held_.exchange(1, std::memory_order_seq_cst) == 0) return;
       has_sleepers_.store(1, std::memory_order_seq_cst); platform::heavy_fence();`],
    ['sleepers are looked for before the release',
      'if (platform::has_heavy_fence()) { … wake_one();',
      `const bool any = has_sleepers_.load(std::memory_order_seq_cst) != 0;
       is_held_.exchange(0, std::memory_order_seq_cst);
       if (any) wake_one();`],
  ],
  'base/endpoint_count.hpp': [
    ['a handle is dropped in two steps', 'count_.fetch_sub(1, std::memory_order_acq_rel)',
      `[this] {
         const std::size_t seen = count_.load(std::memory_order_acquire);
         count_.store(seen - 1, std::memory_order_release);
         return seen;
       }()`],
    ['a handle is added in two steps', 'count_.fetch_add(1, std::memory_order_relaxed)',
      `[this] {
         const std::size_t seen = count_.load(std::memory_order_relaxed);
         count_.store(seen + 1, std::memory_order_relaxed);
         return seen;
       }()`],
    ['a weak handle revives a side that has just ended',
      'count_.compare_exchange_weak(seen, seen + 1, std::memory_order_relaxed)',
      '(count_.fetch_add(1, std::memory_order_relaxed), true)'],
  ],
  'base/deadline.hpp': [
    ['a deadline passes a millisecond early', 'platform::now() >= at_',
      'platform::now() + std::chrono::milliseconds(1) >= at_'],
    ['a wait is a millisecond short', 'return deadline(now + wait);',
      'return deadline(now + wait - std::chrono::milliseconds(1));'],
  ],
  'base/random.hpp': [
    ['the last case is never drawn', 'static_cast<std::uint32_t>(left)',
      'static_cast<std::uint32_t>(left - 1)'],
  ],
  'base/platform_linux.hpp': [
    ['all are woken, but one', 'INT_MAX', '1'],
    ['the moment is taken for a duration', 'FUTEX_WAIT_BITSET_PRIVATE', 'FUTEX_WAIT_PRIVATE'],
    ['parts of a second are left out of a deadline',
      '(since_epoch - seconds).count()', '(since_epoch - since_epoch).count()'],
    ['sleeps in parts of a second are for ever', 'limit_or_none = &limit;',
      'if (until - clock::now() >= std::chrono::seconds(1)) limit_or_none = &limit;'],
  ],
  'wait/waiter.hpp': [
    ['a claim in two steps',
      `state_.compare_exchange_weak(seen, claimed | (seen & asleep), std::memory_order_relaxed)`,
      '(state_.store(claimed | (seen & asleep), std::memory_order_relaxed), true)'],
    ['the owner is woken before it is finished',
      'const std::uint32_t before = state_.exchange … platform::wake_one(word);',
      `if ((state_.load(std::memory_order_acquire) & asleep) != 0) platform::wake_one(word);
       state_.exchange(finished, std::memory_order_release);`],
    ['whether the owner sleeps is read before the end, in two steps',
      'state_.exchange(finished, std::memory_order_release)',
      `[this] {
         const std::uint32_t seen = state_.load(std::memory_order_acquire);
         state_.store(finished, std::memory_order_release);
         return seen;
       }()`],
    ['who goes to sleep overwrites the end of the wait',
      'state_.compare_exchange_strong(seen, sleeping, std::memory_order_relaxed)',
      '(state_.store(sleeping, std::memory_order_relaxed), true)'],
    ['a deadline overwrites a claim',
      'state_.compare_exchange_strong(seen, given_up, std::memory_order_relaxed)',
      '(state_.store(given_up, std::memory_order_relaxed), true)'],
    ['a stop overwrites a claim',
      'state_.compare_exchange_weak(seen, given_up, std::memory_order_relaxed)',
      '(state_.store(given_up, std::memory_order_relaxed), true)'],
  ],
  'wait/wait_queue.hpp': [
    ['last come, first served',
      'added.next.write() = nullptr; … last_.write() = &added;',
      `added.previous.write() = nullptr;
       added.next.write() = first_.read();
       (first_.read() == nullptr ? last_ : first_.read()->previous).write() = &added;
       first_.write() = &added;`],
    ['a waiter is looked at, then claimed', ': «taken.owner.read()->claim(taken)»',
      `(taken.owner.read()->is_open() &&
        (static_cast<void>(taken.owner.read()->claim(taken)), true))`],
    ['a kept operation that cannot be claimed is lost',
      'kept_waiter::of(taken).claim_or_note(taken)', 'taken.owner.read()->claim(taken)'],
    ['a waiter that another channel has claimed ends the search',
      'if (claim(*each)) return each; } «each = following;»',
      'if (wanted(*each)) return nullptr; each = following;'],
    ['the link is read after the operation may be gone',
      'first_ = first_->next.read(); … owner->finish(); }',
      `operation* const each = first_;
       is_alone ? owner->set_finished() : owner->finish();
       first_ = each->next.read();`],
  ],
  'wait/wait_round.hpp': [
    ['only the first channel says when it is due',
      'for (const operation* each : operations_) first = std::min(first, each->channel->due());',
      `for (const operation* each : operations_)
         if (each == operations_.front()) first = std::min(first, each->channel->due());`],
    ['cases that were not chosen stay in their queues',
      'if (each != chosen_) withdraw(*each);',
      'if (each != chosen_ && each == operations_.front()) withdraw(*each);'],
    ['channels are looked at and enlisted in, one after the other',
      `for (operation* each : operations_) { if (const begun how = attempt(*each, wakes); …
       return begun::enlisted;`,
      `for (operation* each : operations_) {
         if (const begun how = attempt(*each, wakes); how != begun::would_wait) {
           for (operation* other : operations_) other->channel->withdraw(*other);
           return how;
         }
         if (may_enlist) each->channel->enlist(*each, wakes);
       }
       return may_enlist ? begun::enlisted : begun::would_wait;`],
  ],
  'wait/wait_loop.hpp': [
    ['no last look after the deadline', 'round_.reopen();',
      'if (limit.passed()) return {wait_end::time_up}; round_.reopen();'],
    ['a wait is given up before it is told why',
      `interrupted_.store(true, std::memory_order_seq_cst);
       static_cast<void>(self_.give_up());`,
      `static_cast<void>(self_.give_up());
       interrupted_.store(true, std::memory_order_seq_cst);`],
    ['a claimed wait is not awaited', 'self_.await_finish();', 'static_cast<void>(0);'],
  ],
  'flavor/small_ring.hpp': [
    ['one message more than the capacity', 'count() == capacity', 'count() > capacity'],
    ['the only slot is used for two', 'capacity == 1 && fits', 'capacity <= 2 && fits'],
  ],
  'flavor/message_store.hpp': [
    ['messages put back come behind those put back before',
      'blocks.append(returned_); returned_.swap(blocks);', 'returned_.append(blocks);'],
    ['a message put back is passed over', 'if (has_returned()) return pop_returned(to);',
      'if (has_returned() && ring_.count() == 0) return pop_returned(to);'],
    ['drained blocks are freed with the locks held',
      'block_list() : «std::move(garbage_)»',
      '(block_list().swap(garbage_), block_list())'],
  ],
  'flavor/slot_queue.hpp': [
    ['a slot is free before its message is taken',
      'return sent_.load(std::memory_order_relaxed) - received_.load(std::memory_order_acquire);',
      `const std::size_t stored =
           sent_.load(std::memory_order_relaxed) - received_.load(std::memory_order_acquire);
       return stored > 0 ? stored - 1 : 0;`],
  ],
  'flavor/slot_channel.hpp': [
    ['the locks are released before it is known which way is open',
      'rearm(); store_.unlock();', 'store_.unlock(); rearm();'],
    ['messages are destroyed with the locks held', 'store_.detach().swap(unread);',
      'store_.detach().swap(unread); destroy_unread(std::move(unread));'],
    ['a waiting sender is preferred to what is stored', 'if («stored() > 0») { op.id',
      'stored() > 0 && waiting_.senders.empty()'],
    ['a close leaves the senders waiting', 'closed_.write() = true; tracer::closed(this);',
      'closed_.write() = true; disconnect_receivers(wakes); return;'],
    ['a receiver is told of the end while a place is reserved',
      'void disconnect_receivers(wake_list& wakes) noexcept { if («reserved_.read() != 0»)',
      'false'],
  ],
  'flavor/timer_channel.hpp': [
    ['a timer fires a millisecond early', 'if (now < moment) return attempt_result::would_wait;',
      'if (now + std::chrono::milliseconds(1) < moment) return attempt_result::would_wait;'],
    ['two receivers get one tick',
      `next_due_.compare_exchange_strong(expected, next.time_since_epoch().count(),
                                         std::memory_order_relaxed)`,
      '(next_due_.store(next.time_since_epoch().count(), std::memory_order_relaxed), true)'],
  ],
  'flavor/tick.hpp': [
    ['ticks drift', 'last + period_', 'now + period_'],
    ['the tick is the moment of its receipt', 'passes_over ? latest(moment, now) : moment', 'now'],
  ],
  'flavor/flavor.hpp': [
    ['the last receiver leaves the messages unread', 'channel->discard();', 'channel->close();'],
    ['the channel is freed before it is closed',
      'channel->close(); drop_owner(channel);', 'drop_owner(channel); channel->close();'],
  ],
  'flavor/handle.hpp': [
    ['a moved handle stays',
      'handle(handle&& other) noexcept : channel_(«std::exchange(other.channel_, nullptr)»)',
      'other.channel_'],
    ['a handle that is moved to keeps its channel alive', 'handle(std::move(other)).swap(*this);',
      'swap(other);'],
  ],
  'flavor/receive.hpp': [
    ['a message is destroyed before it is appended',
      `append(messages, std::move_if_noexcept(message_in(block, 0))); block.destroy_front();`,
      `T message(std::move(message_in(block, 0)));
       block.destroy_front();
       append(messages, std::move(message));`],
  ],
  'flavor/grant.hpp': [
    ['a place is taken for filled before the message is made',
      'bool made = «false»;', 'true'],
  ],
  'ready_notifier.hpp': [
    ['it cannot be armed again from its function', 'self.set_finished(); self.call();',
      'self.call(); self.set_finished();'],
    ['it may end during a call', 'self.shared_from_this()',
      'std::shared_ptr<registration>()'],
    ['who waits for the end of a call is woken before it',
      'of->calls_.fetch_sub(1, std::memory_order_release); platform::wake_all(&of->calls_);',
      'platform::wake_all(&of->calls_); of->calls_.fetch_sub(1, std::memory_order_release);'],
  ],
  'broadcast.hpp': [
    ['a subscriber that comes at the end stays open',
      '{ const std::lock_guard guard(lock_); closed_.write() = true; } … ->close();',
      `for (const sender<T>& each : *current()) access::handle_of(each).get()->close();
       { const std::lock_guard guard(lock_); closed_.write() = true; }`],
    ['a subscriber is lost if two come at once', 'subscribers_.read() != before', 'false'],
  ],
  'channel.hpp': [
    ['a place more than was asked for', 'detail::make_channel<T>(kind, capacity)',
      'detail::make_channel<T>(kind, capacity + 1)'],
  ],
  'message_range.hpp': [
    ['the next message is fetched before it is asked for', 'message_.reset(); is_due_ = true;',
      'message_.reset(); is_due_ = true; message();'],
  ],
  'select.hpp': [
    ['select is not fair', 'detail::selection_order::fair', 'detail::selection_order::in_order'],
    ['select_biased is fair', 'detail::selection_order::in_order', 'detail::selection_order::fair'],
  ],
  'selector_round.hpp': [
    ['a selector opens its waiter, then looks whether something is noted',
      'for (operation* each : looks_) prepare(*each);',
      `for (operation* each : looks_) prepare(*each);
       if (may_enlist) owner_.reopen();`],
    ['cases are enlisted, then the waiter is opened',
      'if (owner_.open_unless_noted()) { enlist_all(wakes); return begun::enlisted; }',
      `for (operation* each : looks_) each->channel->enlist(*each, wakes);
       if (owner_.open_unless_noted()) {
         looks_.clear();
         return begun::enlisted;
       }
       for (operation* each : looks_) each->channel->withdraw(*each);`],
    ['what has been noted is looked at without the others',
      'if (owner_.open_unless_noted()) { enlist_all(wakes); return begun::enlisted; }',
      `if (owner_.open_unless_noted()) {
         enlist_all(wakes);
         return begun::enlisted;
       }
       for (operation* each : looks_) static_cast<void>(each->channel->keep(*each));
       looks_.clear();`],
  ],
};

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Where the tokens of `at` are in the source, whatever space and comments are between them. */
function place(source, at) {
  const between = '(?:\\s|//[^\\n]*)*';
  const marks = { '…': '[^]*?', '«': '(?<replaced>', '»': ')' };
  const marked = at.includes('«') ? at : `«${at}»`;
  const words = tokensOf(marked).map(({ text }) => marks[text] ?? literally(text));
  const pattern = words.join(between).replaceAll(`<replaced>${between}`, '<replaced>')
    .replaceAll(`${between})`, ')');
  const found = [...source.matchAll(new RegExp(pattern, 'gd'))];
  return found.length === 1 ? found[0].indices.groups.replaced : null;
}

/** @returns {import('./find.mjs').Mutant[]} of one header. */
export function plantedIn(name, source) {
  return (planted[name] ?? []).map(([says, at, instead]) => {
    const found = place(source, at);
    if (!found) throw new Error(`planted.mjs: ${name} does not have this once: ${at}`);
    const [start, end] = found;
    const isStatement = /[;}]$/.test(source.slice(start, end));
    return { kind: 'planted', says, start, end, make: (number, inside) => isStatement ?
      `{ if (strait_mutant::is(${number})) { ${instead} } else { ${inside} } }` :
      `(strait_mutant::is(${number}) ? ${instead} : ${inside})` };
  });
}

/** Those in which faults are planted. */
export const plantedHeaders = Object.keys(planted);
