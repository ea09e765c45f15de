// words.ts — what the flow says: names of threads and channels, and a sentence for each step.

import { describeCount } from '../../logic/words.ts';
import type { FlowEvent } from './events.ts';
import type { FlowChannel, FlowModel, FlowThread, Wait } from './flow-model.ts';
import { messageOf, threadState, type ThreadState } from './moment.ts';

/** The names of one model's threads and channels; made anew when the model has grown. */
export class Names {
  private readonly threads = new Map<FlowThread, string>();
  private readonly channels = new Map<FlowChannel, string>();
  private readonly briefs = new Map<FlowChannel, string>();
  private readonly model: FlowModel;

  constructor(model: FlowModel) {
    this.model = model;
    numbered(model.threads, threadName, this.threads);
    numbered(model.channels, (channel) => channelName(model, channel), this.channels);
    numbered(model.channels, (channel) => channel.name ||
      this.place(channel.place).replace('line ', 'L') || this.channel(channel), this.briefs);
  }

  thread(thread: FlowThread | undefined): string {
    return (thread && this.threads.get(thread)) ?? 'a thread';
  }

  channel(channel: FlowChannel | undefined): string {
    return (channel && this.channels.get(channel)) ?? 'a channel';
  }

  /** Where there is little room: `jobs`, `L22`, `L22 #2`. */
  briefChannel(channel: FlowChannel): string {
    return this.briefs.get(channel) ?? 'a channel';
  }

  /** `bounded, capacity 3, int`. */
  describeChannel({ kind, type, capacity }: FlowChannel): string {
    const room = capacity === undefined || capacity === 0 || kind === 'oneshot' ? ''
      : `capacity ${capacity}`;
    return [kind, room, brief(type)].filter(Boolean).join(', ');
  }

  /** `line 22`; '' if it is unknown. */
  place(place: number): string {
    const { line = 0 } = this.model.places[place] ?? {};
    return line > 0 ? `line ${line}` : '';
  }

  /** `waits to send 3 to jobs`. */
  wait({ what, channels, value, joined }: Wait): string {
    const names = listed(channels.map((channel) => this.channel(channel)));
    switch (what) {
      case 'send': return `waits to send ${value ? `${value} ` : ''}to ${names}`;
      case 'receive': return `waits to receive from ${names}`;
      case 'select': return `waits in a select for ${names}`;
      case 'join': return `waits for ${joined >= 0
        ? this.thread(this.model.threadsById.get(joined)) : 'a thread'} to end`;
      case 'sleep': return 'sleeps';
      case 'mutex': return 'waits for a lock';
      case 'condition': return 'waits for a condition variable';
      case 'future': return 'waits for a future';
      case 'atomic': return 'waits for a semaphore, a latch, a barrier or an atomic';
      default: return names ? `waits for ${names}` : 'waits';
    }
  }

  /** For a label beside the wait: `→ jobs`, `← L22`. */
  briefWait({ what, channels, joined }: Wait): string {
    const names = channels.map((channel) => this.briefChannel(channel)).join(', ');
    switch (what) {
      case 'send': return `→ ${names}`;
      case 'receive': return `← ${names}`;
      case 'select': return `select ${names}`;
      case 'join': return joined < 0 ? 'join'
        : `join ${this.thread(this.model.threadsById.get(joined))}`;
      case 'other': return '';
      default: return what;
    }
  }

  state(state: ThreadState): string {
    switch (state.kind) {
      case 'waits': return this.wait(state.wait);
      case 'not begun': return 'has not begun';
      case 'ended': return 'has ended';
      case 'runs': return 'runs';
    }
  }

  /** What happened, without who and where: `sent 3 to jobs`. */
  what(step: number): string {
    const event = this.model.steps[step];
    return event ? this.describe(event, step) : '';
  }

  /** The whole of a step: `producer sent 3 to jobs, line 22`. */
  sentence(step: number): string {
    const event = this.model.steps[step];
    if (!event) return '';
    return `${this.thread(this.model.threadsById.get(event.thread))} ${this.what(step)}`;
  }

  private describe(event: FlowEvent, step: number): string {
    const channel = this.channel(this.model.channelsById.get(event.channel));
    const value = brief(messageOf(this.model, step)?.value || event.text);
    switch (event.kind) {
      case 'sent': return `sent ${value || 'a message'} to ${channel}`;
      case 'received': return `received ${value || 'a message'} from ${channel}`;
      case 'blocked':
      case 'wait-began': return this.waitAt(event, step);
      case 'channel-made': return `made ${channel}`;
      case 'closed': return `closed ${channel}`;
      case 'side-gone': return `dropped the last ${event.number === 0 ? 'sender' : 'receiver'} of ${
        channel}`;
      case 'displaced': return `displaced ${value || 'a message'} in ${channel}`;
      case 'ended': return this.ending(event, step);
      case 'thread-began': {
        const parent = this.model.threadsById.get(event.thread)?.parent;
        return parent ? `began, started by ${this.thread(parent)}` : 'began';
      }
      case 'thread-ended': return 'ended';
      case 'output': return 'printed a line';
      default: return event.kind;
    }
  }

  /** `found no room in jobs`: a try does not wait, and a wait that ends was in vain. */
  private ending({ text, channel: id }: FlowEvent, step: number): string {
    const { what = '', channels = [], waited = true } = this.model.vain.get(step) ?? {};
    const own = this.model.channelsById.get(id);
    const names = listed((own ? [own] : channels).map((channel) => this.channel(channel)));
    if (text === 'timeout' && !waited && what !== 'select') {
      return what === 'send' ? `found no room in ${names}` : `found no message in ${names}`;
    }
    if (text === 'timeout' && !waited) return 'chose the default of a select';
    const words = endings[text] ?? `ended (${text})`;
    return names ? `${words}: ${names}` : words;
  }

  private waitAt(event: FlowEvent, step: number): string {
    const thread = this.model.threadsById.get(event.thread);
    const state = thread && threadState(thread, step);
    const wait = state?.kind === 'waits' ? state.wait
      : thread?.waits.find(({ from }) => from === step);
    return wait ? this.wait(wait) : 'waits';
  }
}

const endings: Record<string, string> = {
  'full': 'found no room',
  'empty': 'found no message',
  'timeout': 'waited in vain',
  'disconnected': 'found the other side gone',
  'stopped': 'was stopped',
  'would block': 'would have had to wait',
};

/** `4 threads, 2 channels, 37 messages, deadlock`. */
export function summary(model: FlowModel, deadlock: boolean): string {
  const received = model.messages.filter(({ sent, received: at }) => sent >= 0 || at >= 0).length;
  return [describeCount(model.threads.length, 'thread'),
    describeCount(model.channels.length, 'channel'), describeCount(received, 'message'),
    ...(deadlock ? ['deadlock'] : [])].join(', ');
}

export function listed(names: readonly string[], limit = 3): string {
  const shown = names.slice(0, limit);
  if (names.length > limit) shown.push(`${names.length - limit} more`);
  return shown.length < 2 ? shown.join('')
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const nameless = 'thread';

function threadName({ id, name, function: first }: FlowThread): string {
  return name || (id === 0 ? 'main' : first || nameless);
}

function channelName(model: FlowModel, { name, type, kind, place }: FlowChannel): string {
  if (name) return name;
  const { line = 0 } = model.places[place] ?? {};
  const what = ['after', 'tick', 'never'].includes(kind) ? kind
    : `${brief(type) || kind} channel`.trim();
  return line > 0 ? `${what}, line ${line}` : what;
}

/** `std::vector<…>`: the whole of a long type's name says less. A value is left as it is. */
export function brief(text: string): string {
  return text.length > 32 ? text.replace(/^([\w:]+)<.*/s, '$1<…>') : text;
}

/** Equal names get numbers, `produce #1` and `produce #2`; so does a thread without a name. */
function numbered<Named>(all: readonly Named[], nameOf: (each: Named) => string,
                         names: Map<Named, string>): void {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + 1);
  const given = new Map<string, number>();
  for (const each of all) {
    const name = nameOf(each);
    const number = (given.get(name) ?? 0) + 1;
    given.set(name, number);
    const isNumbered = name === nameless || (counts.get(name) ?? 0) > 1;
    names.set(each, isNumbered ? `${name} #${number}` : name);
  }
}
