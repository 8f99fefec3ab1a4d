import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { changesOf, requireChangeSet, shownStatus } from '../change-sets/change-sets.js';
import { toldChange } from '../change-sets/told.js';
import { pageOf } from '../page.js';
import { flag } from '../query-lists.js';
import { deploymentFields, members, time } from '../shapes.js';
import type { ChangeDetail, ChangeSet, ResourceChange } from '../state.js';

export function describeChangeSet({ context, parameters, place }: Call): XmlValue {
  const { stack, changeSet } = requireChangeSet(context, place, parameters);
  const { status, executionStatus, reason } = shownStatus(changeSet, context.clock.now(stack));
  const changes = status === 'CREATE_COMPLETE' || status === 'FAILED' ? changesOf(changeSet) : [];
  const values = flag(parameters, 'IncludePropertyValues');
  const told = changes.flatMap(change => toldChange(change, values) ?? []);
  const page = pageOf(told, parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: change => change.logicalId,
  });
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.changeSetId,
    StackId: stack.stackId,
    StackName: stack.stackName,
    Description: changeSet.description,
    CreationTime: time(changeSet.creationTime),
    ExecutionStatus: executionStatus,
    Status: status,
    StatusReason: reason,
    ...deploymentFields(changeSet.deployment),
    RollbackConfiguration: {},
    Changes: members(
      page.items.map(change => ({ Type: 'Resource', ResourceChange: resourceChange(change, changeSet, values) })),
    ),
    NextToken: page.nextToken,
    IncludeNestedStacks: false,
    OnStackFailure: changeSet.onStackFailure,
    DeploymentMode: changeSet.driftStatus && 'REVERT_DRIFT',
    StackDriftStatus: changeSet.driftStatus,
  };
}

function resourceChange(change: ResourceChange, { creationTime }: ChangeSet, values: boolean): XmlValue {
  const { drift } = change;
  return {
    PolicyAction: change.policyAction,
    Action: change.action,
    LogicalResourceId: change.logicalId,
    PhysicalResourceId: change.physicalId,
    ResourceType: change.type,
    Replacement: change.replacement,
    Scope: members(change.scope),
    ResourceDriftStatus: drift?.status,
    ResourceDriftIgnoredAttributes:
      drift && members(drift.ignored.map(({ path: Path, reason: Reason }) => ({ Path, Reason }))),
    Details: members(shownDetails(change.details, values).map(detail => changeDetail(detail, creationTime, values))),
    BeforeContext: values ? contextOf(change.before) : undefined,
    AfterContext: values ? contextOf(change.after) : undefined,
    PreviousDeploymentContext: values ? contextOf(drift?.previous) : undefined,
  };
}

function contextOf(properties: ResourceChange['before']): string | undefined {
  return properties && JSON.stringify({ Properties: properties });
}

/** Without values AWS tells each cause of a property once, however many of its members differ. */
function shownDetails(details: readonly ChangeDetail[], values: boolean): readonly ChangeDetail[] {
  if (values) return details;
  return [...new Map(details.map(detail => [causeOf(detail), detail])).values()];
}

function causeOf({ attribute, name, source, causingEntity, evaluation }: ChangeDetail): string {
  return [attribute, name, source, causingEntity, evaluation].join(' ');
}

function changeDetail(detail: ChangeDetail, readAt: number, values: boolean): XmlValue {
  const { drift } = detail;
  const target = {
    Attribute: detail.attribute,
    Name: detail.name,
    RequiresRecreation: detail.requiresRecreation,
    ...(values && {
      Path: detail.path,
      BeforeValue: detail.before,
      AfterValue: detail.after,
      AttributeChangeType: detail.changeType,
    }),
    ...(drift && {
      BeforeValueFrom: drift.before,
      AfterValueFrom: 'TEMPLATE',
      Drift: drift.live && {
        PreviousValue: drift.live.previous,
        ActualValue: drift.live.actual,
        DriftDetectionTimestamp: time(readAt),
      },
    }),
  };
  return {
    Target: target,
    Evaluation: detail.evaluation,
    ChangeSource: detail.source,
    CausingEntity: detail.causingEntity,
  };
}
