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

/** The capability that a template asks for; one for names includes the other. */
export function iamCapability({ Resources }: Pick<CfnTemplate, 'Resources'>): string | undefined {
  const found = Object.values(Resources).filter(({ Type }) => Object.hasOwn(iamTypes, Type));
  if (found.length === 0) return undefined;
  const named = found.some(({ Type, Properties }) => Properties?.[iamTypes[Type] ?? ''] !== undefined);
  return named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}
