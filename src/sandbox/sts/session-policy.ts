import { AwsFault } from '../fault.js';
import { checkText } from './constraints.js';

/** Throws if a session policy is none: too long, no JSON, or without statements. */
export function checkSessionPolicy(text: string | undefined): void {
  if (text === undefined) return;
  checkText('Policy', text, {
    minimum: 1,
    maximum: 2048,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  });
  if (!hasStatement(text)) {
    throw new AwsFault('MalformedPolicyDocument', 'The policy document is malformed.');
  }
}

function hasStatement(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && 'Statement' in document;
  } catch {
    return false;
  }
}
