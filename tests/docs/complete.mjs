// complete.mjs — every public function of the library says what its users must know, in one form.
//
//   node complete.mjs <repository>
//
// The form is that of core/tools/reference.mjs; the editor of the playground shows it, too.
import path from 'node:path';
import { parts, readReference } from '../../core/tools/reference.mjs';

const folder = path.join(process.argv[2], 'core/include/strait');
const entries = readReference(folder);
const problems = [];

/** What needs no example of its own, and why. */
const withoutExample = [
  [/^(\w+)::\1$/, 'made in the examples of the other members'],
  [/^receiver::end$/, 'shown with begin'],
];

/** The operations: all parts, since all of them matter there. */
const operation = new RegExp(
  '^(sender|receiver|broadcast_sender|selector|ready_notifier)?::' +
    '((try_|force_)?(send|recv|select|wait|ready)(_for|_until|_with|_many|_biased)*' +
    '|drain|subscribe|arm)$',
);

const title = ({ scope, name }) => `${scope}::${name}`;
const exampled = new Set(entries.filter(({ comment }) => comment.Example).map(title));

for (const entry of entries) {
  const { comment, kind, signature, scope, name } = entry;
  const place = `${entry.header}:${entry.line}: ${title(entry)}`;
  const complain = (what) => problems.push(`${place} ${what}`);
  // Copies, moves and ends of handles do what those of any value do.
  const isSpecial = /= (default|delete)$/.test(signature) || /^~|^operator=$/.test(name);
  if (!comment.text && !isSpecial) complain('has no comment');

  const order = comment.keys.map((key) => parts.indexOf(key));
  if (order.some((place, at) => at > 0 && place <= order[at - 1])) {
    complain(`has its parts in another order than ${parts.join(', ')}`);
  }
  for (const key of comment.keys.length > 0 ? ['text', ...comment.keys] : []) {
    const inner = /(Blocks|Returns|Throws|Order|Cost|Example)\b[\w, ]*:/.exec(comment[key]);
    if (inner) complain(`hides "${inner[0]}" in another part: it begins a line of its own`);
    if (comment[key] === '') complain(`has an empty part ${key}`);
  }
  if (kind !== 'function' || isSpecial) continue;

  const required = new Set();
  if (!/\bnoexcept\b/.test(signature)) required.add('Throws');
  // A case of a selector is only added: what happens to it belongs to wait().
  if (operation.test(title(entry)) && !(scope === 'selector' && /^(send|recv)$/.test(name))) {
    for (const key of parts.slice(0, -1)) required.add(key);
  }
  for (const key of required) if (!comment.keys.includes(key)) complain(`does not say "${key}:"`);

  const isExcused = withoutExample.some(([pattern]) => pattern.test(title(entry)));
  if (!exampled.has(title(entry)) && !isExcused) complain('has no example');
}

if (entries.length === 0) problems.push(`nothing found in ${folder}`);
if (problems.length > 0) {
  console.log(problems.join('\n'));
  process.exit(1);
}
console.log(`${entries.length} entries are complete`);
