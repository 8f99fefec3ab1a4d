import type { CfnTemplate } from '../model/artifact.js';

/** "Acknowledging IAM resources in CloudFormation templates": types, and the property that names one. */
const iamTypes: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

export type IamCapability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';

/** The capability that a template asks for, and the types that call for it; one for names includes the other. */
export function requiredCapabilities({ Resources }: Pick<CfnTemplate, 'Resources'>): {
  readonly capability: IamCapability | undefined;
  readonly types: readonly string[];
} {
  const found = Object.values(Resources).filter(({ Type }) => Object.hasOwn(iamTypes, Type));
  const types = [...new Set(found.map(({ Type }) => Type))];
  if (types.length === 0) return { capability: undefined, types };
  const named = found.some(({ Type, Properties }) => Properties?.[iamTypes[Type] ?? ''] !== undefined);
  return { capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', types };
}

/** `requiredCapabilities`, without the types. */
export function iamCapability(template: Pick<CfnTemplate, 'Resources'>): IamCapability | undefined {
  return requiredCapabilities(template).capability;
}
