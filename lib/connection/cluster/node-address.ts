import { endpointText } from '../endpoint-text.js';
import type { NetworkEndpoint } from '../connection-description.js';

/** Where a node of a cluster is reached. */
export type NodeAddress = NetworkEndpoint;

/**
 * For clients that reach the nodes under other addresses than those the nodes tell: from `host:port` to where to
 * connect. A node that it does not name is reached under its own address.
 */
export type NatMap =
  Readonly<Record<string, NodeAddress>> | ((address: string) => NodeAddress | null | undefined);

/** An address as text, the same for the same node. */
export const addressText: (address: NodeAddress) => string = endpointText;

/** Where a node is reached that says of itself it is here. */
export function translateAddress(address: NodeAddress, natMap: NatMap | undefined): NodeAddress {
  if (!natMap) return address;
  const text = `${address.host}:${address.port}`;
  return (typeof natMap === 'function' ? natMap(text) : natMap[text]) ?? address;
}
