import type { IncomingMessage } from 'node:http';
import { checkOptions } from '../errors/check-options.js';
import type { Problem } from '../errors/problem.js';
import { isObject, mustBeObject, mustBeText, type ValueCheck } from '../errors/value-checks.js';
import type { KedaManifestOptions } from '../scaling/keda/keda-manifest-options.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Rights } from './shapes.js';

/** A request as `authorize` sees it. */
export interface PageRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Headers;
  /** The address of whoever connects, where it is known. */
  readonly remoteAddress: string | undefined;
  /** The request as the server got it, with what others have put there, such as a session. */
  readonly original: IncomingMessage | Request;
}

/**
 * What somebody may do: nothing, look, everything, or look and do what the members say. `who` is shown with what they
 * change.
 */
export type Authorization = 'none' | 'read' | 'all' | (Partial<Rights> & { readonly who?: string });

/** Something that somebody changed with the page or took along, or was refused. */
export interface PageChange {
  readonly at: Date;
  readonly action: 'replay' | 'remove' | 'edit' | 'export' | 'stop' | 'pause' | 'resume' | 'send';
  readonly functionId: string;
  /** What it was, in words, without anything of a message. */
  readonly what: string;
  /** Who did it, where `authorize` says so. */
  readonly who?: string;
  /** `refused`: they may not, or the request was none of the page. */
  readonly outcome: 'done' | 'refused' | 'failed';
}

/** How messages are shown: as they are, not at all, or as this function makes them. */
export type PayloadDisplay = 'shown' | 'hidden' | ((text: string, functionId: string) => string);

/** The options of `createPage`. */
export interface PageOptions {
  /** The runtime that the page shows; with the option `fleet`, it shows the whole fleet. */
  readonly runtime: Runtime;
  /**
   * What whoever asks may do. Asked for each request. Without it, only who is on the same machine gets in, and may do
   * everything.
   */
  readonly authorize?: (request: PageRequest) => Authorization | Promise<Authorization>;
  /** The names by which browsers reach the page, besides those of the loopback interface, such as `ops.example.com`. */
  readonly hosts?: readonly string[];
  /** Shown at the top of every page, such as `production`. */
  readonly environment?: string;
  /** How messages are shown. Default `shown`. */
  readonly payloads?: PayloadDisplay;
  /** Called with each change, in addition to the log. */
  readonly onChange?: (change: PageChange) => void;
  /** How KEDA's resources are rendered; what `kedaManifests` takes. Default: with the deployment `worker`. */
  readonly keda?: Partial<Omit<KedaManifestOptions, 'handlers' | 'connections' | 'settings'>>;
}

const mustBeFunction: ValueCheck = (value) =>
  typeof value === 'function' ? undefined : 'must be a function';

const mustBeHosts: ValueCheck = (value) =>
  Array.isArray(value) && value.every((each) => typeof each === 'string' && /^[^\s/@:]+$/.test(each))
    ? undefined
    : 'must be an array of host names, without scheme, port and path';

const mustBeDisplay: ValueCheck = (value) =>
  typeof value === 'function' || value === 'shown' || value === 'hidden'
    ? undefined
    : "must be 'shown', 'hidden' or a function";

const mustBeRuntime: ValueCheck = (value) =>
  isObject(value) && 'functions' in value && 'health' in value ? undefined : 'must be a runtime';

/** What is wrong with the options of `createPage`. */
export function checkPageOptions(options: unknown): Problem[] {
  return checkOptions(options, {
    place: 'createPage',
    code: 'PAGE_OPTION_INVALID',
    checks: {
      runtime: mustBeRuntime,
      authorize: mustBeFunction,
      hosts: mustBeHosts,
      environment: mustBeText,
      payloads: mustBeDisplay,
      onChange: mustBeFunction,
      keda: mustBeObject,
    },
    required: ['runtime'],
  });
}
