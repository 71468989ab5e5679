/** What a container of tsyringe is asked with. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as tsyringe has it, or its containers would not fit
type LikeToken<T> = (new (...args: any[]) => T) | string | symbol;

/**
 * A `DependencyContainer` of tsyringe as the declarations of this package name it: so a program with another container
 * compiles without tsyringe.
 */
export interface TsyringeLike {
  createChildContainer(): TsyringeLike;
  isRegistered(token: LikeToken<unknown>, recursive?: boolean): boolean;
  resolve<T>(token: LikeToken<T>): T;
  resolveAll<T>(token: LikeToken<T>): T[];
  registerInstance<T>(token: LikeToken<T>, instance: T): TsyringeLike;
  dispose(): Promise<void> | void;
}
