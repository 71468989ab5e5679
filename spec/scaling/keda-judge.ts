import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { KedaResource, ScaledObject } from '../../lib/scaling/keda/keda-resources.js';
import { readText } from '../docs/pages.js';

type Schema = Record<string, unknown>;

/** KEDA's schemas let misspelt members pass; here they do not. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, strict(value)] as const);
  const own: Schema = Object.fromEntries(entries);
  return own.type === 'object' && own.properties ? { additionalProperties: false, ...own } : own;
}

function validatorOf(file: string) {
  const [document] = parseAllDocuments(readText(`spec/scaling/keda-schemas/${file}`));
  const { spec } = document?.toJS() as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } };
  const schema = strict(spec.versions[0]?.schema.openAPIV3Schema) as Schema & {
    properties: Record<string, unknown>;
  };
  // The schema leaves the members of `metadata` to Kubernetes.
  schema.properties.metadata = {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: { type: 'string', maxLength: 253 }, namespace: { type: 'string' } },
  };
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile<KedaResource>(schema);
}

const validators = {
  ScaledObject: validatorOf('keda.sh_scaledobjects.yaml'),
  TriggerAuthentication: validatorOf('keda.sh_triggerauthentications.yaml'),
};

interface Parameter {
  readonly name: string;
  readonly metadataVariableReadable?: boolean;
  readonly triggerAuthenticationVariableReadable?: boolean;
}

const { scalers } = JSON.parse(readText('spec/scaling/keda-schemas/redis-scalers.json')) as {
  scalers: { type: string; parameters: Parameter[] }[];
};

/** What KEDA's own checks say of resources: nothing. */
export function expectAccepted(resources: readonly unknown[]): void {
  for (const resource of resources as KedaResource[]) {
    const validate = validators[resource.kind];
    expect(validate(resource), JSON.stringify(validate.errors)).to.equal(true);
    if (resource.kind === 'ScaledObject') expectSound(resource);
    else {
      const known = scalers.flatMap(({ parameters }) =>
        parameters.filter((each) => each.triggerAuthenticationVariableReadable).map(({ name }) => name),
      );
      expect(resource.spec.secretTargetRef, 'what the Secret is for').to.not.deep.equal([]);
      expect(known).to.include.members(resource.spec.secretTargetRef.map(({ parameter }) => parameter));
    }
  }
}

/** What the schema does not look at. */
function expectSound({ metadata, spec }: ScaledObject): void {
  expect(`keda-hpa-${metadata.name}`).to.have.length.of.at.most(63);
  expect(spec.minReplicaCount).to.be.at.most(spec.maxReplicaCount);
  const names = spec.triggers.map(({ name }) => name);
  expect(new Set(names)).to.have.property('size', names.length);
  for (const { type, metadata: given } of spec.triggers) {
    const scaler = scalers.find((each) => each.type === type);
    const known = scaler?.parameters.filter((each) => each.metadataVariableReadable).map(({ name }) => name);
    // An external scaler is handed whatever else there is.
    const own = type.startsWith('external') ? ['functionId'] : [];
    expect([...(known ?? []), ...own], type).to.include.members(Object.keys(given));
  }
  const formula = spec.advanced?.scalingModifiers.formula ?? '';
  const used = formula.match(/[A-Za-z_]\w*/g) ?? [];
  if (spec.triggers.length > 1) expect([...new Set(used)]).to.have.members(names);
}
