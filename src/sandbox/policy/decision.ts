import type { Caller } from '../service.js';
import { operators } from './conditions.js';
import type { Condition, Patterns, Policy, Statement } from './document.js';
import { wildcard } from './wildcard.js';

export interface AccessRequest {
  readonly caller: Caller;
  /** With the service, such as `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys, in lower case; a key that is left out is absent from the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** What a resource policy says: an explicit Deny wins over any Allow. */
export function decide(policy: Policy, request: AccessRequest): 'allowed' | 'denied' | 'not mentioned' {
  const matching = policy.filter(statement => applies(statement, request));
  if (matching.some(({ effect }) => effect === 'Deny')) return 'denied';
  return matching.length > 0 ? 'allowed' : 'not mentioned';
}

function applies(statement: Statement, request: AccessRequest): boolean {
  return (
    statement.principals.some(principal => isPrincipal(principal, request.caller)) &&
    matches(statement.actions, request.action, 'i') &&
    matches(statement.resources, request.resource) &&
    statement.conditions.every(condition => holds(condition, request.context))
  );
}

/** An account as principal means everyone in it to whom the account gives the right; in the sandbox that is everyone. */
function isPrincipal(principal: string, caller: Caller): boolean {
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  if (account !== undefined) return account === caller.accountId;
  return principal === '*' || principal === caller.principalArn || principal === caller.arn;
}

function matches({ except, patterns }: Patterns, value: string, flags = ''): boolean {
  return patterns.some(pattern => wildcard(pattern, flags).test(value)) !== except;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds({ operator, ifExists, key, values }: Condition, context: AccessRequest['context']): boolean {
  const actual = Object.hasOwn(context, key) ? context[key] : undefined;
  if (operator === 'Null') return values.includes(String(actual === undefined));
  if (actual === undefined) return ifExists || operator.includes('Not');
  const test = operators[operator];
  if (!test) return false;
  // A negated operator holds if no value matches, the others if any does.
  return operator.includes('Not')
    ? values.every(value => test(actual, value))
    : values.some(value => test(actual, value));
}
