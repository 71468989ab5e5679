/** What is generated: a document of AsyncAPI 3.0 with what of it this library fills in. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: AsyncApiInfo;
  readonly servers: Readonly<Record<string, AsyncApiServer>>;
  readonly channels: Readonly<Record<string, AsyncApiChannel>>;
  readonly operations: Readonly<Record<string, AsyncApiOperation>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface AsyncApiInfo {
  readonly title: string;
  readonly version: string;
}

export interface AsyncApiServer {
  readonly host: string;
  readonly pathname?: string;
  readonly protocol: 'redis';
  readonly variables?: Readonly<Record<string, { readonly description: string }>>;
}

export interface AsyncApiChannel extends RedisSpecifics {
  readonly address: string;
  readonly parameters?: Readonly<Record<string, AsyncApiParameter>>;
  readonly servers: readonly Reference[];
  readonly messages: Readonly<Record<string, AsyncApiMessage>>;
}

export interface AsyncApiParameter {
  readonly description: string;
  readonly enum?: readonly string[];
  readonly examples?: readonly string[];
}

export interface AsyncApiMessage extends Partial<RedisSpecifics> {
  readonly name: string;
  readonly contentType?: 'application/json';
  readonly payload?: Reference;
}

export interface AsyncApiOperation extends RedisSpecifics {
  readonly action: 'receive' | 'send';
  readonly channel: Reference;
  readonly messages: readonly Reference[];
}

/** What AsyncAPI has no words for. */
export interface RedisSpecifics {
  readonly 'x-redis-triggers': Readonly<Record<string, unknown>>;
}

export interface Reference {
  readonly $ref: string;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A reference to a member of the document, by the names on the way to it. */
export function referenceTo(...names: readonly string[]): Reference {
  const escaped = names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')));
  return { $ref: `#/${escaped.join('/')}` };
}
