import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import type { Located } from '../../../template/located.js';
import { fromName, fromSpec } from '../../stack-definition.js';

/** The provider that vouches for tokens of service accounts, and roles for those who have them; null without. */
export function workloadIdentityView(fleet: Fleet, cluster: Cluster) {
  const { workloadIdentity } = cluster;
  if (workloadIdentity === undefined) return null;
  const { issuerUrl, audience } = workloadIdentity;
  // Keys of conditions are the issuer without its scheme; a function cannot be a key, so it is literal.
  const issuer = issuerUrl.replace(/^https:\/\//, '');
  return {
    issuerUrl: fromName(issuerUrl, cluster),
    audience,
    audiences: [audience],
    audienceKey: `${issuer}:aud`,
    subjectKey: `${issuer}:sub`,
    dns: dnsNames(fleet, cluster),
    roles: [...addonRoles(fleet, cluster, workloadIdentity), ...ownRoles(fleet, cluster, workloadIdentity)],
  };
}

type Identity = NonNullable<Cluster['workloadIdentity']>;
type Statement = NonNullable<Identity['roles'][number]['statements']>[number];
type Addon = keyof Identity['addons'];

/** Service accounts of well-known add-ons, as their charts and manifests name them. */
const addons: readonly { readonly addon: Addon; readonly name: string; readonly account: string }[] = [
  { addon: 'cloudController', name: 'cloud-controller', account: 'kube-system/cloud-controller-manager' },
  { addon: 'cni', name: 'cni', account: 'kube-system/aws-node' },
  { addon: 'ebsCsi', name: 'ebs-csi', account: 'kube-system/ebs-csi-controller-sa' },
  { addon: 'externalDns', name: 'external-dns', account: 'kube-system/external-dns' },
  {
    addon: 'loadBalancerController',
    name: 'load-balancers',
    account: 'kube-system/aws-load-balancer-controller',
  },
];

const nothing = {
  podNetwork: false,
  ebsCsi: false,
  cloudController: false,
  loadBalancerController: false,
  externalDns: false,
  statements: [],
};

function addonRoles(fleet: Fleet, cluster: Cluster, identity: Identity) {
  return addons
    .filter(({ addon }) => isUseful(addon, cluster) && identity.addons[addon])
    .map(({ addon, name, account }) => ({
      id: `AddonRole${idPart(name)}`,
      // No role of users' own has a dot in its name.
      name: fromName(names.workloadRole(fleet, cluster, `addon.${name}`), cluster),
      trusts: trusts([account], subjects => fromName(subjects, cluster)),
      managed: null,
      may: { ...nothing, [addon === 'cni' ? 'podNetwork' : addon]: true },
    }));
}

/** Another pod network needs no role of AWS's, and without zones there is no name to change. */
function isUseful(addon: Addon, { network, dns }: Cluster): boolean {
  if (addon === 'cni') return network.cni.plugin === 'aws-vpc';
  return addon !== 'externalDns' || dns.route53;
}

function ownRoles(fleet: Fleet, cluster: Cluster, identity: Identity) {
  return identity.roles.map(({ name, serviceAccounts, policies = [], statements = [] }, index) => {
    const pointer = `/spec/workloadIdentity/roles/${index}`;
    return {
      id: `WorkloadRole${idPart(name)}`,
      name: fromSpec(names.workloadRole(fleet, cluster, name), cluster.source, `${pointer}/name`),
      trusts: trusts(serviceAccounts, subjects => fromSpec(subjects, cluster.source, `${pointer}/serviceAccounts`)),
      managed: policies.length === 0 ? null : { arns: fromSpec(policies, cluster.source, `${pointer}/policies`) },
      may: statements.length === 0 ? null : { ...nothing, statements: statementViews(statements, cluster, pointer) },
    };
  });
}

function statementViews(statements: readonly Statement[], { source }: Cluster, pointer: string) {
  return statements.map(({ actions, resources }, index) => ({
    actions: fromSpec(actions, source, `${pointer}/statements/${index}/actions`),
    resources: fromSpec(resources, source, `${pointer}/statements/${index}/resources`),
  }));
}

/** Accounts by name, and apart from them all accounts of a namespace: a pattern must not loosen what is exact. */
function trusts(serviceAccounts: readonly string[], from: (subjects: readonly string[]) => Located<readonly string[]>) {
  const subjects = serviceAccounts.map(account => `system:serviceaccount:${account.replace('/', ':')}`);
  const exact = subjects.filter(subject => !subject.endsWith(':*'));
  const patterns = subjects.filter(subject => subject.endsWith(':*'));
  return [
    { exact: true, subjects: from(exact) },
    { exact: false, subjects: from(patterns) },
  ].filter(({ subjects: { value } }) => value.length > 0);
}

function dnsNames(fleet: Fleet, cluster: Cluster) {
  const domain = names.apiDomain(fleet, cluster).slice('api.'.length);
  return {
    names: fromName([domain, `*.${domain}`], cluster),
    ofMasters: fromName([`api.${domain}`, `etcd*.${domain}`], cluster),
  };
}

/** Distinct names give distinct parts: they have no capital letters, so a hyphen becomes one. */
function idPart(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', 'X');
}
