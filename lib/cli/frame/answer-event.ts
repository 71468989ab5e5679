import type { EventAnswer, ActionEvent } from '../program/protocol.js';
import { confirm } from './confirm.js';
import type { Output } from './output.js';
import { Progress } from './progress.js';

const progresses = new WeakMap<Output, Progress>();

/** Shows what an action tells, and answers what it asks. */
export async function answerEvent(event: ActionEvent, output: Output, yes?: boolean): Promise<EventAnswer> {
  switch (event.kind) {
    case 'lines':
      for (const line of event.lines) await output.writeAll(line);
      return { goesOn: true };
    case 'log':
      output.log(event.text);
      return { goesOn: true };
    case 'snapshot':
      return { goesOn: true };
    case 'progress': {
      const progress = progresses.get(output) ?? new Progress(output);
      progresses.set(output, progress);
      progress.show(event);
      return { goesOn: true };
    }
    case 'confirm':
      return { goesOn: await confirm(event.question, output, yes) };
  }
}
