import type { CfnTemplate } from '../../model/artifact.js';
import { AwsFault } from '../fault.js';
import { validationError } from './template-error.js';

/** IAM resources and the property that gives them a name of the user's choosing. */
const iamNames: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** What a caller must acknowledge before the template's IAM resources are made, and the types that call for it. */
export function requiredCapabilities(template: CfnTemplate): {
  readonly capability: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined;
  readonly types: readonly string[];
} {
  const resources = Object.values(template.Resources).filter(({ Type }) => Object.hasOwn(iamNames, Type));
  const types = [...new Set(resources.map(({ Type }) => Type))];
  if (types.length === 0) return { capability: undefined, types };
  const named = resources.some(({ Type, Properties }) => Properties?.[iamNames[Type] ?? ''] !== undefined);
  return { capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', types };
}

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
