import { AwsFault } from '../fault.js';

/** CloudFormation's answer to every kind of wrong request. */
export function validationError(message: string): AwsFault {
  return new AwsFault('ValidationError', message);
}
