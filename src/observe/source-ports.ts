import type { Target } from '../model/fleet.js';
import type { Secret } from '../model/secret.js';

/** Where secrets are kept that specs refer to. Failures are AppErrors in users' words, without any content. */
export interface SecretSources {
  readonly parameters: ParameterStore;
  readonly kubernetes: KubernetesSecrets;
}

/** Parameter stores of Systems Manager, one for each account and region. */
export interface ParameterStore {
  /** Versions by name, without what is not there. Reads no content that is encrypted. */
  versions(target: Target, names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** What a parameter held in this version, as `versions` told it; undefined if that cannot be read any more. */
  value(target: Target, parameter: { name: string; version: string }, signal: AbortSignal): Promise<Secret | undefined>;
}

/** Secrets of the management cluster. */
export interface KubernetesSecrets {
  /** Version of a Secret, read without its content; undefined when there is no such Secret. */
  version(secret: SecretName, signal: AbortSignal): Promise<string | undefined>;
  /** Undefined when there is no such Secret. */
  read(secret: SecretName, signal: AbortSignal): Promise<KubernetesSecret | undefined>;
  /** Those of all namespaces that have these labels, in the order of namespace and name. */
  labelled(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<readonly KubernetesSecret[]>;
}

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

export interface KubernetesSecret extends SecretName {
  /**
   * Value of the annotation `clusterwright.io/version`, or else the resource version, which any edit changes, be it of a
   * label only.
   */
  readonly version: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, Secret>>;
}
