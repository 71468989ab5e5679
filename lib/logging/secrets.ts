/**
 * The secrets this process knows, so that none reaches a log line or an error. Redis and its clients
 * repeat what they were given in some of their errors; this takes it out again.
 */
export class Secrets {
  private readonly known = new Set<string>();

  /** Remembers a secret, also in the form that a URL gives it. */
  add(secret: string | undefined): void {
    if (!secret) return;
    this.known.add(secret);
    this.known.add(encodeURIComponent(secret));
  }

  /** The text with every known secret replaced by `***`. */
  scrub(text: string): string {
    let scrubbed = text;
    for (const secret of this.known) scrubbed = replaceSecret(scrubbed, secret);
    return scrubbed;
  }
}

/** A very short secret is replaced only where it stands alone, or it would take ordinary words apart. */
function replaceSecret(text: string, secret: string): string {
  if (secret.length >= 4) return text.replaceAll(secret, '***');
  return text
    .split(/(\s+)/)
    .map((word) => (word === secret ? '***' : word))
    .join('');
}
