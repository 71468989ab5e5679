import type { FunctionDescriptor } from '../functions/function-descriptor.js';

/** What is being sent by one call of a sender. */
export interface Sending {
  /** What a trigger of the definition has. */
  readonly descriptor: FunctionDescriptor;
  /** The key or the channel. */
  readonly source: string;
  /** How many messages. */
  readonly count: number;
}

/** What travels with each message of a call, such as the context of a trace. */
export interface SentAlong {
  /** Texts by name: the fields of a stream entry, beside those of the message. */
  readonly texts: Readonly<Record<string, string>>;
  /** The member of a JSON object that gets them, in elements of lists and published messages; undefined: they get none. */
  readonly jsonMember?: string | undefined;
}

/** What an add-on may put around everything that a sender sends, such as the span of a trace. */
export interface SendInstrument {
  /**
   * Sends: calls `run` exactly once, and resolves or rejects as that does. Its errors are `SendError`s, which say what became
   * of each message. It must not throw by itself.
   */
  aroundSend<Sent>(sending: Sending, run: (along?: SentAlong) => Promise<Sent>): Promise<Sent>;
}

/** The instruments of a sender. */
export class SendInstruments {
  private all: readonly SendInstrument[] = [];

  /** Adds one, the innermost; the function that is returned takes it away again. */
  add(instrument: SendInstrument): () => void {
    this.all = [...this.all, instrument];
    return () => {
      this.all = this.all.filter((each) => each !== instrument);
    };
  }

  /** Sends within all of them. */
  around<Sent>(sending: Sending, send: (along: readonly SentAlong[]) => Promise<Sent>): Promise<Sent> {
    return this.all.length === 0 ? send([]) : within(this.all, sending, [], send);
  }
}

function within<Sent>(
  [outer, ...others]: readonly SendInstrument[],
  sending: Sending,
  along: readonly SentAlong[],
  send: (along: readonly SentAlong[]) => Promise<Sent>,
): Promise<Sent> {
  if (!outer) return send(along);
  return outer.aroundSend(sending, (more) => within(others, sending, more ? [...along, more] : along, send));
}
