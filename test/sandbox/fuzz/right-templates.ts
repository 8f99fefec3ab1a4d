import type { CfnTemplate } from '../../../src/model/artifact.js';
import { render } from '../../../src/render/render.js';
import { cluster, fleet } from '../../render/example-fleet.js';

const small = {
  Parameters: { Cidr: { Type: 'String', Default: '10.0.0.0/16', AllowedPattern: '[0-9./]+', MaxLength: 18 } },
  Mappings: { Sizes: { small: { bits: '8' } } },
  Conditions: { Wide: { 'Fn::Equals': [{ Ref: 'Cidr' }, '10.0.0.0/8'] } },
  Resources: {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      DeletionPolicy: 'Retain',
      Properties: {
        CidrBlock: { Ref: 'Cidr' },
        Tags: [{ Key: 'Name', Value: { 'Fn::Sub': ['${AWS::StackName}-${A}', { A: { Ref: 'AWS::Region' } }] } }],
      },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      DependsOn: ['Vpc'],
      Properties: {
        VpcId: { Ref: 'Vpc' },
        CidrBlock: { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 4, 8] }] },
        AvailabilityZone: { 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] },
        MapPublicIpOnLaunch: { 'Fn::If': ['Wide', true, { Ref: 'AWS::NoValue' }] },
      },
    },
  },
  Outputs: {
    Subnet: { Value: { Ref: 'Subnet' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-subnet' } } },
    Bits: { Value: { 'Fn::FindInMap': ['Sizes', 'small', 'bits'] }, Condition: 'Wide' },
    Data: { Value: { 'Fn::Base64': { 'Fn::Join': ['-', { 'Fn::Split': [',', 'a,b'] }] } } },
  },
};

/** Templates that CloudFormation takes, as JSON: a small one with most functions, and those that we render. */
export async function rightTemplates(): Promise<readonly string[]> {
  const { stacks } = await render(fleet(cluster('prod-a')));
  return [small, ...stacks.map(({ template }) => withDefaults(template))].map(template => JSON.stringify(template));
}

function withDefaults(template: CfnTemplate) {
  const parameters = Object.entries(template.Parameters ?? {});
  return {
    ...template,
    Parameters: Object.fromEntries(parameters.map(([name, given]) => [name, { Default: 'x', ...(given as object) }])),
  };
}
