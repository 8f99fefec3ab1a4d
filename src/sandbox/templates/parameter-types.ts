/** Types of parameters whose values exist in AWS, apart from lists of them ("Parameters" in the user guide). */
const existing = [
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::VPC::Id',
  'AWS::EC2::Volume::Id',
  'AWS::Route53::HostedZone::Id',
];
const lists = [
  'CommaDelimitedList',
  'List<Number>',
  'List<String>',
  ...existing.filter(type => type !== 'AWS::EC2::KeyPair::KeyName').map(type => `List<${type}>`),
];
const plain = ['String', 'Number', ...existing, ...lists];
const storedTypes = plain.filter(type => !/Number/.test(type));
const types = new Set([
  ...plain,
  'AWS::SSM::Parameter::Name',
  ...storedTypes.map(type => `AWS::SSM::Parameter::Value<${type}>`),
]);

export function isParameterType(name: string): boolean {
  return types.has(name);
}

export function isListType(type: string): boolean {
  return lists.includes(type);
}

export function isNumberType(type: string): boolean {
  return type === 'Number' || type === 'List<Number>';
}

/** Of a type whose values are names of parameters in the parameter store: the type of what is stored there. */
export function storedType(type: string): string | undefined {
  return /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
}
