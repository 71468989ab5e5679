/** What is wrong with a value, such as `must be an object`; undefined when nothing is. */
export type ValueCheck = (value: unknown) => string | undefined;

export const mustBeBoolean: ValueCheck = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false';

export const mustBeObject: ValueCheck = (value) => (isObject(value) ? undefined : 'must be an object');

export const mustBeText: ValueCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';

/** A whole number from `minimum` to `maximum`: one beyond exact numbers is not named as a bound. */
export function mustBeWholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): ValueCheck {
  return (value) => {
    if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return undefined;
    const range =
      maximum >= Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    return `must be a whole number ${range}`;
  };
}

/** Whether a value is an object with members by name. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
