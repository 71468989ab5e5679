import type { CredentialsProvider } from 'redis-triggers';

/** What is used of a credential of `@azure/identity`. */
export interface TokenSource {
  getToken(scope: string): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

export function entraCredentials(source: TokenSource, principalId: string): CredentialsProvider {
  return async () => {
    const token = await source.getToken('https://redis.azure.com/.default');
    if (!token) throw new Error('Entra ID gave no token');
    return { username: principalId, password: token.token, expiresAt: token.expiresOnTimestamp };
  };
}
