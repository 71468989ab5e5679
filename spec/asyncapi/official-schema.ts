import { Ajv } from 'ajv';
import { readText } from '../docs/pages.js';

/** What the official schema of AsyncAPI 3.0 finds wrong with a document; an empty list if it is valid. */
export function officialProblems(document: unknown): readonly string[] {
  validate ??= compile();
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

let validate: ReturnType<typeof compile> | undefined;

function compile() {
  const schema = JSON.parse(readText('node_modules/@asyncapi/specs/schemas/3.0.0.json')) as {
    definitions: Record<string, unknown>;
  };
  // It brings a copy of the schema of JSON Schema, which Ajv has already.
  const { 'http://json-schema.org/draft-07/schema': _copy, ...definitions } = schema.definitions;
  return new Ajv({ strict: false, validateFormats: false }).compile({ ...schema, definitions });
}

/** Where the references of a document lead nowhere. */
export function brokenReferences(document: unknown): readonly string[] {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]*)"/g);
  return [...references].flatMap(([, pointer = '']) => {
    const names = pointer
      .split('/')
      .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'));
    const target = names.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      document,
    );
    return target === undefined ? [pointer] : [];
  });
}
