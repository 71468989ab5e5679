/** Any class, whatever its constructor takes. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** The name of a method; almost always a string. */
export type MethodName = string | symbol;
