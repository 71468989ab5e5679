/** A symbol that knows the type of what is registered under it in the container. */
export type TypedToken<Value> = symbol & {
  /** Only a type. There is no such member. */
  readonly [registered]?: () => Value;
};

declare const registered: unique symbol;

/** A new token for a value of this type, such as an interface: `createToken<Shop>('shop')`. The name is for messages. */
export function createToken<Value>(name: string): TypedToken<Value> {
  return Symbol(name);
}
