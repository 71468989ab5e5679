import type { CredentialsProvider } from 'redis-triggers';

/** The part of an `@azure/identity` credential that is used. */
export interface TokenSource {
  getToken(scope: string): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

export function entraCredentials(source: TokenSource, principalId: string): CredentialsProvider {
  return async () => {
    const token = await source.getToken('https://redis.azure.com/.default');
    if (!token) throw new Error('Entra ID returned no token');
    return { username: principalId, password: token.token, expiresAt: token.expiresOnTimestamp };
  };
}
