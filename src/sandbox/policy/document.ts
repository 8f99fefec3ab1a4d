/** A resource policy, checked and normalised: lists are lists, and nothing in it is unknown to the sandbox. */
export type Policy = readonly Statement[];

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
}

/** `except`: all but these (NotAction, NotResource). */
export interface Patterns {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

export interface Condition {
  readonly operator: string;
  readonly ifExists: boolean;
  /** Lower case: condition keys are case-insensitive. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Not a policy: the message says why. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

/** A policy that AWS may accept but the sandbox cannot keep to. */
export class UnsupportedPolicy extends Error {
  override readonly name = 'UnsupportedPolicy';
}

export interface PolicyDialect {
  /** Whether a condition key (in lower case) is one whose value the service knows. */
  readonly knowsKey: (key: string) => boolean;
  readonly operators: ReadonlySet<string>;
  /** Statements of a role's trust policy are about the role, and name no resource. */
  readonly withoutResources?: boolean;
}

/** Reads a policy document; throws MalformedPolicy or UnsupportedPolicy rather than leaving anything out. */
export function readPolicy(document: unknown, dialect: PolicyDialect): Policy {
  const { Version, Id, Statement, ...rest } = objectOf(document, 'policy');
  refuseKeys(rest, 'policy');
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw new MalformedPolicy('Policy version is not valid');
  }
  if (Id !== undefined && typeof Id !== 'string') throw new MalformedPolicy('Id must be a string');
  const statements = listOf(Statement);
  if (Statement === undefined || statements.length === 0) throw new MalformedPolicy('Missing required field Statement');
  return statements.map(statement => readStatement(objectOf(statement, 'statement'), dialect));
}

function readStatement(statement: Record<string, unknown>, dialect: PolicyDialect): Statement {
  const { Sid: _, Effect, Principal, Action, NotAction, Resource, NotResource, Condition, ...rest } = statement;
  if ('NotPrincipal' in rest) throw new UnsupportedPolicy('The sandbox does not implement NotPrincipal in policies.');
  refuseKeys(rest, 'statement');
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new MalformedPolicy(`Invalid effect: ${String(Effect)}`);
  if (Principal === undefined) throw new MalformedPolicy('Missing required field Principal');
  return {
    effect: Effect,
    principals: readPrincipals(Principal),
    actions: readPatterns(Action, NotAction, 'Action'),
    resources: readResources(Resource, NotResource, dialect),
    conditions: readConditions(Condition ?? {}, dialect),
  };
}

/** Services and federated users never call the sandbox, so they match nobody. */
function readPrincipals(principal: unknown): readonly string[] {
  if (principal === '*') return ['*'];
  return Object.entries(objectOf(principal, 'principal')).flatMap(([kind, value]) => {
    const names = stringsOf(value, 'Principal');
    if (kind === 'Service' || kind === 'Federated') return [];
    if (kind !== 'AWS') throw new UnsupportedPolicy(`The sandbox does not implement principals of the kind ${kind}.`);
    const wrong = names.find(name => !principalForm.test(name));
    if (wrong !== undefined) throw new MalformedPolicy('Invalid principal in policy');
    return names;
  });
}

const principalForm =
  /^(\*|\d{12}|arn:aws:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)|arn:aws:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

function readResources(only: unknown, except: unknown, { withoutResources = false }: PolicyDialect): Patterns {
  if (!withoutResources) return readPatterns(only, except, 'Resource');
  if (only === undefined && except === undefined) return { except: false, patterns: ['*'] };
  throw new MalformedPolicy('Has prohibited field Resource');
}

function readPatterns(only: unknown, except: unknown, field: string): Patterns {
  if ((only === undefined) === (except === undefined)) {
    throw new MalformedPolicy(`Statement must have either ${field} or Not${field}`);
  }
  return { except: only === undefined, patterns: stringsOf(only ?? except, field) };
}

function readConditions(condition: unknown, dialect: PolicyDialect): Condition[] {
  return Object.entries(objectOf(condition, 'condition')).flatMap(([name, keys]) => {
    const ifExists = name.endsWith('IfExists');
    const operator = ifExists ? name.slice(0, -'IfExists'.length) : name;
    if (!dialect.operators.has(operator)) {
      throw new UnsupportedPolicy(`The sandbox does not implement the condition operator ${name}.`);
    }
    return Object.entries(objectOf(keys, 'condition')).map(([key, value]) => {
      if (!dialect.knowsKey(key.toLowerCase())) {
        throw new UnsupportedPolicy(`The sandbox does not implement the condition key ${key}.`);
      }
      return { operator, ifExists, key: key.toLowerCase(), values: stringsOf(value, 'Condition') };
    });
  });
}

function stringsOf(value: unknown, field: string): string[] {
  const strings = listOf(value).map(item =>
    typeof item === 'boolean' || typeof item === 'number' ? String(item) : item,
  );
  if (strings.length === 0 || !strings.every(item => typeof item === 'string')) {
    throw new MalformedPolicy(`${field} must be a string or a list of strings`);
  }
  const variable = strings.find(item => item.includes('${'));
  if (variable !== undefined) {
    throw new UnsupportedPolicy(`The sandbox does not implement policy variables (${variable}).`);
  }
  return strings;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedPolicy(`Syntax error in ${what}`);
}

function refuseKeys(rest: object, what: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new MalformedPolicy(`Unknown field ${unknown} in ${what}`);
}
