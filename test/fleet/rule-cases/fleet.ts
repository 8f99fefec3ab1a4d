import { type Edit, paths, type RuleCase } from './rule-case.js';

const { dev, fleet, prod, release } = paths;

function fleetSpec(text: string): Edit {
  return [fleet, 'spec:\n', `spec:\n${text}`];
}

/** Rules about the Fleet, accounts, releases, and clusters among each other. */
export const fleetCases: readonly RuleCase[] = [
  {
    title: 'whoever applies cannot do what CloudFormation does',
    edits: [['accounts/payments-dev.yaml', 'role/clusterwright-service', 'role/clusterwright-apply']],
    says: [
      'accounts/payments-dev.yaml<arn:aws:iam::444455556666:role/clusterwright-apply> CW1103 spec.roles.service: the service role is the apply role, too: whoever applies could do all that CloudFormation does | make a role for each',
    ],
  },
  {
    title: 'whoever plans cannot apply',
    edits: [['accounts/payments-dev.yaml', 'role/clusterwright-apply', 'role/clusterwright-plan']],
    says: [
      'accounts/payments-dev.yaml<arn:aws:iam::444455556666:role/clusterwright-plan> CW1103 spec.roles.apply: the apply role is the plan role, too: whoever plans could apply | make a role for each',
    ],
  },
  {
    title: 'clusters stay clear of what is routed elsewhere',
    edits: [fleetSpec('  routedRanges: [{ name: office, cidr: 10.64.20.0/24 }]\n')],
    says: [
      `${dev}<10.64.16.0/20> CW1201 spec.network.cidr: 10.64.16.0/20 overlaps 10.64.20.0/24 of routed range office (${fleet}<10.64.20.0/24>) | next free /20 in pool "default" is 10.64.32.0/20`,
    ],
  },
  {
    title: 'another Flatcar has images for its pool, too',
    edits: [
      [
        release,
        '    amis:',
        '    alternatives: { 4593.2.6: { eu-west-1: { amd64: ami-0123456789abcdef0 } } }\n    amis:',
      ],
      ['clusters/prod-a/batch.yaml', '  scaling:', '  flatcar: { version: 4593.2.6 }\n  scaling:'],
    ],
    says: [
      `${release}<{> CW1026 spec.flatcar.alternatives.4593.2.6.eu-central-1: no arm64 image in eu-central-1, which is needed at clusters/prod-a/batch.yaml<m7g.2xlarge> | add arm64 to spec.flatcar.alternatives.4593.2.6.eu-central-1, or take another release, region or instance type`,
    ],
  },
  {
    title: 'a deprecated release is left behind',
    edits: [[release, 'spec:\n', 'spec:\n  state: deprecated\n']],
    says: [
      `${fleet}<v1.36.4> CW1430 spec.defaults.cluster.release: release v1.36.4 is deprecated | move to a newer one`,
    ],
  },
  {
    title: 'a preview is not for every day',
    edits: [[release, 'spec:\n', 'spec:\n  state: preview\n']],
    says: [
      `${fleet}<v1.36.4> CW1431 spec.defaults.cluster.release: release v1.36.4 is a preview | take it where nothing matters`,
    ],
  },
  {
    title: 'a release runs a Kubernetes that node configs are made for',
    edits: [
      [release, 'version: 1.36.4', 'version: 1.38.0'],
      [release, 'release/v1.36.4', 'release/v1.38.0'],
    ],
    says: [
      `${fleet}<v1.36.4> CW1432 spec.defaults.cluster.release: release v1.36.4 runs Kubernetes 1.38.0, which node configs are not made for | take a release of Kubernetes 1.35, 1.36, 1.37`,
    ],
  },
  {
    title: 'no two stacks have one name',
    edits: [
      [dev, /dev-b/g, 'prod-a-tcnp'],
      [dev, 'metadata: { name: prod-a-tcnp }', 'metadata: { name: master-of-it }'],
      ['clusters/prod-a/workers.yaml', 'name: workers', 'name: tccp'],
    ],
    says: [
      `${dev}<prod-a-tcnp> CW1413 metadata.name: the stack of prod-a-tcnp/tccp would be called gauss-prod-a-tcnp-tccp, as that of prod-a/tcnp-tccp (clusters/prod-a/workers.yaml<tccp>) | take another name`,
    ],
  },
  {
    title: 'rings are those of the Fleet',
    edits: [fleetSpec('  rings: [{ name: dev }, { name: prod }]\n'), [dev, 'spec:\n', 'spec:\n  ring: prd\n']],
    says: [`${dev}<prd> CW1011 spec.ring: there is no ring "prd" | known: dev, prod`],
  },
  {
    title: 'a freeze that is over is removed',
    edits: [fleetSpec('  freezes: [{ from: "2026-11-01", until: "2026-11-20", reason: sale }]\n')],
    says: [`${fleet}<"2026-11-20"> CW1450 spec.freezes[0].until: this ended with 2026-11-20 | remove it`],
  },
  {
    title: 'a freeze ends after it begins',
    edits: [fleetSpec('  freezes: [{ from: "2026-12-24", until: "2026-12-20", reason: sale }]\n')],
    says: [
      `${fleet}<"2026-12-20"> CW1456 spec.freezes[0].until: the freeze ends with 2026-12-20, before it begins with 2026-12-24 | swap the two`,
    ],
  },
  {
    title: 'whoever wants signatures says whose',
    edits: [fleetSpec('  git: { signatures: require }\n')],
    says: [
      `${fleet}<require> CW1458 spec.git.signatures: no commit could be applied: signatures are required, but nobody may sign | list spec.git.signers`,
    ],
  },
  {
    title: 'the repository may want another clusterwright',
    edits: [fleetSpec('  requires: ">=2.0.0"\n')],
    says: [
      `${fleet}<">=2.0.0"> CW1459 spec.requires: this is clusterwright 0.1.0, but the repository wants >=2.0.0 | install another version`,
    ],
  },
  {
    title: 'what clusters need together is no more than AWS gives',
    edits: [['accounts/payments-prod.yaml', /(roles:)/, 'quotas: { elasticIps: 2 }\n  $1']],
    says: [
      `${prod}<cidr:> CW1501 spec.network.nat: 3 Elastic IP addresses in eu-central-1 of account payments-prod, where AWS allows 2 | ask AWS for more, and say so in spec.quotas.elasticIps of the account`,
    ],
  },
];
