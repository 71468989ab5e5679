import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SendError, type Sender } from 'redis-triggers';

import { type Order, orders } from './definitions.js';

/** A web server with one endpoint, which sends what is posted to it, once it is valid. */
export function createShop(sender: Sender): Server {
  return createServer((request, response) => {
    void text(request)
      .then((body) => sender.push(orders, JSON.parse(body) as Order))
      .then(() => answer(response, 202, 'ordered'))
      .catch((error: unknown) => answer(response, ...describe(error)));
  });
}

/** What a customer is told: whose fault it is, and whether it is safe to order again. */
function describe(error: unknown): [status: number, text: string] {
  if (error instanceof SyntaxError) return [400, 'no JSON'];
  if (!(error instanceof SendError)) return [500, 'something is wrong here'];
  if (error.code === 'SEND_INVALID') return [400, error.problems.map(({ what }) => what).join('\n')];
  return error.mayHaveBeenSent ? [502, 'it may have been ordered'] : [503, 'not ordered, try again'];
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}
