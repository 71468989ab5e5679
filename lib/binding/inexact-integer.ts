/** From so many digits on, a number may be another than what is written. */
const exactDigits = 15;

/** With more digits than this, a number is infinite; to compute with so long a text would take long as well. */
const mostDigits = 309;

const integer = /^-?\d+$/;
const mayBeInexact = /\d{16}/;

/** Whether a text is an integer that a number cannot hold: it would become another one. */
export function isInexactInteger(text: string): boolean {
  if (text.length <= exactDigits || !integer.test(text)) return false;
  return text.length > mostDigits || BigInt(text) !== BigInt(Number(text));
}

/** Where the first such integer begins in a text that is valid JSON, outside of its strings; undefined: nowhere. */
export function firstInexactInteger(json: string): number | undefined {
  // Most texts have no such run of digits, and this is all that it takes to know.
  if (!mayBeInexact.test(json)) return undefined;
  for (let index = 0; index < json.length; index++) {
    if (json[index] === '"') index = stringEnd(json, index);
    else if (isOfNumber(json, index)) {
      const end = numberEnd(json, index);
      if (isInexactInteger(json.slice(index, end))) return index;
      index = end - 1;
    }
  }
  return undefined;
}

function stringEnd(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

function numberEnd(json: string, start: number): number {
  let end = start + 1;
  while (end < json.length && isOfNumber(json, end)) end++;
  return end;
}

/** In JSON these are only of a number, but for the letters of `true` and its like, which no digit follows. */
function isOfNumber(json: string, index: number): boolean {
  return '-+.eE0123456789'.includes(json[index] as string);
}
