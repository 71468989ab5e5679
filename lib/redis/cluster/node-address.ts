import { endpointText } from '../../connection-strings/endpoint-text.js';
import type { NetworkEndpoint } from '../../connection-strings/connection-description.js';

/** The address of a cluster node. */
export type NodeAddress = NetworkEndpoint;

/**
 * Maps the address that a node announces, as `host:port`, to the address to connect to. A node that is not mapped is
 * reached under the address it announces.
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
