import { clipped } from '../errors/clipped.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { RedisCommand } from '../redis/commands/command-sender.js';
import { inTime } from '../time/in-time.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { isDefinition, type AnyDefinition } from '../triggers/definition.js';
import { chooseSource } from './choose-source.js';
import { commandsFor } from './commands-for.js';
import { assertDefinition, describeDestination, methodFor } from './describe-destination.js';
import type { Destination } from './destination.js';
import { OpenClients } from './open-clients.js';
import { SendError, type SendResult } from './send-error.js';
import { SendInstruments } from './send-instrument.js';
import { checkSendOptions, type AnySendOptions, type CommandOptions } from './send-options.js';
import { SendsUnderWay } from './sends-under-way.js';
import type { SenderSurroundings } from './sender-surroundings.js';
import { ship } from './ship.js';
import { writeMessages } from './write-messages.js';

/** What every call of a sender goes through: checks, writing and validation, then sending. */
export class SendCalls {
  readonly instruments = new SendInstruments();
  private readonly destinations = new WeakMap<AnyDefinition, Destination>();
  private readonly clients: OpenClients;
  private readonly underWay = new SendsUnderWay();

  constructor(private readonly surroundings: SenderSurroundings) {
    this.clients = new OpenClients(surroundings);
  }

  /** Describes an error without the passwords of this sender. */
  get describeError(): SenderSurroundings['describeError'] {
    return this.surroundings.describeError;
  }

  /** Sends messages, and resolves with what Redis answered to each, in their order. */
  async send(
    kind: TriggerKind,
    definition: AnyDefinition,
    inputs: readonly unknown[],
    options: AnySendOptions,
  ): Promise<(string | number)[]> {
    const place = placeOf(methodFor[kind], definition);
    if (!this.underWay.isOpen) throw closed(inputs.length, place);
    return this.sendTo(this.destinationOf(definition, kind, place), inputs, options, place);
  }

  /** The same for who has no definition, such as the command line, which knows the function that is to get them. */
  async sendTo(
    destination: Destination,
    inputs: readonly unknown[],
    options: AnySendOptions,
    place: string,
  ): Promise<(string | number)[]> {
    const { descriptor } = destination;
    checkSendOptions(options, descriptor.kind, place);
    assertIdOfOne(options, inputs.length, place);
    const source = chooseSource(descriptor, options, place);
    const { timeoutInMs = this.surroundings.timeoutInMs } = options;
    return this.underWay.run(timeoutInMs, async (until) => {
      // Where it cannot be found, that is said before anything about the messages.
      const opened = await this.clients.of(descriptor.connection, place);
      const { write, reading } = await destination.writing();
      const written = writeMessages(inputs, { write, validate: reading?.validate, place });
      const messages = isPromiseLike(written)
        ? await inTime(written, until, () => validatedLate(inputs.length, place))
        : written;
      if (messages.length === 0) return [];
      const sending = { descriptor, source, count: messages.length };
      return this.instruments.around(sending, (along) =>
        ship({ ...this.surroundings, ...sending, messages, along, options, place, until, opened }),
      );
    });
  }

  /** Validates messages as `send` does, and sends nothing. */
  async validate(definition: AnyDefinition, inputs: readonly unknown[]): Promise<void> {
    const place = placeOf(methodFor[definition.kind], definition);
    const { write, reading } = await this.destinationOf(definition, definition.kind, place).writing();
    await writeMessages(inputs, { write, validate: reading?.validate, place });
  }

  /** Looks at everything that can be wrong before there is a message, and connects nothing. */
  async prepare(definition: AnyDefinition, options: AnySendOptions, place: string): Promise<void> {
    const destination = this.destinationOf(definition, definition.kind, place);
    const { descriptor } = destination;
    checkSendOptions(options, definition.kind, place);
    chooseSource(descriptor, options, place);
    await this.surroundings.resolve(descriptor.connection, place);
    await destination.writing();
  }

  /** The command that would send messages; several only where one command can. */
  command(definition: AnyDefinition, inputs: readonly unknown[], options: CommandOptions): RedisCommand {
    const place = placeOf('command', definition);
    const kind = isDefinition(definition) ? definition.kind : 'list';
    const destination = this.destinationOf(definition, kind, place);
    checkSendOptions(options, kind, place, true);
    const source = chooseSource(destination.descriptor, options, place);
    const { write, reading } = destination.writingNow();
    const written = writeMessages(inputs, { write, validate: reading?.validateNow, place });
    const [command, ...others] = commandsFor(destination.descriptor, source, [...(written as [])], options);
    if (command && inputs.length > 0 && others.length === 0) return command;
    const what = `it is given ${inputs.length} messages, and one command sends one`;
    throw new RedisTriggersError({ code: 'SEND_OPTION_INVALID', place, what, remedy: 'Call it for each.' });
  }

  /** Takes no more; see `Sender.close`. What has not ended when `deadline` is aborted is ended. */
  async end(deadline: AbortSignal): Promise<void> {
    await this.underWay.end(deadline);
    await this.surroundings.close?.();
  }

  private destinationOf(definition: AnyDefinition, kind: TriggerKind, place: string): Destination {
    assertDefinition(definition, kind, place);
    const known = this.destinations.get(definition);
    if (known) return known;
    const made = describeDestination(definition, this.surroundings.settings, place);
    this.destinations.set(definition, made);
    return made;
  }
}

/** Such as `sender.push("orders")`, as errors say it. */
function placeOf(method: string, definition: unknown): string {
  const { options } = isDefinition(definition) ? definition : { options: {} };
  const { key, channel } = options as { key?: unknown; channel?: unknown };
  const source = [key ?? channel ?? []].flat().map(String).join(' ');
  return `sender.${method}(${source === '' ? '' : `"${clipped(source)}"`})`;
}

function assertIdOfOne({ id }: AnySendOptions, count: number, place: string): void {
  if (id === undefined || count === 1) return;
  const what = `it is given the id of one entry and ${count} entries`;
  throw new RedisTriggersError({ code: 'SEND_OPTION_INVALID', place, what, remedy: 'Add them one by one.' });
}

function validatedLate(count: number, place: string): SendError {
  const what = `the validation of ${count === 1 ? 'the message' : `${count} messages`} took too long`;
  const remedy = 'Nothing was sent. Give the call more time (`timeoutInMs`), or make the validation faster.';
  return new SendError({ code: 'SEND_FAILED', place, what, remedy }, noneOf(count));
}

function noneOf(count: number): readonly SendResult[] {
  return Array.from({ length: count }, () => ({ status: 'notSent' }));
}

function closed(count: number, place: string): SendError {
  const problem = {
    code: 'SEND_FAILED',
    place,
    what: 'the sender is closed',
    remedy: 'Nothing was sent. The sender of a runtime closes when the runtime stops.',
  } as const;
  return new SendError(problem, noneOf(count));
}
