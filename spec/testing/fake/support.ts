import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** Sends bytes over TCP and answers what came back until the other side closed, or until `enough` says so. */
export async function exchange(
  port: number,
  chunks: readonly (string | Buffer)[],
  enough: (received: string) => boolean = () => false,
): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  await once(socket, 'connect');
  return new Promise((resolve) => {
    const finish = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (enough(received)) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    for (const chunk of chunks) socket.write(chunk);
  });
}
