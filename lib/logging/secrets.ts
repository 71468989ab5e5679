/**
 * The secrets this process knows, so that none reaches a log line or an error. Redis and its clients
 * repeat what they were given in some of their errors; this takes it out again.
 */
export class Secrets {
  /** The longest first: a secret that is part of another would leave the other's rest in the text. */
  private known: readonly string[] = [];

  /** Remembers a secret, also in the forms that a URL and a quoted text give it. */
  add(secret: string | undefined): void {
    if (!secret) return;
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    this.known = [...new Set([...this.known, ...forms])].sort((a, b) => b.length - a.length);
  }

  /** The text with every known secret replaced by `***`. */
  scrub(text: string): string {
    return this.known.reduce(replaceSecret, text);
  }
}

/** A very short secret is replaced only where it stands alone, or it would take ordinary words apart. */
function replaceSecret(text: string, secret: string): string {
  if (secret.length >= 4 || !text.includes(secret)) return text.replaceAll(secret, '***');
  return text.replaceAll(new RegExp(`(?<!\\w)${escape(secret)}(?!\\w)`, 'g'), '***');
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
