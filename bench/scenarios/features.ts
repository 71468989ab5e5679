import type { Scenario } from '../report/scenario-report.js';
import { onList, onStream } from './contestants.js';
import { drainScenario } from './drain-scenario.js';

/** What each feature is called, and how many messages it is measured with. */
const features = {
  scope: { label: 'an invocation scope with a scoped service', messages: 150_000 },
  payload: { label: 'a payload class, validated', messages: 130_000 },
  middleware: { label: 'one middleware', messages: 200_000 },
  retry: { label: '`retry`', messages: 200_000 },
  orderBy: { label: '`orderBy`, a thousand keys', messages: 170_000 },
  deduplicate: { label: '`deduplicate`', messages: 30_000 },
} as const;

/** What each feature costs with lists. */
export const listFeatures = featuresOf('list', 400_000);

/** What each feature costs with streams. */
export const streamFeatures = featuresOf('stream', 240_000);

function featuresOf(kind: 'list' | 'stream', messages: number): Scenario {
  const { trigger } = kind === 'list' ? onList : onStream;
  const options = { count: 100 };
  return drainScenario({
    name: `${kind}-features`,
    title: `What each feature costs: ${kind}`,
    conditions: `One backlog, \`count: 100\`; the plain trigger, and the same with one thing more. \`retry\` never retries here, and no id of \`deduplicate\` comes twice.`,
    entries: [
      { label: 'plain', ...trigger, messages, options },
      ...Object.entries(features).map(([feature, each]) => ({
        ...{ label: each.label, ...trigger, messages: each.messages },
        options: { ...options, feature: feature as keyof typeof features },
      })),
    ],
    targets: [],
    baseline: 'plain',
    isQuick: false,
  });
}
