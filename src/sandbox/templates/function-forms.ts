import { attributeOf, intrinsicOf } from '../../cfn/intrinsics.js';
import { own } from '../../model/own.js';
import { validationError } from './template-error.js';

interface Form {
  readonly accepts: (argument: unknown) => boolean;
  /** What AWS says of another argument. */
  readonly refusal: string;
  /** Whether it may only stand in Conditions, in Rules and in its like. */
  readonly isBoolean?: boolean;
}

const booleans = (name: string): Form => ({
  accepts: list(2, 10, isObject),
  refusal: `Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
  isBoolean: true,
});

/** How functions are written, as far as that can be seen without evaluating them. */
const forms: Readonly<Record<string, Form>> = {
  Ref: { accepts: isName, refusal: 'Template error: every Ref object must have a single String value.' },
  Condition: {
    accepts: isName,
    refusal: 'Template format error: Every Condition member must be a string.',
    isBoolean: true,
  },
  'Fn::And': booleans('Fn::And'),
  'Fn::Base64': {
    accepts: isTextual,
    refusal: 'Template error: every Fn::Base64 object must have a String-typed value.',
  },
  'Fn::Cidr': {
    accepts: argument =>
      argument !== null && typeof argument === 'object' && (isObject(argument) || list(2, 3)(argument)),
    refusal:
      'Template error: every Fn::Cidr object requires two parameters, (1) a CIDR block and (2) a count, and takes (3) a number of subnet bits',
  },
  'Fn::Equals': {
    accepts: list(2, 2, item => isTextual(item)),
    refusal: 'Template error: every Fn::Equals object requires a list of 2 string parameters.',
    isBoolean: true,
  },
  'Fn::FindInMap': {
    accepts: list(3, 3, isTextual),
    refusal:
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  },
  'Fn::GetAtt': {
    accepts(argument) {
      const [name, attribute] = attributeOf(argument) ?? [];
      return isName(name) && (isName(attribute) || intrinsicOf(attribute)?.[0] === 'Ref');
    },
    refusal:
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  },
  'Fn::GetAZs': {
    accepts: isTextual,
    refusal: 'Template error: every Fn::GetAZs object must have a single String value.',
  },
  'Fn::If': {
    accepts: argument => list(3, 3)(argument) && isName((argument as readonly unknown[])[0]),
    refusal:
      'Template error: every Fn::If object requires three parameters, the name of a condition and the values for true and false',
  },
  'Fn::ImportValue': {
    accepts: isTextual,
    refusal: 'Template error: every Fn::ImportValue object must have a single String value.',
  },
  'Fn::Join': {
    accepts: pair(isText, isListed),
    refusal:
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  },
  'Fn::Not': {
    accepts: list(1, 1, isObject),
    refusal: 'Template error: every Fn::Not object requires a list with exactly 1 boolean parameter.',
    isBoolean: true,
  },
  'Fn::Or': booleans('Fn::Or'),
  'Fn::Select': {
    accepts: pair(item => isObject(item) || /^\d+$/.test(String(item)), isListed),
    refusal: 'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  },
  'Fn::Split': {
    accepts: pair(isText, isTextual),
    refusal:
      'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  },
  'Fn::Sub': {
    accepts: argument => isText(argument) || pair(isText, isMap)(argument),
    refusal:
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  },
};

/** Functions of the section Rules alone. */
const ruleForms: Readonly<Record<string, Form>> = {
  'Fn::Contains': rule('Fn::Contains', pair(isListed, isTextual)),
  'Fn::EachMemberEquals': rule('Fn::EachMemberEquals', pair(isListed, isTextual)),
  'Fn::EachMemberIn': rule('Fn::EachMemberIn', pair(isListed, isListed)),
};

/** The refusal of a function that is written wrongly. */
export function refusalOf(name: string): string {
  return forms[name]?.refusal ?? '';
}

export function isBooleanFunction(value: unknown): boolean {
  const [name = ''] = intrinsicOf(value) ?? [];
  return formOf(name, 'Rules')?.isBoolean === true;
}

/** Throws ValidationError for unknown functions within the value, and for those that are written wrongly. */
export function checkFunctions(value: unknown, section: string): void {
  if (typeof value !== 'object' || value === null) return;
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name !== undefined && !isPolicyCondition(name, argument)) checkFunction(name, argument, section);
  for (const member of Object.values(value)) checkFunctions(member, section);
}

function checkFunction(name: string, argument: unknown, section: string): void {
  const form = formOf(name, section);
  if (!form) {
    const supported = Object.keys({ ...forms, ...ruleForms }).join(', ');
    throw validationError(
      `Template error: encountered unsupported function: ${name} Supported functions are: [${supported}]`,
    );
  }
  if (!form.accepts(argument)) throw validationError(form.refusal);
  if (name === 'Fn::Sub') checkVariables(Array.isArray(argument) ? (argument as unknown[])[0] : argument);
}

function formOf(name: string, section: string): Form | undefined {
  return own(forms, name) ?? (section === 'Rules' ? own(ruleForms, name) : undefined);
}

/** In a policy document `Condition` is an ordinary key of a map. */
function isPolicyCondition(name: string, argument: unknown): boolean {
  return name === 'Condition' && typeof argument !== 'string';
}

function checkVariables(text: unknown): void {
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!{}][^{}]*|)\}/g)) {
    if (/^\s*[A-Za-z0-9_.:]+\s*$/.test(name)) continue;
    throw validationError(
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    );
  }
}

function rule(name: string, accepts: Form['accepts']): Form {
  return { accepts, refusal: `Template error: every ${name} object requires a list of 2 parameters.`, isBoolean: true };
}

function list(least: number, most: number, item: (value: unknown) => boolean = () => true): Form['accepts'] {
  return argument =>
    Array.isArray(argument) && argument.length >= least && argument.length <= most && argument.every(item);
}

function pair(first: (value: unknown) => boolean, second: (value: unknown) => boolean): Form['accepts'] {
  return argument => list(2, 2)(argument) && first((argument as unknown[])[0]) && second((argument as unknown[])[1]);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Text, or what CloudFormation makes text of. */
function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Text, or a function that may return it. */
function isTextual(value: unknown): boolean {
  return isText(value) || intrinsicOf(value) !== undefined;
}

function isListed(value: unknown): boolean {
  return Array.isArray(value) || intrinsicOf(value) !== undefined;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObject(value: unknown): boolean {
  return isMap(value);
}
