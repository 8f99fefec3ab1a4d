import { uuidFor } from '../../ids.js';
import { shaped, time } from '../../query-page.js';
import { count, required, someOf, textList } from '../../query-parameters.js';
import { isDetectable } from '../../resources/drift-support.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Actions } from '../call.js';
import { namedResource, namedStack, page, withId } from '../call.js';
import type { Context } from '../context.js';
import { detectDrift, expectedProperties } from '../drift/detect.js';
import type { DriftDetection, ResourceDrift } from '../drift/results.js';
import { driftedCount, driftResults, driftStatusOf } from '../drift/results.js';
import { masked } from '../masked.js';
import { stacksIn } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';

export const driftActions: Actions = {
  /** Starts to look for drift; what it finds is there at once and shown when it ends. */
  async DetectStackDrift(call) {
    const { context, engine, parameters } = call;
    const stack = namedStack(call, withId);
    const only = textList(parameters, 'LogicalResourceIds');
    return engine.change(stack, async () => {
      const now = context.clock.now(stack);
      checkAllowed('detectDrift', stack);
      if ((stack.drift.detections.at(-1)?.finishesAt ?? 0) > now) {
        throw validationError(`Drift detection is already in progress for stack [${stack.stackId}]`);
      }
      for (const logicalId of only) liveResource(stack, logicalId);
      const { resources, detections } = driftResults(stack, now);
      const found: Record<string, ResourceDrift> = {};
      for (const resource of checkedResources(stack, only)) {
        found[resource.logicalId] = (await detectDrift(context, stack, resource)).drift;
      }
      const id = uuidFor(context.world, 'drift detection', stack.stackId, now, detections.length);
      const outcome = outcomeOf(found, { ...resources, ...found });
      const detection = { id, startedAt: now, finishesAt: now + context.pace.driftMs, found, outcome };
      stack.drift.detections = [...detections, detection].slice(-10);
      return { StackDriftDetectionId: id };
    });
  },

  async DetectStackResourceDrift(call) {
    const { context, engine, parameters } = call;
    const stack = namedStack(call, withId);
    const logicalId = required(parameters, 'LogicalResourceId');
    return engine.change(stack, async () => {
      checkAllowed('detectDrift', stack);
      const resource = liveResource(stack, logicalId);
      if (!isDetectable(resource.type)) {
        throw validationError(
          `Resource type ${resource.type} of resource [${logicalId}] does not support drift detection.`,
        );
      }
      const now = context.clock.now(stack);
      const { drift } = await detectDrift(context, stack, resource);
      const { resources } = driftResults(stack, now);
      Object.assign(stack.drift, { checkedAt: now, resources: { ...resources, [logicalId]: drift } });
      return { StackResourceDrift: resourceDrift(context, stack, [resource, drift]) };
    });
  },

  DescribeStackDriftDetectionStatus({ context, parameters, place }) {
    const id = required(parameters, 'StackDriftDetectionId');
    const [found] = stacksIn(context.world, place).flatMap(stack =>
      stack.drift.detections.filter(detection => detection.id === id).map(detection => ({ stack, detection })),
    );
    if (!found) throw validationError(`Drift detection operation with id ${id} does not exist`);
    const { stack, detection } = found;
    const isRunning = context.clock.now(stack) < detection.finishesAt;
    return shaped({
      stackId: stack.stackId,
      stackDriftDetectionId: id,
      timestamp: time(detection.startedAt),
      ...(isRunning ? running : detection.outcome),
    });
  },

  DescribeStackResourceDrifts(call) {
    const { context, parameters } = call;
    const stack = namedStack(call, withId);
    const filters = someOf(parameters, 'StackResourceDriftStatusFilters', statuses);
    const { resources } = driftResults(stack, context.clock.now(stack));
    return page(call, 'StackResourceDrifts', {
      items: Object.values(stack.resources).flatMap((resource): [StackResource, ResourceDrift][] => {
        const drift = resources[resource.logicalId];
        return drift && (filters.length === 0 || filters.includes(drift.status)) ? [[resource, drift]] : [];
      }),
      size: Math.min(count(parameters, 'MaxResults', 100) ?? Infinity, context.pageSize),
      idOf: ([{ logicalId }]) => logicalId,
      show: found => resourceDrift(context, stack, found),
    });
  },
};

const statuses = ['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNKNOWN', 'UNSUPPORTED'];

const running = { detectionStatus: 'DETECTION_IN_PROGRESS', detectionStatusReason: 'User Initiated' };

/** A skipped rollback has left nobody knows what ("StackResourceDriftInformation" in the API reference). */
function checkedResources({ resources }: Stack, only: readonly string[]): readonly StackResource[] {
  return Object.values(resources).filter(
    resource =>
      (only.length === 0 || only.includes(resource.logicalId)) &&
      isLive(resource) &&
      isDetectable(resource.type) &&
      resource.rollback !== 'skipped',
  );
}

function liveResource(stack: Stack, logicalId: string): StackResource {
  return namedResource(stack, logicalId, isLive);
}

function isLive({ physicalId, status }: StackResource): boolean {
  return physicalId !== undefined && !status.startsWith('DELETE_');
}

type Found = Readonly<Record<string, ResourceDrift>>;

function outcomeOf(found: Found, all: Found): DriftDetection['outcome'] {
  const failures = Object.entries(found).filter(([, { status }]) => status === 'UNKNOWN');
  const Failures = failures.map(([Resource, { reason }]) => ({ Resource, FailureReason: reason }));
  const Summary = `Failed to detect drift on resources [${failures.map(([logicalId]) => logicalId).join(',')}]`;
  return {
    detectionStatus: failures.length === 0 ? 'DETECTION_COMPLETE' : 'DETECTION_FAILED',
    // JSON text, as cloudformation-coverage-roadmap#801 shows it.
    detectionStatusReason: failures.length === 0 ? undefined : JSON.stringify({ Summary, Failures }),
    stackDriftStatus: driftStatusOf(Object.values(all)),
    driftedStackResourceCount: driftedCount(Object.values(all)),
  };
}

function resourceDrift(
  context: Context,
  stack: Stack,
  [resource, drift]: readonly [StackResource, ResourceDrift],
): XmlValue {
  const expected = expectedProperties(context, stack, resource);
  const isRead = drift.status === 'IN_SYNC' || drift.status === 'MODIFIED';
  const shown: XmlValue = {
    StackId: stack.stackId,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ExpectedProperties: isRead ? JSON.stringify(expected) : undefined,
    ActualProperties: isRead ? JSON.stringify(drift.actual ?? expected) : undefined,
    PropertyDifferences: shaped(drift.differences),
    StackResourceDriftStatus: drift.status,
    Timestamp: time(drift.timestamp),
    DriftStatusReason: drift.reason,
  };
  return masked(shown, stack.deployment);
}
