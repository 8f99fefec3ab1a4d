import { pointerTo } from '../../cfn/pointer.js';
import { type ResourceChange, resourceChanges } from '../../cfn/resource-changes.js';
import type { ResourceSpecification } from '../../cfn/specification.js';
import { type ValueDifference, valueDifferences } from '../../cfn/value-differences.js';
import type { Artifacts, NodeConfigArtifact, StackArtifact } from '../../model/artifact.js';
import type { Fleet } from '../../model/fleet.js';
import { openidConfiguration } from '../../model/openid-configuration.js';
import type { Position } from '../../model/source.js';
import { configChanges, configSize, type TextChange } from './config-changes.js';

/** A fleet and what it renders to. */
export interface Rendering {
  readonly fleet: Fleet;
  readonly artifacts: Artifacts;
}

/** What differs between two renderings of a fleet, in the order of the later one. */
export interface RenderingChanges {
  readonly stacks: readonly StackChange[];
  /** Node configs, and the documents beside them. */
  readonly configs: readonly ConfigChange[];
}

export type Action = 'add' | 'modify' | 'remove';

export interface StackChange {
  readonly id: string;
  /** Undefined for the fleet's store. */
  readonly cluster: string | undefined;
  readonly action: Action;
  /** Of the later rendering; of the earlier one if the stack goes. */
  readonly resourceCount: number;
  /** Empty unless the stack is modified. */
  readonly resources: readonly LocatedChange[];
  /** What differs besides resources: tags, inputs, other sections of the template. */
  readonly settings: readonly ValueDifference[];
}

export interface LocatedChange extends Omit<ResourceChange, 'differences'> {
  readonly differences: readonly LocatedDifference[];
}

export interface LocatedDifference extends ValueDifference {
  /** Where the value stands in the specs; undefined for one that is gone or comes from a template. */
  readonly source: Position | undefined;
}

export interface ConfigChange {
  readonly what: 'cloudconfig' | 'workload-identity';
  /** Of node configs `master-1` or the pool's name. */
  readonly name: string;
  readonly cluster: string;
  readonly action: Action;
  /** Files, links and units of the later one; of the earlier one if it goes. */
  readonly fileCount: number;
  /** Empty unless the config is modified. */
  readonly files: readonly TextChange[];
}

export function renderingChanges(
  before: Rendering,
  after: Rendering,
  specification: ResourceSpecification,
): RenderingChanges {
  const { artifacts: old } = before;
  const { artifacts: fresh } = after;
  return {
    stacks: pairs(old.stacks, fresh.stacks, ({ id }) => id).flatMap(pair => stackChange(pair, specification)),
    configs: [
      ...pairs(old.nodeConfigs, fresh.nodeConfigs, ({ id }) => id).flatMap(nodeConfigChange),
      ...pairs(identities(before), identities(after), ({ cluster }) => cluster).flatMap(identityChange),
    ],
  };
}

interface Pair<Item> {
  readonly old: Item | undefined;
  readonly fresh: Item | undefined;
}

/** Items of both lists by key, those that go last; pairs of one and the same object are left out. */
function pairs<Item>(before: readonly Item[], after: readonly Item[], key: (item: Item) => string): Pair<Item>[] {
  const [old, fresh] = [before, after].map(items => new Map(items.map(item => [key(item), item])));
  const keys = new Set([...(fresh?.keys() ?? []), ...(old?.keys() ?? [])]);
  return [...keys].map(id => ({ old: old?.get(id), fresh: fresh?.get(id) })).filter(pair => pair.old !== pair.fresh);
}

function actionOf({ old, fresh }: Pair<unknown>): Action {
  if (old === undefined) return 'add';
  return fresh === undefined ? 'remove' : 'modify';
}

function stackChange(pair: Pair<StackArtifact>, specification: ResourceSpecification): StackChange[] {
  const { old, fresh } = pair;
  const stack = fresh ?? old;
  if (stack === undefined) return [];
  const resourceCount = Object.keys(stack.template.Resources).length;
  const change = { id: stack.id, cluster: stack.cluster, action: actionOf(pair), resourceCount };
  if (old === undefined || fresh === undefined) return [{ ...change, resources: [], settings: [] }];
  const settings = valueDifferences(settingsOf(old), settingsOf(fresh));
  if (old.body === fresh.body && settings.length === 0) return [];
  const resources = resourceChanges(old.template, fresh.template, specification);
  return [{ ...change, settings, resources: resources.map(resource => located(resource, fresh)) }];
}

/** What a stack is, apart from its resources. The ids of its node configs, and what it waits for, are no part of it. */
function settingsOf({ stackName, owner, target, tags, capabilities, inputs, policy, template }: StackArtifact) {
  const sections = { ...template, Resources: undefined };
  const { account, region } = target;
  return { stackName, owner, account: account.id, region, tags, capabilities, inputs, policy, ...sections };
}

function located({ differences, ...change }: ResourceChange, { sources }: StackArtifact): LocatedChange {
  const found = differences.map(difference => {
    const source = difference.after === undefined ? undefined : sourceOf(difference.path, change.logicalId, sources);
    return { ...difference, source };
  });
  return { ...change, differences: found };
}

/** Of the value itself, else of one inside, else of the closest enclosing one. */
function sourceOf(path: readonly string[], logicalId: string, sources: StackArtifact['sources']): Position | undefined {
  const at = (length: number) => pointerTo('/Resources', logicalId, ...path.slice(0, length));
  const exact = sources.get(at(path.length));
  if (exact !== undefined) return exact;
  for (const [pointer, position] of sources) if (pointer.startsWith(`${at(path.length)}/`)) return position;
  for (let length = path.length - 1; length > 0; length--) {
    const enclosing = sources.get(at(length));
    if (enclosing !== undefined) return enclosing;
  }
  return undefined;
}

function nodeConfigChange(pair: Pair<NodeConfigArtifact>): ConfigChange[] {
  const { old, fresh } = pair;
  const config = fresh ?? old;
  if (config === undefined || old?.body === fresh?.body) return [];
  const files = old === undefined || fresh === undefined ? [] : configChanges(old, fresh);
  const { node, cluster } = config;
  const action = actionOf(pair);
  return [{ what: 'cloudconfig', name: node, cluster, action, fileCount: configSize(config), files }];
}

interface Identity {
  readonly cluster: string;
  readonly body: string;
}

function identities({ fleet }: Rendering): readonly Identity[] {
  return fleet.clusters.flatMap(cluster => {
    const body = openidConfiguration(cluster);
    return body === undefined ? [] : [{ cluster: cluster.name, body }];
  });
}

function identityChange(pair: Pair<Identity>): ConfigChange[] {
  const { old, fresh } = pair;
  const cluster = (fresh ?? old)?.cluster;
  if (cluster === undefined || old?.body === fresh?.body) return [];
  const files = old && fresh ? [{ path: 'openid-configuration.json', before: old.body, after: fresh.body }] : [];
  return [
    { what: 'workload-identity', name: 'openid-configuration', cluster, action: actionOf(pair), fileCount: 1, files },
  ];
}
