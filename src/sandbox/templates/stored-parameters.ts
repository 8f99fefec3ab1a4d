import type { CfnTemplate } from '../../model/artifact.js';
import type { Place } from '../resources/live-resource.js';
import type { World } from '../world.js';
import { storedType } from './parameter-types.js';
import { declaredParameters } from './parameters.js';
import { storedParameter } from './stored-values.js';
import { validationError } from './template-error.js';

/** Values of the parameters whose own values are names in the parameter store; throws ValidationError if one is not there. */
export function storedParameters(
  template: CfnTemplate,
  values: Readonly<Record<string, string>>,
  place: Place & { readonly world: World },
): Readonly<Record<string, string>> {
  const declared = Object.entries(declaredParameters(template)).filter(([, { Type }]) =>
    Type.startsWith('AWS::SSM::Parameter::'),
  );
  const found = declared.map(([key, { Type }]) => ({ key, Type, value: storedParameter(place, values[key] ?? '') }));
  const missing = found.filter(({ value }) => value === undefined).map(({ key }) => values[key]);
  if (missing.length > 0) {
    throw validationError(`Unable to fetch parameters [${missing.join(',')}] from parameter store for this account.`);
  }
  return Object.fromEntries(
    found.filter(({ Type }) => storedType(Type) !== undefined).map(({ key, value = '' }) => [key, value]),
  );
}
