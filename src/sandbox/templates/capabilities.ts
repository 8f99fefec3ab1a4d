import { requiredCapabilities } from '../../cfn/capabilities.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { AwsFault } from '../fault.js';
import { validationError } from './template-error.js';

/** Throws InsufficientCapabilitiesException unless the caller acknowledged enough. */
export function checkCapabilities(template: CfnTemplate, given: readonly string[]): void {
  const { capability } = requiredCapabilities(template);
  if (capability === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(capability)) return;
  throw new AwsFault('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);
}

/** Throws ValidationError for types that a request does not list; it may list patterns such as `AWS::EC2::*`. */
export function checkResourceTypes({ Resources }: CfnTemplate, listed: readonly string[]): void {
  const allows = (type: string) =>
    listed.some(item => item === type || (item.endsWith('*') && type.startsWith(item.slice(0, -1))));
  const others = Object.values(Resources).filter(({ Type }) => listed.length > 0 && !allows(Type));
  if (others.length === 0) return;
  const types = [...new Set(others.map(({ Type }) => Type))];
  throw validationError(`Resource type(s) [${types.join(', ')}] are not in the list of ResourceTypes of the request`);
}
