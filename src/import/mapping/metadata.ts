import { shortened } from './conversions.js';
import { annotation, changed, dropped, label, type MappingRow } from './row.js';

const ours = 'aws-operator used it to find the resource';
const theServers = 'the API server keeps it';
const deliverer = 'the tool that applied the resource set it; specs are applied from Git';
const otherOperator = 'another operator used it, never aws-operator';

/** What every resource has. */
export const metadataRows: readonly MappingRow[] = [
  dropped('apiVersion', 'the kind says it'),
  dropped('kind', 'it is what these rows are about'),
  dropped('metadata.namespace', 'everything of a cluster lives in a namespace of its name'),
  dropped('metadata.generateName', theServers),
  dropped('metadata.creationTimestamp', theServers),
  dropped('metadata.deletionTimestamp', theServers),
  dropped('metadata.deletionGracePeriodSeconds', theServers),
  dropped('metadata.generation', theServers),
  dropped('metadata.resourceVersion', theServers),
  dropped('metadata.selfLink', theServers),
  dropped('metadata.uid', theServers),
  dropped('metadata.managedFields.**', theServers),
  dropped('metadata.ownerReferences.**', 'a pool names its cluster in spec.cluster'),
  dropped('metadata.finalizers.**', 'deletion is confirmed in the spec, deletion.confirm'),
  dropped(label('giantswarm.io/cluster'), ours),
  dropped(label('giantswarm.io/control-plane'), ours),
  dropped(label('giantswarm.io/master-id'), ours),
  dropped(label('giantswarm.io/provider'), 'it is always aws'),
  dropped(label('giantswarm.io/managed-by'), 'another operator set it'),
  dropped(label('giantswarm.io/service-type'), 'another operator set it'),
  dropped(label('app'), 'another operator set it'),
  dropped(
    label('aws-operator.giantswarm.io/version'),
    'one clusterwright serves all clusters; a Fleet may say spec.requires',
  ),
  dropped(label('cluster-operator.giantswarm.io/version'), 'it was only for information'),
  dropped(label('cluster.x-k8s.io/cluster-name'), 'it repeats the cluster'),
  dropped(label('cluster.x-k8s.io/watch-filter'), 'it chose an operator'),
  dropped(label('cluster.x-k8s.io/role'), 'it repeats the kind'),
  dropped(label('cluster.x-k8s.io/control-plane'), 'it repeats the kind'),
  dropped(label('app.kubernetes.io/*'), deliverer),
  dropped(label('helm.sh/*'), deliverer),
  dropped(label('*.toolkit.fluxcd.io/*'), deliverer),
  dropped(label('argocd.argoproj.io/*'), deliverer),
  dropped(annotation('kubectl.kubernetes.io/last-applied-configuration'), 'kubectl keeps it'),
  dropped(annotation('meta.helm.sh/*'), deliverer),
  dropped(annotation('helm.sh/*'), deliverer),
  dropped(annotation('*.toolkit.fluxcd.io/*'), deliverer),
  dropped(annotation('argocd.argoproj.io/*'), deliverer),
  dropped(annotation('config.kubernetes.io/*'), deliverer),
  dropped(annotation('giantswarm.io/docs'), 'it was a pointer to a page'),
  dropped(annotation('giantswarm.io/notes'), 'a description says it'),
  changed(
    annotation('cluster.x-k8s.io/paused'),
    'Cluster spec.paused',
    'every imported cluster is paused until somebody lets it go',
  ),
  changed(
    annotation('operatorkit.giantswarm.io/paused'),
    'Cluster spec.paused',
    'every imported cluster is paused until somebody lets it go',
  ),
  dropped(annotation('alpha.aws.giantswarm.io/instance-refresh'), `${otherOperator}; a change of the spec rolls nodes`),
  dropped(annotation('alpha.aws.giantswarm.io/cancel-instance-refresh'), otherOperator),
  dropped(
    annotation('alpha.aws.giantswarm.io/instance-refresh-min-healthy-percentage'),
    `${otherOperator}; see update.maxBatch`,
  ),
  dropped(
    annotation('alpha.aws.giantswarm.io/instance-warmup-seconds'),
    `${otherOperator}; nodes tell when they are ready`,
  ),
  dropped(annotation('alpha.giantswarm.io/update-schedule-target-release'), 'a release is changed by a commit'),
  dropped(
    annotation('alpha.giantswarm.io/update-schedule-target-time'),
    "merge the commit at that time; the Fleet's freezes keep times free",
  ),
  dropped(annotation('encryption.giantswarm.io/*'), 'it belonged to a Secret; keys of the new cluster are its own'),
];

/** Labels of a cluster that say something about it to people. */
export const freeLabelRows: readonly MappingRow[] = [
  changed(label('giantswarm.io/organization'), 'Cluster metadata.labels.organization', 'a free label', shortened(63)),
  changed(
    label('giantswarm.io/service-priority'),
    'Cluster metadata.labels.service-priority',
    'a free label',
    shortened(63),
  ),
  changed(label('release.giantswarm.io/version'), 'Cluster spec.release', 'a Release of this repository'),
  dropped(label('*'), 'only clusters have free labels here; spec.labels of a pool are those of its nodes'),
];
