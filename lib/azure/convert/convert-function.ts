import { readFileSync } from 'node:fs';
import { readOptions } from '../../functions/options/read-options.js';
import type { Problem } from '../../errors/problem.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { isRedis, triggerKindOf, type Binding } from '../folder/binding.js';
import type { FunctionFile } from '../folder/function-file.js';
import type { HostFile } from '../folder/host-file.js';
import { member } from '../folder/member.js';
import { triggerOptions } from '../folder/trigger-options.js';
import { redisBindings } from '../redis/redis-bindings.js';
import { convertOutput, type ConvertedOutput } from './convert-output.js';
import { identifier, sourceOf, textOf } from './source-text.js';
import { triggerText } from './trigger-text.js';

/** One function as a method. */
export interface ConvertedFunction {
  readonly method: string;
  /** What the method needs of the package. */
  readonly imports: readonly string[];
  /** What stands before the class. */
  readonly definitions: readonly string[];
  readonly notes: readonly string[];
  /** Whether it calls a script. */
  readonly calls: boolean;
}

/** What the app says of a function. */
export interface ConvertSurroundings {
  /** The path of its script, from the file that is written. */
  readonly script: string | undefined;
  readonly host: HostFile;
  readonly settings: SettingsSource;
}

/** Writes a method with the decorators that a function.json stands for. */
export function convertFunction(
  file: FunctionFile,
  { script = '', host, settings }: ConvertSurroundings,
  problems: Problem[],
): ConvertedFunction {
  const { name, place, trigger, bindings, retry } = file;
  const kind = triggerKindOf(trigger.type) ?? 'list';
  const written = triggerOptions(kind, trigger.members, settings);
  // For what is wrong with the commands.
  redisBindings(file, settings, problems);
  const options = {
    name,
    ...readOptions(kind, written, undefined, place, problems),
    ...(host.timeLimitInMs !== undefined && { timeLimitInMs: host.timeLimitInMs }),
    ...(retry && { retry }),
    ...(trigger.isMany && kind !== 'pubsub' && { batch: true }),
  };
  const message = triggerText(kind, trigger, 'connection' in written);
  const inputs = bindings.filter((each) => isRedis(each) && each.direction === 'in');
  const outputs = bindings
    .filter((each) => isRedis(each) && each.direction === 'out')
    .map((each) => convertOutput(name, each));
  const parameters = [
    `@Message(${message.form}) ${identifier(trigger.name)}: ${message.type}`,
    '@Context() invocation: InvocationContext',
    ...inputs.map(inputText),
  ];
  const notes = [...outputs.flatMap((each) => each.left ?? []), ...leftOf(file)].map(
    (left) => `${name}: ${left}`,
  );
  const decorators = [`@${message.decorator}(${sourceOf(options)})`, ...outputDecorator(outputs)];
  const given = { ...Object.fromEntries([[trigger.name, message.value], ...inputs.map(valueOf)]) } as Record<
    string,
    string
  >;
  const body = bodyOf(file, script, given, outputs, notes);
  return {
    method: [
      ...decorators,
      `async ${identifier(name)}(`,
      ...parameters.map((each) => `  ${each},`),
      `): Promise<${returnType(outputs)}> {`,
      ...body.map((line) => `  ${line}`),
      '}',
    ]
      .map((line) => `  ${line}`)
      .join('\n'),
    imports: [
      message.decorator,
      ...(message.import ? [message.import] : []),
      ...(inputs.length > 0 ? ['RedisInput'] : []),
      ...outputs.flatMap((each) => (each.maker ? ['RedisOutput', each.maker] : [])),
    ],
    definitions: outputs.flatMap((each) => each.definition ?? []),
    notes,
    calls: file.script?.language === 'node',
  };
}

function inputText({ name, isBinary, members }: Binding): string {
  const connection = member(members, 'connection') ?? member(members, 'connectionStringSetting');
  const options = `{ connection: ${textOf(connection)}, command: ${textOf(member(members, 'command'))}, type: ${isBinary ? 'Buffer' : 'String'} }`;
  return `@RedisInput(${options}) ${identifier(name)}: ${isBinary ? 'Buffer' : 'string'} | undefined`;
}

function valueOf({ name, isBinary }: Binding): [string, string] {
  return [name, isBinary ? identifier(name) : `json(${identifier(name)})`];
}

function outputDecorator(outputs: readonly ConvertedOutput[]): string[] {
  const known = outputs.filter(({ definition }) => definition !== undefined);
  if (known.length === 0) return [];
  return [`@RedisOutput({ ${known.map(({ key, constant }) => `${key}: ${constant}`).join(', ')} })`];
}

function returnType(outputs: readonly ConvertedOutput[]): string {
  const known = outputs.filter(({ definition }) => definition !== undefined);
  return known.length === 0 ? 'void' : `{ ${known.map(({ key }) => `${key}: string[]`).join('; ')} }`;
}

/** What has to be written by hand, so that the method fails until then: no message is lost to what is missing. */
function bodyOf(
  { script }: FunctionFile,
  path: string,
  given: Readonly<Record<string, string>>,
  outputs: readonly ConvertedOutput[],
  notes: readonly string[],
): string[] {
  const known = outputs.filter(({ definition }) => definition !== undefined);
  const result = known.map(({ key, value }) => `${key}: ${value}`).join(', ');
  const inputs = Object.entries(given)
    .map(([name, value]) => `${identifier(name)}: ${value}`)
    .join(', ');
  if (script?.language === 'python')
    return [
      `// The function was in ${path}:`,
      ...readFileSync(script.file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => `// ${line}`.trimEnd()),
      ...notes.map((note) => `// ${note}`),
      `void [${['invocation', ...Object.keys(given).map(identifier)].join(', ')}];`,
      `throw new Error(${textOf(`${path} is to be written in TypeScript`)});`,
    ];
  const entryPoint = script?.entryPoint === undefined ? '' : `, ${textOf(script.entryPoint)}`;
  const called = `await call(${textOf(path)}, invocation, { ${inputs} }${entryPoint});`;
  return [
    `// Move the body of ${path} here; until then it is called as it is.`,
    ...notes.map((note) => `// ${note}`),
    ...(outputs.length > known.length
      ? ["if (this) throw new Error('an output is to be sent by hand');"]
      : []),
    ...(known.length === 0 ? [called] : [`const given = ${called}`, `return { ${result} };`]),
  ];
}

function leftOf({ script }: FunctionFile): string[] {
  if (!script) return [];
  if (script.language === 'python')
    return ['it is written in Python, and its body is to be written in TypeScript.'];
  const text = readFileSync(script.file, 'utf8');
  return text.includes('bindingData')
    ? ['it uses context.bindingData: take the parameters of the method instead.']
    : [];
}
