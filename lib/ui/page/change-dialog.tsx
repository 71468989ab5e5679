import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { change } from './asking.js';
import { count, counted, duration } from './formats.js';
import { messageOf } from './live.js';
import { Dialog, Problem } from './parts.js';
import { useSurroundings } from './surroundings.js';

/** Which dead letters somebody wants to replay or to remove. */
export interface Wanted {
  readonly how: 'replay' | 'remove';
  readonly where?: readonly string[];
  readonly ids?: readonly string[];
  /** How many there are, as far as they were looked at. */
  readonly about: number;
  /** There may be more. */
  readonly isPart: boolean;
}

const rates: readonly (readonly [text: string, perSecond: number | undefined])[] = [
  ['as fast as Redis takes them', undefined],
  ['100 a second', 100],
  ['50 a second', 50],
  ['10 a second', 10],
  ['1 a second', 1],
];

/** Asks before many dead letters are changed, and begins it. */
export function ChangeDialog({
  id,
  wanted,
  onClose,
  onBegun,
}: {
  readonly id: string;
  readonly wanted: Wanted;
  readonly onClose: () => void;
  readonly onBegun: () => void;
}): JSX.Element {
  const { refresh } = useSurroundings();
  const { how, where, ids, about, isPart } = wanted;
  const [rate, setRate] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [isBeginning, setIsBeginning] = useState(false);
  const [text, ratePerSecond] = rates[rate] ?? ['', undefined];
  const begin = (event: Event): void => {
    event.preventDefault();
    setIsBeginning(true);
    const chosen = ids ? { ids } : { where: where ?? [] };
    change(how, { functionId: id, ...chosen, ...(ratePerSecond !== undefined && { ratePerSecond }) }).then(
      () => {
        refresh();
        onBegun();
      },
      (error: unknown) => {
        setIsBeginning(false);
        setProblem(messageOf(error));
      },
    );
  };
  const many = isPart ? `at least ${count(about)} dead letters` : counted(about, 'dead letter');
  const verb = how === 'replay' ? 'Replay' : 'Remove';
  return (
    <Dialog title={`${verb} ${many} of ${id}?`} onClose={onClose}>
      <form onSubmit={begin}>
        {where && where.length > 0 && (
          <p>
            Those that match{' '}
            {where.map((each, index) => (
              <span key={each}>
                {index > 0 && ' and '}
                <code>{each}</code>
              </span>
            ))}
            .
          </p>
        )}
        <p>
          {how === 'replay'
            ? 'Each is put back where it came from in one atomic step: nothing is lost, and nothing is put back twice.'
            : 'They are deleted for good.'}
        </p>
        <label class="field">
          How fast
          <select value={String(rate)} onChange={({ currentTarget }) => setRate(Number(currentTarget.value))}>
            {rates.map(([name], index) => (
              <option key={name} value={String(index)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {ratePerSecond !== undefined && (
          <p class="faint">
            About {duration((1_000 * about) / ratePerSecond)} at {text}.
          </p>
        )}
        {problem !== undefined && <Problem text={problem} />}
        <div class="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={how === 'replay' ? 'primary' : 'danger'} disabled={isBeginning}>
            {verb} {count(about)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
