import type { SettingsSource } from '../settings/settings-source.js';

/** What descriptors depend on besides the classes. */
export interface FunctionSurroundings {
  readonly settings: SettingsSource;
  /** The name of the connection that an option refers to; throws where it refers to none. */
  readonly nameConnection: (reference: string, place: string) => string;
  /** The default of the option of the same name. */
  readonly configureKeyspaceNotifications: boolean;
}
