import type { ScriptTwin } from '../scripts/scripts.js';

/** What `lib/scripts/run-in-order.ts` does. */
export const runInOrderTwin: ScriptTwin = ({ args, call }) => {
  let first: ReturnType<typeof call> = null;
  for (let from = 0; from < args.length;) {
    const words = Number(String(args[from]));
    const [name = '', ...rest] = args.slice(from + 1, from + 1 + words);
    const reply = call(name.toString(), ...rest);
    if (from === 0) first = reply;
    from += words + 1;
  }
  return first;
};
