import { randomUUID } from 'node:crypto';
import type { Context, Place } from './context.js';
import type { Stack } from './state.js';

/** A stack without anything, not even a status that anybody has seen. */
export function newStack(context: Context, { accountId, region }: Place, stackName: string): Stack {
  return {
    accountId,
    region,
    stackName,
    stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${randomUUID()}`,
    creationTime: context.now(),
    status: 'REVIEW_IN_PROGRESS',
    statusReason: undefined,
    lastUpdatedTime: undefined,
    deletionTime: undefined,
    terminationProtection: false,
    disableRollback: false,
    changeSetId: undefined,
    deployment: undefined,
    resources: {},
    outputs: [],
    changeSets: [],
    events: [],
    operation: undefined,
    operations: [],
    tokens: {},
  };
}

export const stackNamePattern = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;
