/** What can be subscribed to. */
export type SubscriptionKind = 'channels' | 'patterns' | 'shardChannels';
