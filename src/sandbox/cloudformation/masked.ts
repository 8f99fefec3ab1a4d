import { declaredParameters, isNoEcho } from '../templates/parameters.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import type { Deployment } from './state.js';

/** Data with the values of NoEcho parameters replaced by asterisks, as AWS shows it in change sets and events. */
export function masked<Value>(value: Value, ...deployments: readonly (Deployment | undefined)[]): Value {
  const secrets = deployments.flatMap(deployment => (deployment ? secretsOf(deployment) : []));
  return secrets.length === 0 ? value : (replaced(value, secrets) as Value);
}

function secretsOf({ template, parameters }: Deployment): readonly string[] {
  const declared = declaredParameters(parsedTemplate(template));
  const names = Object.keys(declared).filter(name => isNoEcho(declared[name]));
  // Masking every `1` or `true` would leave nothing to read.
  return names
    .flatMap(name => parameters[name] ?? [])
    .filter(value => value.length > 3 && !/^(true|false)$/.test(value));
}

function replaced(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '****'), value);
  if (Array.isArray(value)) return value.map(item => replaced(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, secrets)]));
}
