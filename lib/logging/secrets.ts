/** Of secrets that follow one another, the last ones may still stand in an error that is on its way. */
const keptOfRotating = 8;

/**
 * The secrets this process knows, so that none reaches a log line or an error. Redis and its clients
 * repeat what they were given in some of their errors; this takes it out again.
 */
export class Secrets {
  private readonly fixed = new Set<string>();
  private readonly rotating = new Map<unknown, readonly string[]>();
  /** The longest first: a secret that is part of another would leave the other's rest in the text. */
  private known: readonly string[] = [];

  /** Remembers a secret, also in the forms that a URL and a quoted text give it. */
  add(secret: string | undefined): void {
    if (!secret) return;
    this.fixed.add(secret);
    this.refresh();
  }

  /** Remembers the latest of an owner's secrets, and some before it: each is of use for a while only. */
  rotate(owner: unknown, secret: string | undefined): void {
    const before = this.rotating.get(owner) ?? [];
    if (!secret || before.includes(secret)) return;
    this.rotating.set(owner, [secret, ...before].slice(0, keptOfRotating));
    this.refresh();
  }

  /** The text with every known secret replaced by `***`. */
  scrub(text: string): string {
    return this.known.reduce(replaceSecret, text);
  }

  /** The same of a text that may be very long: what comes after `most` characters is cut off, with a mark that says so. */
  scrubAndCut(text: string, most: number): string {
    if (text.length <= most) return this.scrub(text);
    const longest = this.known[0]?.length ?? 0;
    // What a cut leaves of a secret is not found: so none is cut before `most`, and the rest is taken away.
    const scrubbed = this.scrub(text.slice(0, most + longest));
    const kept = scrubbed.slice(0, Math.min(most, Math.max(0, scrubbed.length - longest)));
    return `${kept.replace(/[\uD800-\uDBFF]$/, '')}… (${text.length.toLocaleString('en-US')} characters in all)`;
  }

  private refresh(): void {
    const secrets = [...this.fixed, ...[...this.rotating.values()].flat()];
    this.known = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  }
}

function formsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}

/** A very short secret is replaced only where it stands alone, or it would take ordinary words apart. */
function replaceSecret(text: string, secret: string): string {
  if (secret.length >= 4 || !text.includes(secret)) return text.replaceAll(secret, '***');
  return text.replaceAll(new RegExp(`(?<!\\w)${escape(secret)}(?!\\w)`, 'g'), '***');
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
