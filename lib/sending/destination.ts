import { messageWriter, type MessageWriter } from './content/message-writer.js';
import { isOfFields } from '../binding/message-body.js';
import { payloadReading, payloadReadingNow } from '../binding/payload-reading.js';
import type { PayloadReading } from '../binding/validation.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';

/** How the messages of a destination are written and checked. */
export interface Writing {
  readonly write: MessageWriter;
  /** Undefined where the definition has no payload. */
  readonly reading: PayloadReading | undefined;
}

/** Where the messages of a definition go, and what they are: known once it is first used. */
export class Destination {
  private loaded?: Writing;
  private loading?: Promise<Writing>;

  constructor(
    /** What a trigger of this definition has, with its defaults and without a method. */
    readonly descriptor: FunctionDescriptor,
  ) {}

  /** How messages are written: at once, once what a payload class needs has been loaded. */
  writing(): Writing | Promise<Writing> {
    return this.loaded ?? (this.loading ??= this.load());
  }

  /** The same for who cannot wait. */
  writingNow(): Writing {
    const { payload, place } = this.descriptor;
    return (this.loaded ??= this.writingWith(
      payload && payloadReadingNow(payload, place, isOfFields(this.descriptor)),
    ));
  }

  private async load(): Promise<Writing> {
    const { payload, place } = this.descriptor;
    try {
      return (this.loaded = this.writingWith(
        payload && (await payloadReading(payload, place, isOfFields(this.descriptor))),
      ));
    } finally {
      // What failed, such as for want of a package, is tried again with the next message.
      delete this.loading;
    }
  }

  private writingWith(reading: PayloadReading | undefined): Writing {
    return { write: messageWriter(this.descriptor, reading), reading };
  }
}
