import { unpack } from '../../packed.js';
import { shaped, time } from '../../query-page.js';
import { flag } from '../../query-parameters.js';
import type { XmlValue } from '../../xml.js';
import type { Actions, Call } from '../call.js';
import { namedStack, page } from '../call.js';
import type { ChangeDetail, ChangeSet, ResourceChange } from '../change-sets/change-set.js';
import { isExecuted, requireChangeSet, shownStatus } from '../change-sets/change-sets.js';
import { toldChange } from '../change-sets/told.js';
import { deploymentFields } from '../shapes.js';
import type { Stack } from '../state.js';

export const changeSetReads: Actions = {
  ListChangeSets(call) {
    const stack = namedStack(call);
    return page(call, 'Summaries', {
      items: stack.changeSets.filter(({ executionStatus }) => !isExecuted(executionStatus)),
      idOf: ({ changeSetId }) => changeSetId,
      show: changeSet => changeSetFields(call, stack, changeSet),
    });
  },

  DescribeChangeSet(call) {
    const { stack, changeSet } = requireChangeSet(call);
    const fields = changeSetFields(call, stack, changeSet);
    const values = flag(call.parameters, 'IncludePropertyValues');
    const isMade = fields.Status === 'CREATE_COMPLETE' || fields.Status === 'FAILED';
    return {
      ...fields,
      ...deploymentFields(changeSet.deployment),
      RollbackConfiguration: {},
      ...page(call, 'Changes', {
        items: isMade ? unpack(changeSet.changes).flatMap(change => toldChange(change, values) ?? []) : [],
        idOf: ({ logicalId }) => logicalId,
        show: change => ({ Type: 'Resource', ResourceChange: resourceChange(change, changeSet, values) }),
      }),
      OnStackFailure: changeSet.onStackFailure,
      DeploymentMode: changeSet.driftStatus && 'REVERT_DRIFT',
      StackDriftStatus: changeSet.driftStatus,
    };
  },
};

function changeSetFields({ context }: Call, stack: Stack, changeSet: ChangeSet) {
  const { status, executionStatus, statusReason } = shownStatus(changeSet, context.clock.now(stack));
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    Description: changeSet.description,
    CreationTime: time(changeSet.creationTime),
    ExecutionStatus: executionStatus,
    Status: status,
    StatusReason: statusReason,
    IncludeNestedStacks: false,
  };
}

function resourceChange(change: ResourceChange, { creationTime }: ChangeSet, values: boolean): XmlValue {
  const { policyAction, action, replacement, scope, drift } = change;
  return shaped({
    policyAction,
    action,
    replacement,
    scope,
    logicalResourceId: change.logicalId,
    physicalResourceId: change.physicalId,
    resourceType: change.type,
    resourceDriftStatus: drift?.status,
    resourceDriftIgnoredAttributes: drift?.ignored,
    details: shownDetails(change.details, values).map(detail => changeDetail(detail, creationTime, values)),
    ...(values && {
      beforeContext: contextOf(change.before),
      afterContext: contextOf(change.after),
      previousDeploymentContext: contextOf(drift?.previous),
    }),
  });
}

function contextOf(properties: ResourceChange['before']): string | undefined {
  return properties && JSON.stringify({ Properties: properties });
}

/** Without values AWS tells each cause of a property once, however many of its members differ. */
function shownDetails(details: readonly ChangeDetail[], values: boolean): readonly ChangeDetail[] {
  if (values) return details;
  return [...new Map(details.map(detail => [causeOf(detail), detail])).values()];
}

function causeOf({ attribute, name, changeSource, causingEntity, evaluation }: ChangeDetail): string {
  return [attribute, name, changeSource, causingEntity, evaluation].join(' ');
}

function changeDetail(detail: ChangeDetail, readAt: number, values: boolean): unknown {
  const { attribute, name, requiresRecreation, evaluation, changeSource, causingEntity, drift: from } = detail;
  const { path, beforeValue, afterValue, attributeChangeType } = detail;
  const drift = from?.drift && { ...from.drift, driftDetectionTimestamp: time(readAt) };
  const target = {
    attribute,
    name,
    requiresRecreation,
    ...(values && { path, beforeValue, afterValue, attributeChangeType }),
    ...(from && { ...from, drift, afterValueFrom: 'TEMPLATE' }),
  };
  return { target, evaluation, changeSource, causingEntity };
}
