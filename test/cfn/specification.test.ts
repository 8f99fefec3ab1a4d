import test from 'ava';
import { loadSpecification } from '../../src/cfn/specification.js';

test('a property tells whether changing it replaces the resource', async t => {
  const subnet = (await loadSpecification()).resourceType('AWS::EC2::Subnet');
  t.is(subnet?.properties.CidrBlock?.requiresRecreation, 'Always');
  t.is(subnet?.properties.MapPublicIpOnLaunch?.requiresRecreation, 'Never');
  t.true(subnet?.properties.VpcId?.required);
  t.deepEqual(subnet?.refIdentifier, ['SubnetId']);
});

test('overrides correct what the specification says of volumes', async t => {
  const volume = (await loadSpecification()).resourceType('AWS::EC2::Volume');
  t.is(volume?.properties.SnapshotId?.requiresRecreation, 'Always');
  t.is(volume?.properties.Size?.requiresRecreation, 'Never');
});

test('nested definitions are described, even those that contain themselves', async t => {
  const specification = await loadSpecification();
  const data = specification.resourceType('AWS::EC2::LaunchTemplate')?.properties.LaunchTemplateData?.type;
  t.true(data?.kind === 'object' && data.properties.ImageId?.type.kind === 'string');
  const rules = specification.resourceType('AWS::WAFv2::RuleGroup')?.properties.Rules?.type;
  t.is(rules?.kind, 'list');
});

test('what Ref returns is named, also where it is not the primary identifier', async t => {
  const specification = await loadSpecification();
  t.deepEqual(specification.resourceType('AWS::EC2::EIP')?.refIdentifier, ['PublicIp']);
  t.is(specification.resourceType('AWS::EC2::Nonsense'), undefined);
});
