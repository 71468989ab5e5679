import type { ValueCheck } from '../../errors/value-checks.js';

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The name of a resource: labels with dots between them. */
export const mustBeResourceName =
  (longest = 253): ValueCheck =>
  (value) => {
    const isFit = typeof value === 'string' && value.split('.').every((each) => label.test(each));
    if (!isFit) return 'must be a Kubernetes name: small letters, digits, "-" and "."';
    return value.length <= longest ? undefined : `must have at most ${longest} characters`;
  };

/** A name that is one label, such as a namespace's. */
export const mustBeLabelName: ValueCheck = (value) => {
  const isFit = typeof value === 'string' && label.test(value);
  if (!isFit) return 'must be a Kubernetes name without dots: small letters, digits and "-"';
  return value.length <= 63 ? undefined : 'must have at most 63 characters';
};

/** A key of a Secret. */
export const mustBeSecretKey: ValueCheck = (value) =>
  typeof value === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(value)
    ? undefined
    : 'must be a key of the Secret';
