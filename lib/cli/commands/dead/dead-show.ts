import type { LetterLine } from '../../../dead-letter-tools/letter-line.js';
import { defineCommand } from '../../frame/command-spec.js';
import { formatDuration } from '../../frame/duration.js';
import { nothing } from '../../frame/table.js';
import { escapeBytes, escapeText } from './escape-bytes.js';
import { checkedId } from './id-argument.js';

export const deadShow = defineCommand<{ readonly key?: string }>({
  usage: 'show <function> <id>',
  effect: 'reads',
  summary: 'Show everything of one dead letter.',
  examples: ['dead show Shop.onPayment 1760000000000-0'],
  loadsHandlers: true,
  configure: (command) =>
    void command.option('--key <key>', 'the key that it came from, where those of two keys have the same id'),
  async run({ args: [functionId = '', id = ''], options: { key = null }, output, programs }) {
    const letter = await programs.run('showDead', { functionId, id: checkedId(id), source: key });
    output.data(letter, () => textOf(letter));
    return undefined;
  },
});

function textOf(letter: LetterLine): string {
  const { id, functionId, key, source, reason, error, group, attempts, failedAt } = letter;
  const { entryId, deliveryCount, body, fields = [] } = letter;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['id', id],
    ['function', functionId],
    ['kept in', escapeText(key)],
    ['source', escapeBytes(source)],
    ...(entryId === undefined ? [] : ([['entry id', escapeText(entryId)]] as const)),
    ...(deliveryCount === undefined ? [] : ([['deliveries', String(deliveryCount)]] as const)),
    ['failed', failedAt === null ? nothing : `${formatDuration(Date.now() - Date.parse(failedAt))} ago`],
    ['reason', escapeText(reason)],
    ['attempts', String(attempts)],
    ['group', group],
    ['error', escapeText(`${error.name}: ${error.message}`)],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  // The first line of a stack says the error again.
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const message =
    body === undefined ? fields.map((each) => each.map(escapeBytes).join('=')) : [escapeBytes(body)];
  return [
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...stack.map((line) => `  ${escapeText(line.trim())}`),
    'message',
    ...message.map((line) => `  ${line}`),
  ].join('\n');
}
