import type { Problem } from '../../errors/problem.js';
import { isRedis, triggerKindOf, type Binding } from './binding.js';

/** What to do about the types that are met most, by how they begin. */
const remedies: readonly (readonly [start: RegExp, remedy: string])[] = [
  [
    /^timer/i,
    'Let cron, a systemd timer or a CronJob of Kubernetes push to a list that a function listens to',
  ],
  [/^http/i, 'Serve HTTP with a web framework, in a program that pushes to a list or adds to a stream'],
  [
    /^(?:queue|serviceBus|eventHub|eventGrid|kafka|rabbitMQ)/i,
    'Use the client package of that service, in a program of its own or in the handler',
  ],
  [
    /^(?:blob|table|cosmosDB|sql|mysql|signalR|sendGrid|twilio|dapr)/i,
    "Use the client package of that service in the function's code",
  ],
  [/^(?:durable|orchestration|activity|entity)/i, 'Durable functions need the Azure host: leave them there'],
];

/** A problem for each binding that is not one of Redis: with any of them the function cannot do all of its work. */
export function otherBindings(bindings: readonly Binding[], place: string): Problem[] {
  return bindings
    .filter((binding) => triggerKindOf(binding.type) === undefined && !isRedis(binding))
    .map((binding) => otherBinding(binding, place));
}

function otherBinding({ name, type }: Binding, place: string): Problem {
  const known = remedies.find(([start]) => start.test(type))?.[1];
  const what = `the binding "${name}" is a ${type}, and only those of Redis run here`;
  const remedy = `${known ?? 'Move the function to what runs such bindings'}; --ignore-other-bindings runs the app without this function.`;
  return { code: 'BINDING_UNSUPPORTED', place, what, remedy };
}
