import { readFile } from 'node:fs/promises';
import type { AsyncApiDocument } from '../../asyncapi/asyncapi-document.js';
import { documentDifferences, type Difference } from '../../asyncapi/document-differences.js';
import { clipped } from '../../errors/clipped.js';
import { describeError } from '../../errors/describe-error.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import type { Output } from '../frame/output.js';

interface AsyncApiOptions {
  readonly title?: string;
  readonly apiVersion?: string;
  readonly check?: string;
}

export const generateAsyncApi = defineCommand<AsyncApiOptions>({
  usage: 'asyncapi',
  effect: 'reads',
  summary: 'Print what the functions receive as a document of AsyncAPI 3.0, without connecting.',
  examples: ['generate asyncapi > asyncapi.json', 'generate asyncapi --check asyncapi.json'],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--title <text>', 'the title; default: the name in package.json')
      .option('--api-version <text>', 'the version of the API; default: the version in package.json')
      .option('--check <file>', 'fail where this document, written before, says something else'),
  async run({ options: { title, apiVersion, check }, output, programs }) {
    const written = check === undefined ? undefined : await readDocument(check);
    const { name, version } = await readPackage();
    const info = { title: title ?? name, version: apiVersion ?? version };
    const { document, notes } = await programs.run('generateAsyncApi', info);
    for (const note of notes) output.log(`note: ${note}`);
    if (check !== undefined) return compare(check, written, document, output);
    output.data(document, () => JSON.stringify(document, null, 2));
    return undefined;
  },
});

/** What is about the document itself, a release changes, and people complete it: so `info` is not compared. */
function compare(
  file: string,
  { info: _written, ...inFile }: Readonly<Record<string, unknown>> = {},
  { info: _generated, ...inHandlers }: AsyncApiDocument,
  output: Output,
): number {
  const differences = documentDifferences(inFile, inHandlers);
  output.data({ file, differences }, () =>
    differences.length === 0
      ? `${file} says what the handlers say.`
      : [`${file} does not say what the handlers say:`, ...differences.map(lineOf)].join('\n'),
  );
  return differences.length === 0 ? exitCode.done : exitCode.failed;
}

function lineOf(difference: Difference): string {
  const { path, inFile, inHandlers } = difference;
  if (!('inFile' in difference)) return `  + ${path}: ${shown(inHandlers)}`;
  if (!('inHandlers' in difference)) return `  - ${path}: ${shown(inFile)}`;
  return `  ~ ${path}: ${shown(inFile)} in the file, ${shown(inHandlers)} in the handlers`;
}

function shown(value: unknown): string {
  return clipped(JSON.stringify(value));
}

async function readDocument(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw usageError(
      `${file} cannot be read: ${describeError(error).message}`,
      `Write it with redis-triggers generate asyncapi > ${file}`,
    );
  });
  const parsed = /\.ya?ml$/i.test(file) ? await parseYaml(text, file) : parseJson(text, file);
  if (typeof parsed === 'object' && parsed !== null) return parsed as Readonly<Record<string, unknown>>;
  throw usageError(`${file} holds no document`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${file} is not JSON: ${describeError(error).message}`);
  }
}

async function parseYaml(text: string, file: string): Promise<unknown> {
  const yaml = await import('yaml').catch(() => undefined);
  if (!yaml) throw usageError(`${file} is YAML, and the package yaml is not installed`, 'npm install yaml');
  try {
    return yaml.parse(text);
  } catch (error) {
    throw usageError(`${file} is not YAML: ${describeError(error).message}`);
  }
}

/** A project may have no package.json, and a package no name. */
async function readPackage(): Promise<{ readonly name: string; readonly version: string }> {
  const text = await readFile('package.json', 'utf8').catch(() => '{}');
  const { name, version } = parseJson(text, 'package.json') as Readonly<Record<string, unknown>>;
  return {
    name: typeof name === 'string' ? name : 'redis-triggers',
    version: typeof version === 'string' ? version : '0.0.0',
  };
}
