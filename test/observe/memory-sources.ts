import type { AppError } from '../../src/errors.js';
import { secret } from '../../src/model/secret.js';
import type { KubernetesSecret, SecretName, SecretSources } from '../../src/observe/source-ports.js';

/** Sources in memory, for what a real API server or parameter store is not needed for; test/kubernetes has the real one. */
export interface MemorySources extends SecretSources {
  /** Calls so far: `kubernetes.version payments/registry`. */
  readonly calls: string[];
  /** Makes or replaces a Secret, with a version of its own. */
  putSecret(name: SecretName, data: Readonly<Record<string, string>>, more?: Partial<KubernetesSecret>): void;
  removeSecret(name: SecretName): void;
  /** Of every account and region. */
  putParameter(name: string, value: string): void;
  /** From now on every call fails. */
  fail(error: AppError | undefined): void;
}

export function memorySources(): MemorySources {
  const secrets = new Map<string, KubernetesSecret>();
  const parameters = new Map<string, { version: string; value: string }>();
  const calls: string[] = [];
  let failure: AppError | undefined;
  let revision = 0;
  const called = (call: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    calls.push(call);
    if (failure !== undefined) throw failure;
  };
  return {
    calls,
    putSecret(name, data, more = {}) {
      revision += 1;
      const content = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, secret(value)]));
      secrets.set(keyOf(name), { ...name, version: String(revision), labels: {}, data: content, ...more });
    },
    removeSecret: name => void secrets.delete(keyOf(name)),
    putParameter(name, value) {
      revision += 1;
      parameters.set(name, { version: String(revision), value });
    },
    fail(error) {
      failure = error;
    },
    parameters: {
      async versions(_, names, signal) {
        called(`parameters.versions ${names.join(' ')}`, signal);
        return new Map(
          names.flatMap(name => {
            const version = parameters.get(name)?.version;
            return version === undefined ? [] : [[name, version] as const];
          }),
        );
      },
      async value(_, { name, version }, signal) {
        called(`parameters.value ${name}`, signal);
        const found = parameters.get(name);
        return found?.version === version ? secret(found.value) : undefined;
      },
    },
    kubernetes: {
      async version(name, signal) {
        called(`kubernetes.version ${keyOf(name)}`, signal);
        return secrets.get(keyOf(name))?.version;
      },
      async read(name, signal) {
        called(`kubernetes.read ${keyOf(name)}`, signal);
        return secrets.get(keyOf(name));
      },
      async labelled(labels, signal) {
        called(`kubernetes.labelled ${Object.values(labels).join(' ')}`, signal);
        return [...secrets.values()].filter(found =>
          Object.entries(labels).every(([key, value]) => found.labels[key] === value),
        );
      },
    },
  };
}

function keyOf({ namespace, name }: SecretName): string {
  return `${namespace}/${name}`;
}
