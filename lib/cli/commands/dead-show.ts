import type { BytesDocument, LetterDocument } from '../dead/letter-document.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';

export const deadShow = defineCommand({
  usage: 'show <function> <id>',
  effect: 'reads',
  summary: 'Show one dead letter with its message and its error.',
  examples: ['dead show Shop.onPayment 1796032366613-0'],
  loadsHandlers: true,
  async run({ args: [functionId = '', id = ''], output, programs }) {
    const [letter] = await programs.run('listDead', {
      functionId,
      selection: { ids: [id], where: [] },
      limit: 1,
    });
    if (!letter) throw usageError(`${functionId} has no dead letter ${id}`);
    output.data(letter, () => textOf(letter));
    return undefined;
  },
});

function textOf({
  id,
  functionId,
  source,
  entryId,
  reason,
  attempts,
  failedAt,
  error,
  fields,
  body,
}: LetterDocument): string {
  const facts: [string, string][] = [
    ['id', id],
    ['function', functionId],
    ['source', bytesText(source)],
    ...(entryId === undefined ? [] : ([['entry', entryId]] as [string, string][])),
    ['reason', reason],
    ['attempts', String(attempts)],
    ['failed', failedAt],
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(9)} ${value}`);
  const message = fields
    ? fields.map(([name, value]) => `  ${bytesText(name)} = ${bytesText(value)}`)
    : [`  ${bytesText(body ?? '')}`];
  return [
    ...lines,
    'message',
    ...message,
    'error',
    `  ${(error.stack ?? `${error.name}: ${error.message}`).replaceAll('\n', '\n  ')}`,
  ].join('\n');
}

/** What is no text is shown in base64. */
function bytesText(bytes: BytesDocument): string {
  return typeof bytes === 'string' ? bytes : `base64 ${bytes.base64}`;
}
