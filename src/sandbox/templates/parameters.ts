import { templateLimits } from '../../cfn/check-limits.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { isListType, isNumberType, isParameterType, storedType } from './parameter-types.js';
import { checkPattern, matches } from './pattern.js';
import { validationError } from './template-error.js';

/** A declaration in the section Parameters. */
export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: string | number | boolean;
  readonly Description?: string;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly (string | number | boolean)[];
  readonly AllowedPattern?: string | number | boolean;
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

/** Throws ValidationError unless every declaration can be used. Its members are known to be text, numbers and lists. */
export function checkDeclarations(template: CfnTemplate): void {
  for (const [key, declaration] of Object.entries(declaredParameters(template))) {
    const { Type, AllowedPattern } = declaration;
    if (!isParameterType(Type)) throw validationError(`Template format error: Unrecognized parameter type: ${Type}`);
    if (AllowedPattern !== undefined) checkAllowedPattern(key, String(AllowedPattern));
    for (const [least, most] of [
      ['MinLength', 'MaxLength'],
      ['MinValue', 'MaxValue'],
    ] as const) {
      for (const bound of [least, most]) checkBound(key, declaration, bound);
      if (Number(declaration[least]) > Number(declaration[most])) {
        throw validationError(`Template error: Parameter '${key}' ${least} must be less than ${most}.`);
      }
    }
    // AWS refuses a default that breaks its own rules, even where every stack gives another value.
    if (declaration.Default !== undefined) checkValue(key, String(declaration.Default), declaration);
  }
}

function checkAllowedPattern(key: string, pattern: string): void {
  try {
    checkPattern(pattern);
  } catch (error) {
    throw validationError(
      `Template format error: AllowedPattern of parameter '${key}' must be a valid regular expression: ${(error as Error).message}`,
    );
  }
}

/** Lengths belong to parameters of text, values to those of numbers. */
function checkBound(
  key: string,
  declaration: ParameterDeclaration,
  bound: 'MinLength' | 'MaxLength' | 'MinValue' | 'MaxValue',
): void {
  const value = declaration[bound];
  if (value === undefined) return;
  const kind = bound.endsWith('Value') ? 'Number' : 'String';
  if (isNumberType(declaration.Type) !== (kind === 'Number')) {
    throw validationError(`Template error: Parameter '${key}' ${bound} must be on a parameter of type ${kind}`);
  }
  if (!isNumber(String(value))) throw validationError(`Template format error: ${bound} must be a number.`);
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
  const byKey = new Map<string, GivenParameter>();
  for (const parameter of given) {
    if (byKey.has(parameter.key)) throw validationError(`Duplicate Parameter Key specified: ${parameter.key}`);
    byKey.set(parameter.key, parameter);
  }
  const before = new Map(Object.entries(previous ?? {}));
  const values = Object.entries(declared).map(
    ([key, declaration]) => [key, suppliedValue(byKey.get(key), declaration, before.get(key))] as const,
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
  if (!declaration || !isListType(storedType(declaration.Type) ?? declaration.Type)) return value;
  return value === '' ? [] : itemsOf(value);
}

export function isNoEcho(declaration: ParameterDeclaration | undefined): boolean {
  return String(declaration?.NoEcho) === 'true';
}

function itemsOf(value: string): readonly string[] {
  return value.split(',').map(item => item.trim());
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

function checkValue(key: string, value: string, declaration: ParameterDeclaration | undefined): void {
  if (!declaration) return;
  if (Buffer.byteLength(value) > templateLimits.parameterValueBytes) {
    throw validationError(
      `Parameter '${key}' exceeds the maximum length of ${templateLimits.parameterValueBytes} bytes`,
    );
  }
  // Of a parameter that names one of the parameter store, the name is what the rules are about.
  for (const item of isListType(declaration.Type) ? itemsOf(value) : [value]) {
    const failure = failureOf(item, declaration);
    if (failure === undefined) continue;
    const { ConstraintDescription: description } = declaration;
    throw validationError(
      description === undefined
        ? `Parameter '${key}' ${failure}`
        : `Parameter '${key}' failed to satisfy constraint: ${description}`,
    );
  }
}

function failureOf(value: string, declaration: ParameterDeclaration): string | undefined {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = declaration;
  if (isNumberType(Type) && !isNumber(value)) return 'must be a number.';
  if (AllowedValues && !AllowedValues.some(allowed => String(allowed) === value)) return 'must be one of AllowedValues';
  if (AllowedPattern !== undefined) {
    const isMatch = matches(value, String(AllowedPattern));
    if (isMatch === undefined) return `takes the sandbox too long to match with pattern ${AllowedPattern}`;
    if (!isMatch) return `must match pattern ${AllowedPattern}`;
  }
  if (MinLength !== undefined && value.length < Number(MinLength))
    return `must contain at least ${MinLength} characters`;
  if (MaxLength !== undefined && value.length > Number(MaxLength))
    return `must contain at most ${MaxLength} characters`;
  if (MinValue !== undefined && Number(value) < Number(MinValue)) return `must be a number not less than ${MinValue}`;
  if (MaxValue !== undefined && Number(value) > Number(MaxValue))
    return `must be a number not greater than ${MaxValue}`;
  return undefined;
}

function isNumber(text: string): boolean {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text);
}
