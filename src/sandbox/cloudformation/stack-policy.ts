import type { AwsFault } from '../fault.js';
import { wildcard } from '../policy/wildcard.js';
import { validationError } from '../templates/template-error.js';
import type { Stack, StackResource } from './state.js';

export type UpdateAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, { readonly ResourceType?: string | readonly string[] }>>;
}

/** Throws what fails a resource whose change the stack's policy, or that of the running update, does not allow. */
export function checkStackPolicy(stack: Stack, resource: StackResource, action: UpdateAction): void {
  const policy = stack.operation?.policy ?? stack.policy;
  if (policy === undefined || stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') return;
  const statements = statementsOf(policy);
  const applying = statements.filter(statement => applies(statement, resource, action));
  const denial = applying.find(({ Effect }) => Effect === 'Deny');
  if (denial) {
    const number = statements.indexOf(denial) + 1;
    const actions = [denial.Action ?? action].flat().join(', ');
    const resources = [denial.Resource ?? `LogicalResourceId/${resource.logicalId}`].flat().join(', ');
    throw validationError(
      `Action denied by stack policy: Statement [#${number}] does not allow [${actions}] for resource [${resources}]`,
    );
  }
  // Once there is a policy, what nothing allows is denied.
  if (applying.length > 0) return;
  throw validationError('Action not allowed by stack policy');
}

function applies(statement: Statement, { logicalId, type }: StackResource, action: UpdateAction): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const resource = `LogicalResourceId/${logicalId}`;
  const types = Object.values(Condition).flatMap(({ ResourceType = [] }) => ResourceType);
  return (
    (Action === undefined ? !matchesAny(NotAction, action) : matchesAny(Action, action)) &&
    (Resource === undefined ? !matchesAny(NotResource, resource) : matchesAny(Resource, resource)) &&
    (types.length === 0 || matchesAny(types, type))
  );
}

function matchesAny(patterns: string | readonly string[] = [], text: string): boolean {
  return [patterns].flat().some(pattern => wildcard(pattern, 'i').test(text));
}

const longest = 16_384;

/** The text, if it is a stack policy ("Prevent updates to stack resources" in the user guide); throws ValidationError. */
export function checkedPolicy(text: string): string {
  if (Buffer.byteLength(text) > longest) throw validationError(`Stack policy must not exceed ${longest} bytes`);
  for (const statement of statementsOf(text)) {
    const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
    const actions = [Action ?? NotAction ?? []].flat();
    const resources = [Resource ?? NotResource ?? []].flat();
    const conditions = Object.keys(Condition ?? {});
    const valid =
      ['Allow', 'Deny'].includes(Effect) &&
      actions.length > 0 &&
      actions.every(action => /^(\*|Update:(\*|Modify|Replace|Delete))$/i.test(action)) &&
      resources.length > 0 &&
      resources.every(resource => typeof resource === 'string' && /^(\*|LogicalResourceId\/.+)$/.test(resource)) &&
      conditions.every(operator => ['StringEquals', 'StringLike'].includes(operator));
    if (!valid || (statement as { Principal?: unknown }).Principal !== '*') throw invalid();
  }
  return text;
}

function statementsOf(text: string): readonly Statement[] {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: readonly Statement[] | Statement };
    const statements = [Statement ?? []].flat();
    if (statements.length > 0 && statements.every(statement => typeof statement === 'object')) return statements;
  } catch {
    // No JSON, which is no policy either.
  }
  throw invalid();
}

function invalid(): AwsFault {
  return validationError('Error validating stack policy: Invalid stack policy');
}
