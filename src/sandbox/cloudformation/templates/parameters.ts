import { templateLimits } from '../../../cfn/check-limits.js';
import type { CfnTemplate } from '../../../model/artifact.js';
import { validationError } from './template-error.js';

/** A declaration in the section Parameters. */
export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: string | number | boolean;
  readonly Description?: string;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
}

export interface GivenParameter {
  readonly key: string;
  readonly value: string | undefined;
  readonly usePrevious: boolean;
}

export function declaredParameters(template: CfnTemplate): Readonly<Record<string, ParameterDeclaration>> {
  return (template.Parameters ?? {}) as Readonly<Record<string, ParameterDeclaration>>;
}

/** Throws ValidationError unless every declaration can be used. */
export function checkDeclarations(template: CfnTemplate): void {
  for (const [key, declaration] of Object.entries(template.Parameters ?? {})) {
    const { Type, AllowedValues, AllowedPattern } = (declaration ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof Type !== 'string') {
      throw validationError('Template format error: Every Parameters object must contain a Type member.');
    }
    if (AllowedValues !== undefined && !Array.isArray(AllowedValues)) {
      throw validationError(`Template format error: Every AllowedValues member must be a list (parameter ${key}).`);
    }
    if (AllowedPattern !== undefined && !isPattern(AllowedPattern)) {
      throw validationError(`Template format error: Parameter '${key}' has an invalid AllowedPattern.`);
    }
  }
}

function isPattern(text: unknown): boolean {
  try {
    return typeof text === 'string' && patternOf(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A value for every parameter that the template declares; throws ValidationError as AWS does. */
export function parameterValues(
  template: CfnTemplate,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const declared = declaredParameters(template);
  const unknown = given.filter(({ key }) => !Object.hasOwn(declared, key)).map(({ key }) => key);
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const byKey = new Map(given.map(parameter => [parameter.key, parameter]));
  const values = Object.entries(declared).map(
    ([key, declaration]) => [key, suppliedValue(byKey.get(key), declaration, previous?.[key])] as const,
  );
  const missing = values.filter(([, value]) => value === undefined).map(([key]) => key);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  const complete = Object.fromEntries(values) as Record<string, string>;
  for (const [key, value] of Object.entries(complete)) checkValue(key, value, declared[key]);
  return complete;
}

/** What Ref returns: lists are split, numbers stay text. */
export function parameterValue(
  declaration: ParameterDeclaration | undefined,
  value: string,
): string | readonly string[] {
  if (!declaration || !isList(declaration.Type)) return value;
  return value === '' ? [] : value.split(',').map(item => item.trim());
}

export function isNoEcho(declaration: ParameterDeclaration | undefined): boolean {
  return String(declaration?.NoEcho) === 'true';
}

function suppliedValue(
  given: GivenParameter | undefined,
  { Default }: ParameterDeclaration,
  previous: string | undefined,
): string | undefined {
  if (given?.usePrevious) {
    if (given.value !== undefined) {
      throw validationError(
        `Invalid input for parameter key ${given.key}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    return previous;
  }
  return given?.value ?? (Default === undefined ? undefined : String(Default));
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function checkValue(key: string, value: string, declaration: ParameterDeclaration | undefined): void {
  if (!declaration) return;
  if (Buffer.byteLength(value) > templateLimits.parameterValueBytes) {
    throw validationError(
      `Parameter '${key}' exceeds the maximum length of ${templateLimits.parameterValueBytes} bytes`,
    );
  }
  checkType(key, declaration.Type);
  const items = isList(declaration.Type) ? value.split(',').map(item => item.trim()) : [value];
  for (const item of items) {
    const failure = failureOf(item, declaration, key);
    if (failure !== undefined) throw refused(declaration, failure);
  }
}

function checkType(key: string, type: string): void {
  if (type.startsWith('AWS::SSM::Parameter::')) {
    throw validationError(`The sandbox does not read parameters of type ${type} (parameter ${key}).`);
  }
  if (!/^(String|Number|CommaDelimitedList|List<.+>|AWS::[A-Za-z0-9:<>]+)$/.test(type)) {
    throw validationError(`Template format error: Unrecognized parameter type: ${type}`);
  }
}

function refused({ ConstraintDescription }: ParameterDeclaration, failure: string): Error {
  if (ConstraintDescription === undefined) return validationError(failure);
  const name = /^Parameter '?([A-Za-z0-9]+)'?/.exec(failure)?.[1] ?? '';
  return validationError(`Parameter ${name} failed to satisfy constraint: ${ConstraintDescription}`);
}

function failureOf(value: string, declaration: ParameterDeclaration, key: string): string | undefined {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = declaration;
  if (/^(Number|List<Number>)$/.test(Type) && !/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value)) {
    return `Parameter '${key}' must be a number.`;
  }
  if (AllowedValues && !AllowedValues.some(allowed => String(allowed) === value)) {
    return `Parameter '${key}' must be one of AllowedValues`;
  }
  if (AllowedPattern !== undefined && !patternOf(AllowedPattern).test(value)) {
    return `Parameter '${key}' must match pattern ${AllowedPattern}`;
  }
  if (MinLength !== undefined && value.length < Number(MinLength)) {
    return `Parameter '${key}' must contain at least ${MinLength} characters`;
  }
  if (MaxLength !== undefined && value.length > Number(MaxLength)) {
    return `Parameter '${key}' must contain at most ${MaxLength} characters`;
  }
  if (MinValue !== undefined && Number(value) < Number(MinValue)) {
    return `Parameter '${key}' must be a number not less than ${MinValue}`;
  }
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) {
    return `Parameter '${key}' must be a number not greater than ${MaxValue}`;
  }
  return undefined;
}

function patternOf(text: string): RegExp {
  return new RegExp(`^(?:${text})$`);
}
