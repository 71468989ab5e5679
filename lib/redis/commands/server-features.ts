import type { CommandSender } from './command-sender.js';
import { isForbidden } from '../errors/error-kind.js';

/** What a listener may use, by the server's version. */
export interface ServerFeatures {
  /** The version in words, or `unknown`. */
  readonly version: string;
  /** LPOP and RPOP take a count (6.2). */
  readonly popCount: boolean;
  /** LMPOP and BLMPOP (7.0). */
  readonly multiPop: boolean;
}

/** Asks the server for its version (INFO server). Where that is forbidden, only what all versions have is used. */
export async function serverFeatures(client: CommandSender): Promise<ServerFeatures> {
  const info = await client.send(['INFO', 'server']).catch((error: unknown) => {
    if (isForbidden(error)) return '';
    throw error;
  });
  const [, version = 'unknown', major = '0', minor = '0'] =
    /^redis_version:((\d+)\.(\d+)\S*)/m.exec(String(info)) ?? [];
  const number = Number(major) * 100 + Number(minor);
  return { version, popCount: number >= 602, multiPop: number >= 700 };
}
