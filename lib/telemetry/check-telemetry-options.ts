import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { isObject, mustBeBoolean, mustBeText, type ValueCheck } from '../errors/value-checks.js';

const mustBeFunction: ValueCheck = (value) =>
  typeof value === 'function' ? undefined : 'must be a function';

const mustHave =
  (method: string, what: string): ValueCheck =>
  (value) =>
    isObject(value) && typeof (value as Record<string, unknown>)[method] === 'function'
      ? undefined
      : `must be ${what}`;

const readsBacklog: ValueCheck = (value) =>
  typeof value === 'function' || typeof value === 'boolean' ? undefined : 'must be true, false or a function';

const tracerProvider = mustHave('getTracer', 'a TracerProvider');
const meterProvider = mustHave('getMeter', 'a MeterProvider');

const ofRuntime: Readonly<Record<string, Readonly<Record<string, ValueCheck>>>> = {
  tracing: {
    tracerProvider,
    relation: (value) => (value === 'link' || value === 'parent' ? undefined : "must be 'link' or 'parent'"),
    extract: mustBeFunction,
    jsonMember: mustBeText,
  },
  metrics: { meterProvider, readsBacklog },
};

const ofSender: typeof ofRuntime = {
  tracing: { tracerProvider, jsonMember: mustBeText },
  metrics: { meterProvider },
};

const eitherBooleanOrObject: ValueCheck = (value) =>
  mustBeBoolean(value) === undefined || isObject(value) ? undefined : 'must be true, false or an object';

/** Throws where something is wrong with the options of `instrument`, for a runtime or a sender alone, listing all of it. */
export function checkInstrumentOptions(options: unknown, isOfRuntime: boolean): void {
  const place = 'instrument';
  const code = 'TELEMETRY_OPTION_INVALID';
  const checks = { tracing: eitherBooleanOrObject, metrics: eitherBooleanOrObject };
  const problems = checkOptions(options, { place, code, checks, required: [] });
  const nested = Object.entries(isOfRuntime ? ofRuntime : ofSender).flatMap(([within, checksWithin]) => {
    const given = (options as Record<string, unknown> | undefined)?.[within];
    return isObject(given)
      ? checkOptions(given, { place, within, code, checks: checksWithin, required: [] })
      : [];
  });
  throwProblems([...problems, ...nested], place);
}

/** Throws where something is wrong with the options of `prometheus`, for a runtime or a sender alone, listing all of it. */
export function checkPrometheusOptions(options: unknown, isOfRuntime: boolean): void {
  const place = 'prometheus';
  const register = mustHave('registerMetric', 'a registry of prom-client');
  const checks = { register, ...(isOfRuntime && { readsBacklog }) };
  const problems = checkOptions(options, { place, code: 'TELEMETRY_OPTION_INVALID', checks, required: [] });
  throwProblems(problems, place);
}

/** Throws where something is wrong with the options of what is generated, listing all of it. */
export function checkDashboardOptions(options: unknown, place: string): void {
  const checks = { unitSuffixes: mustBeBoolean };
  const problems = checkOptions(options, { place, code: 'TELEMETRY_OPTION_INVALID', checks, required: [] });
  throwProblems(problems, place);
}
