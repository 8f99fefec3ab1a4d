/** An event as DescribeStackEvents tells it. */
export interface StackEvent {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** Whether an event begins an operation on the stack itself; what is older belongs to earlier operations. */
export function beginsOperation(event: StackEvent, stackArn: string): boolean {
  return event.physicalId === stackArn && beginnings.has(event.status);
}

const beginnings: ReadonlySet<string> = new Set([
  'CREATE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
]);

/**
 * Resources that failed in the last operation, earliest first: the first is the cause of the rest. Left out are those
 * that CloudFormation only cancelled because another one had failed, and the stack itself unless nothing else failed.
 */
export function firstFailures(newestFirst: readonly StackEvent[], stackArn: string): readonly StackEvent[] {
  const begin = newestFirst.findIndex(event => beginsOperation(event, stackArn));
  const events = (begin === -1 ? newestFirst : newestFirst.slice(0, begin + 1)).toReversed();
  const failed = events.filter(event => event.status.endsWith('_FAILED') && !/cancelled/i.test(event.reason ?? ''));
  const resources = failed.filter(event => event.physicalId !== stackArn);
  const told = resources.length > 0 ? resources : failed;
  const forward = told.filter(event => !event.status.startsWith('DELETE'));
  return forward.length > 0 ? forward : told;
}
