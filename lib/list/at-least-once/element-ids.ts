import { randomInt } from 'node:crypto';

/** The name of a consumer: there are 60 million, and where another consumer of the list has it, it is drawn again. */
export function drawName(): string {
  return draw(5);
}

/** What tells one life of a key from another. It is longer, because nothing looks whether it was drawn before. */
export function drawBorn(): string {
  return draw(10);
}

/** Where an element was held first: `<id>/<first id>/<deaths>`, or `<id>` where it was never given back. */
export function firstIdOf(id: string): string {
  return id.split('/')[1] ?? id;
}

/** How often an element was with processes that died. */
export function deathsOf(id: string): number {
  const from = id.lastIndexOf('/');
  return from < 0 ? 0 : Number(id.slice(from + 1));
}

function draw(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}
