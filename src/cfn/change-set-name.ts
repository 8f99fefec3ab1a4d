/** Change sets of `apply`, named from the desired digest, so that a stack tells what was tried on it. */
export interface AppliedName {
  /** First 12 hexadecimal digits of the desired digest. */
  readonly digest: string;
  /** Counts from 1. */
  readonly attempt: number;
}

export function applyChangeSetName(desired: string, attempt: number): string {
  return `apply-${desired.slice(0, digits)}-${attempt}`;
}

/** Reads what `applyChangeSetName` wrote; undefined for anything else. */
export function parseApplyChangeSetName(name: string): AppliedName | undefined {
  const match = /^apply-([0-9a-f]{12})-([1-9]\d*)$/.exec(name);
  return match?.[1] === undefined ? undefined : { digest: match[1], attempt: Number(match[2]) };
}

/** Whether a change set of this name was made for this desired digest. */
export function appliesDigest(name: AppliedName | undefined, desired: string): name is AppliedName {
  return name?.digest === desired.slice(0, digits);
}

/**
 * Change sets of `plan`: of one run, so that two plans never meet, and with the time, so that another run can tell a
 * left-over from one in use.
 */
export function planChangeSetName(run: string, startedMs: number): string {
  return `plan-${Math.floor(startedMs).toString(36)}-${run}`;
}

/** Milliseconds since 1970 when the run of this `plan` change set began; undefined for any other name. */
export function planStartedMs(name: string): number | undefined {
  const match = /^plan-([0-9a-z]{8})-[0-9a-z]+$/.exec(name);
  return match?.[1] === undefined ? undefined : Number.parseInt(match[1], 36);
}

/** Whether clusterwright made a change set of this name. */
export function isOurChangeSet(name: string): boolean {
  return parseApplyChangeSetName(name) !== undefined || planStartedMs(name) !== undefined;
}

/** Name of a change set from its ARN, `arn:…:changeSet/<name>/<id>`; undefined for anything else. */
export function changeSetNameOf(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /:changeSet\/([^/]+)\//.exec(arn)?.[1];
}

const digits = 12;
