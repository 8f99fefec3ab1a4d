import { digestOf } from '../../model/digest.js';
import type { Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { parameterAt } from '../ssm/state.js';
import type { World } from '../world.js';

type Where = Place & { readonly world: World };

/** Value of a parameter of the parameter store, its latest version unless told. Secure strings are not for templates. */
export function storedParameter(place: Where, name: string, version?: string): string | undefined {
  const parameter = parameterAt(place.world, place, name);
  if (parameter === undefined || parameter.type === 'SecureString') return undefined;
  const { versions } = parameter;
  return (version === undefined ? versions.at(-1) : versions.find(({ number }) => String(number) === version))?.value;
}

/** Text of a secret that a stack of the account and region has made, by its name or ARN. */
export function secretText(place: Where, id: string): string | undefined {
  const type = 'AWS::SecretsManager::Secret';
  const secret = resourcesOf(place.world)
    .ofType(place, type)
    .find(({ physicalId, properties }) => physicalId === id || properties.Name === id);
  if (!secret) return undefined;
  const { SecretString, GenerateSecretString: generate } = secret.properties;
  if (SecretString !== undefined) return textOf(SecretString);
  if (typeof generate !== 'object' || generate === null) return undefined;
  const { SecretStringTemplate: template, GenerateStringKey: key } = generate as Readonly<Record<string, unknown>>;
  const password = digestOf(secret.physicalId).slice(0, 32);
  if (typeof template !== 'string' || typeof key !== 'string') return password;
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
