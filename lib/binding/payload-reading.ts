import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { isStandardSchema } from '../functions/options/payload-type.js';
import { loadClassPackages, requireClassPackages } from './class-packages.js';
import { classValidation } from './class-validation.js';
import { schemaValidation } from './schema-validation.js';
import type { PayloadReading } from './validation.js';

type Payload = NonNullable<FunctionDescriptor['payload']>;

/**
 * How payloads of this type are read. Loads what a class needs.
 *
 * @param isOfFields whether they are the fields of stream entries
 */
export async function payloadReading(
  payload: Payload,
  place: string,
  isOfFields = false,
): Promise<PayloadReading> {
  return isStandardSchema(payload)
    ? schemaValidation(payload, place, isOfFields)
    : classValidation(payload, place, await loadClassPackages(place));
}

/** The same for who cannot wait. */
export function payloadReadingNow(payload: Payload, place: string, isOfFields = false): PayloadReading {
  return isStandardSchema(payload)
    ? schemaValidation(payload, place, isOfFields)
    : classValidation(payload, place, requireClassPackages(place));
}
