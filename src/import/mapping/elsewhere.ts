/** What the operator wrote into resources that are not imported, and what serves its purpose now. */
export interface ElsewhereRow {
  readonly resource: string;
  /** A field, label, annotation or tag; empty for the whole of it. */
  readonly field: string;
  readonly note: string;
}

export const elsewhereRows: readonly ElsewhereRow[] = [
  {
    resource: 'DrainerConfig',
    field: 'metadata.annotations["aws-operator.giantswarm.io/instance"]',
    note: 'nodes are drained without such a resource',
  },
  {
    resource: 'DrainerConfig',
    field: 'spec.guest, spec.versionBundle, status.conditions',
    note: 'nodes are drained without such a resource',
  },
  { resource: 'ENIConfig', field: '', note: 'the subnets of pods stand in the stack of the cluster' },
  {
    resource: 'Node',
    field: 'metadata.annotations["giantswarm.io/node-not-ready-tick"]',
    note: 'it counted how long a node was not ready; see `Cluster: spec.nodes.replaceUnhealthy`',
  },
  {
    resource: 'Node',
    field: 'metadata.labels["giantswarm.io/machine-deployment"]',
    note: 'import keeps it, in `NodePool: spec.labels`',
  },
  {
    resource: 'Node',
    field:
      'metadata.labels: giantswarm.io/provider, /control-plane, /master-id, aws-operator.giantswarm.io/version, cgroups.giantswarm.io/version',
    note: 'nodes of a pool have the labels that `NodePool: spec.labels` says',
  },
  {
    resource: 'Namespace giantswarm',
    field: 'metadata.annotations["kubelock.giantswarm.io/ipam"]',
    note: 'addresses stand in Git: of two that take the same block, the second has a conflict, or CW1201',
  },
  {
    resource: 'Secret',
    field: 'metadata.annotations["encryption.giantswarm.io/*"]',
    note: 'keys of the new cluster are its own',
  },
  {
    resource: 'every resource',
    field: 'metadata.finalizers: operatorkit.giantswarm.io/*, aws-operator.giantswarm.io/secretfinalizer',
    note: 'deletion is confirmed in the spec, `Cluster: spec.deletion.confirm`',
  },
  {
    resource: 'stacks on AWS',
    field: 'tags giantswarm.io/cluster, /installation, /organization, /stack',
    note: 'tags are `Cluster: spec.tags` and `Fleet: spec.defaults.cluster.tags`; whose a stack is stands in an output of it',
  },
];
