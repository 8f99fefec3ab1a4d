import type { AwsFault } from '../fault.js';
import type { Patterns } from '../policy/document.js';
import { wildcard } from '../policy/wildcard.js';
import { validationError } from '../templates/template-error.js';
import type { Stack, StackResource } from './state.js';

export type UpdateAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

interface Statement {
  readonly denies: boolean;
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** Types of resources that it is about; all if there are none. */
  readonly types: readonly string[];
}

/** Throws what fails a resource whose change the stack's policy, or that of the running update, does not allow. */
export function checkStackPolicy(stack: Stack, resource: StackResource, action: UpdateAction): void {
  const policy = stack.operation?.policy ?? stack.policy;
  if (policy === undefined || stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') return;
  const statements = statementsOf(policy);
  const id = `LogicalResourceId/${resource.logicalId}`;
  const applying = statements.filter(
    ({ actions, resources, types }) =>
      covers(actions, action) &&
      covers(resources, id) &&
      (types.length === 0 || covers({ except: false, patterns: types }, resource.type)),
  );
  const denial = applying.find(({ denies }) => denies);
  // Once there is a policy, what nothing allows is denied.
  if (applying.length === 0) throw validationError('Action not allowed by stack policy');
  if (!denial) return;
  const actions = denial.actions.except ? action : denial.actions.patterns.join(', ');
  const resources = denial.resources.except ? id : denial.resources.patterns.join(', ');
  throw validationError(
    `Action denied by stack policy: Statement [#${statements.indexOf(denial) + 1}] does not allow [${actions}] for resource [${resources}]`,
  );
}

function covers({ except, patterns }: Patterns, text: string): boolean {
  return patterns.some(pattern => wildcard(pattern, 'i').test(text)) !== except;
}

const longest = 16_384;

/** The text, if it is a stack policy ("Prevent updates to stack resources" in the user guide); throws ValidationError. */
export function checkedPolicy(text: string): string {
  if (Buffer.byteLength(text) > longest) throw validationError(`Stack policy must not exceed ${longest} bytes`);
  statementsOf(text);
  return text;
}

function statementsOf(text: string): readonly Statement[] {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
    const statements = [Statement ?? []].flat() as Readonly<Record<string, unknown>>[];
    if (statements.length > 0) return statements.map(readStatement);
  } catch {
    // No JSON, or no statements in it, is no policy.
  }
  throw invalid();
}

function readStatement(statement: Readonly<Record<string, unknown>>): Statement {
  const { Effect, Principal, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const conditions = Object.entries(Condition as Readonly<Record<string, { readonly ResourceType?: string[] }>>);
  const isKnown = conditions.every(([operator]) => ['StringEquals', 'StringLike'].includes(operator));
  if (!isKnown || Principal !== '*' || (Effect !== 'Allow' && Effect !== 'Deny')) throw invalid();
  return {
    denies: Effect === 'Deny',
    actions: patternsOf(Action, NotAction, /^(\*|Update:(\*|Modify|Replace|Delete))$/i),
    resources: patternsOf(Resource, NotResource, /^(\*|LogicalResourceId\/.+)$/),
    types: conditions.flatMap(([, { ResourceType = [] }]) => ResourceType),
  };
}

function patternsOf(only: unknown, except: unknown, form: RegExp): Patterns {
  const patterns = [only ?? except ?? []].flat() as string[];
  const isValid = patterns.length > 0 && patterns.every(pattern => typeof pattern === 'string' && form.test(pattern));
  if (!isValid) throw invalid();
  return { except: only === undefined, patterns };
}

function invalid(): AwsFault {
  return validationError('Error validating stack policy: Invalid stack policy');
}
