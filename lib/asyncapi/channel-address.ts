import { UniqueNames } from '../functions/unique-names.js';
import type { AsyncApiChannel, AsyncApiParameter } from './asyncapi-document.js';

/**
 * Where messages are in the words of AsyncAPI, in which braces name a parameter: `%region%-orders` is `{region}-orders`,
 * and the braces of a hash tag are the only value of theirs. Several keys are the values of one parameter.
 */
export function channelAddress(sources: readonly string[]): Pick<AsyncApiChannel, 'address' | 'parameters'> {
  const [only = '', ...others] = sources;
  if (others.length > 0) return { address: '{key}', parameters: { key: oneOf(sources) } };
  const names = new UniqueNames('_');
  const parameters: [string, AsyncApiParameter][] = [];
  const address = only.replaceAll(/\{[^{}]*\}|%[^%]+%/g, (written) => {
    const name = names.take(written.replaceAll(/[^A-Za-z0-9_-]+/g, '') || 'braces');
    parameters.push([name, parameterOf(written)]);
    return `{${name}}`;
  });
  return { address, ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }) };
}

function oneOf(sources: readonly string[]): AsyncApiParameter {
  const description = 'One of the keys.';
  return sources.some(hasSetting)
    ? { description: `${description} %name% is the setting of that name.`, examples: sources }
    : { description, enum: sources };
}

function parameterOf(written: string): AsyncApiParameter {
  if (!written.startsWith('{')) return { description: `The setting "${written.slice(1, -1)}".` };
  const description = 'A hash tag, whose braces are part of the key.';
  return hasSetting(written)
    ? { description: `${description} %name% is the setting of that name.`, examples: [written] }
    : { description, enum: [written] };
}

function hasSetting(text: string): boolean {
  return /%[^%]+%/.test(text);
}
