import type { ErrorCode } from '../../errors/error-codes.js';
import type { Problem } from '../../errors/problem.js';
import type { Class } from '../../metadata/class.js';
import type { PayloadType } from '../../triggers/payload-types.js';

/** Collects what is wrong with the parameters of one method. A parameter that is wrong has no descriptor. */
export class ParameterProblems {
  constructor(
    private readonly place: string,
    readonly problems: Problem[],
  ) {}

  add(code: ErrorCode, index: number, what: string, remedy?: string): void {
    const { place } = this;
    this.problems.push({ code, place, what: `parameter ${index + 1} ${what}`, ...(remedy && { remedy }) });
  }

  /** A parameter is of this type, where a batch has several of them. */
  addNotAnArray(type: Class, index: number, payload: PayloadType | undefined): void {
    const decorator = type === payload ? '@Payload()' : `@Message(${type.name})`;
    const remedy = `Make it an array: ${decorator} messages: ${type.name}[].`;
    const what = 'takes one message, but the trigger has `batch: true`';
    this.add('PARAMETER_UNBINDABLE', index, what, remedy);
  }
}
