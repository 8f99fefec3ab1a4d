import { loadSpecification } from '../cfn/specification.js';
import type { Artifacts, NodeConfigArtifact } from '../model/artifact.js';
import type { Finding } from '../model/finding.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { asEarlier, type EarlierClusters } from './earlier-clusters.js';
import { compileExtensions } from './extensions/compile.js';
import { repeatedExports } from './extensions/exports.js';
import { masterConfigs, poolConfig } from './node-config/node-config.js';
import { stackArtifact } from './stack-artifact.js';
import type { StackDefinition } from './stack-definition.js';
import { store } from './stacks/store.js';
import { tccp } from './stacks/tccp.js';
import { tccpf } from './stacks/tccpf.js';
import { tccpi } from './stacks/tccpi.js';
import { tccpn } from './stacks/tccpn.js';
import { tcnp } from './stacks/tcnp.js';
import { tcnpf } from './stacks/tcnpf.js';
import { tcs } from './stacks/tcs.js';
import { loadTemplateFiles, type TemplateFiles } from './template-files.js';
import { InvalidTemplates, mergedFindings } from './template-findings.js';

/** The same as `renderChecked`, for who needs all to be right. Throws `InvalidTemplates` otherwise. */
export async function render(fleet: Fleet): Promise<Artifacts> {
  const { artifacts, findings } = await renderChecked(fleet);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidTemplates(errors);
  return artifacts;
}

export interface CheckedArtifacts {
  readonly artifacts: Artifacts;
  /** What is wrong, or doubtful, with templates: at the place in the specs that it comes from. */
  readonly findings: readonly Finding[];
}

/**
 * Renders a fleet to final bytes: the same fleet gives the same bytes, on any machine. Reads nothing but the package's
 * own templates, and takes the users' from the fleet. Throws AppError for what a release lacks, and for node configs
 * that Ignition would refuse. With `earlier`, clusters that are as they were are not rendered again.
 */
export async function renderChecked(fleet: Fleet, earlier?: EarlierClusters): Promise<CheckedArtifacts> {
  const files = await loadTemplateFiles();
  const extensions = compileExtensions(fleet.extensions);
  const sources = {
    templates: files.templates,
    specification: await loadSpecification(),
    extensions: extensions.byKind,
  };
  const storeStack = stackArtifact(store(fleet), sources);
  const clusters = fleet.clusters.map(cluster => {
    const renderAnew = () => {
      const { stacks, nodeConfigs } = clusterDefinitions(fleet, cluster, files);
      return { stacks: stacks.map(definition => stackArtifact(definition, sources)), nodeConfigs };
    };
    return earlier === undefined ? renderAnew() : asEarlier(earlier, { fleet, cluster }, renderAnew);
  });
  const stacks = [storeStack, ...clusters.flatMap(cluster => cluster.stacks)];
  return {
    artifacts: {
      stacks: stacks.map(({ artifact }) => artifact),
      nodeConfigs: clusters.flatMap(({ nodeConfigs }) => nodeConfigs),
    },
    findings: [
      ...extensions.findings,
      ...mergedFindings([...stacks.flatMap(({ findings }) => findings), ...repeatedExports(stacks)]),
    ],
  };
}

interface ClusterDefinitions {
  readonly stacks: readonly StackDefinition[];
  readonly nodeConfigs: readonly NodeConfigArtifact[];
}

function clusterDefinitions(fleet: Fleet, cluster: Cluster, files: TemplateFiles): ClusterDefinitions {
  const { connect } = cluster;
  const masters = masterConfigs(fleet, cluster, files);
  const pools = cluster.nodePools.map(pool => ({ pool, config: poolConfig(fleet, cluster, pool, files) }));
  return {
    nodeConfigs: [...masters, ...pools.map(({ config }) => config)],
    stacks: [
      tcs(fleet, cluster),
      ...(connect ? [tccpi(fleet, cluster, connect)] : []),
      tccp(fleet, cluster),
      ...(connect ? [tccpf(fleet, cluster, connect)] : []),
      tccpn(fleet, cluster, masters),
      ...pools.map(({ pool, config }) => tcnp(fleet, cluster, pool, config)),
      ...pools.flatMap(({ pool }) =>
        connect && pool.cidr !== undefined ? [tcnpf(fleet, cluster, connect, pool)] : [],
      ),
    ],
  };
}
