import test from 'ava';
import type { StackArtifact } from '../../../../src/model/artifact.js';
import { clusterDefaults } from '../../../../src/model/defaults.js';
import { cluster } from '../../example-fleet.js';
import { get, idsOf, propertiesOf, renderedStack, resource } from '../../rendered.js';

const domain = 'prod-a.k8s.gauss.example.com';
const internalOnly = cluster('prod-a', { api: clusterDefaults.api });

/** `api.… A -> PublicApiLoadBalancer`, of all records of a zone. */
function records(stack: StackArtifact, zone: string): readonly string[] {
  interface RecordSet {
    readonly HostedZoneId: { readonly Ref: string };
    readonly Name: string;
    readonly Type: string;
    readonly AliasTarget?: { readonly DNSName: { readonly 'Fn::GetAtt': readonly [string, string] } };
    readonly ResourceRecords?: readonly string[];
  }
  return idsOf(stack, 'AWS::Route53::RecordSet')
    .map(id => propertiesOf(stack, id) as RecordSet)
    .filter(({ HostedZoneId }) => HostedZoneId.Ref === zone)
    .map(({ Name, Type, AliasTarget, ResourceRecords = [] }) => {
      const target = AliasTarget?.DNSName['Fn::GetAtt'][0] ?? ResourceRecords.join();
      return `${Name} ${Type} -> ${target}`;
    });
}

test('there is a zone for everybody and one of the same name for the VPC', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(resource(stack, 'PublicHostedZone').Properties, { Name: domain });
  t.deepEqual(resource(stack, 'PrivateHostedZone').Properties, {
    Name: domain,
    VPCs: [{ VPCId: { Ref: 'Vpc' }, VPCRegion: { Ref: 'AWS::Region' } }],
  });
  t.like(stack.template.Outputs, {
    PublicHostedZoneId: { Value: { Ref: 'PublicHostedZone' } },
    PrivateHostedZoneId: { Value: { Ref: 'PrivateHostedZone' } },
    NameServers: { Value: { 'Fn::Join': [',', get('PublicHostedZone', 'NameServers')] } },
  });
});

test('the API’s name leads to the internal load balancer inside the VPC, and to the public one outside', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(records(stack, 'PublicHostedZone'), [
    `api.${domain} A -> PublicApiLoadBalancer`,
    `internal-api.${domain} A -> InternalApiLoadBalancer`,
    `*.${domain} CNAME -> ingress.${domain}`,
  ]);
  t.deepEqual(records(stack, 'PrivateHostedZone'), [
    `api.${domain} A -> InternalApiLoadBalancer`,
    `internal-api.${domain} A -> InternalApiLoadBalancer`,
    `*.${domain} CNAME -> ingress.${domain}`,
  ]);
});

test('without a public load balancer the API’s name leads to the internal one everywhere', async t => {
  const stack = await renderedStack(internalOnly, 'tccp');
  t.is(records(stack, 'PublicHostedZone')[0], `api.${domain} A -> InternalApiLoadBalancer`);
  t.is(records(stack, 'PrivateHostedZone')[0], `api.${domain} A -> InternalApiLoadBalancer`);
});

test('an alias names its load balancer’s own zone', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(resource(stack, 'PublicApiRecord').Properties?.AliasTarget, {
    DNSName: get('PublicApiLoadBalancer', 'DNSName'),
    HostedZoneId: get('PublicApiLoadBalancer', 'CanonicalHostedZoneID'),
    EvaluateTargetHealth: false,
  });
});

test('the wildcard for ingress can be left out', async t => {
  const stack = await renderedStack(
    cluster('prod-a', { dns: { route53: true, ingressWildcard: false, delegatedByHand: false } }),
    'tccp',
  );
  t.false([...records(stack, 'PublicHostedZone'), ...records(stack, 'PrivateHostedZone')].some(r => r.startsWith('*')));
});

test('without Route 53 nothing of it is there, and the API answers on its load balancer’s name', async t => {
  const stack = await renderedStack(
    cluster('prod-a', { dns: { route53: false, ingressWildcard: true, delegatedByHand: false } }),
    'tccp',
  );
  const types = Object.values(stack.template.Resources).map(({ Type }) => Type);
  t.deepEqual(
    types.filter(type => type.startsWith('AWS::Route53::')),
    [],
  );
  t.deepEqual(stack.template.Outputs?.InternalApiDnsName, { Value: get('InternalApiLoadBalancer', 'DNSName') });
  t.false('NameServers' in (stack.template.Outputs ?? {}));
});
