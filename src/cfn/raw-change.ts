/** The parts of DescribeChangeSet's `Changes` that matter, spelled as there. */
export interface RawChange {
  readonly ResourceChange?: RawResourceChange | undefined;
}

export interface RawResourceChange {
  readonly Action?: string | undefined;
  readonly LogicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly Replacement?: string | undefined;
  readonly PolicyAction?: string | undefined;
  readonly Details?: readonly RawDetail[] | undefined;
}

export interface RawDetail {
  readonly ChangeSource?: string | undefined;
  readonly Evaluation?: string | undefined;
  /** What causes it: a parameter, a resource, or `Id.Attribute`. */
  readonly CausingEntity?: string | undefined;
  readonly Target?:
    | {
        readonly Attribute?: string | undefined;
        readonly Name?: string | undefined;
        readonly Path?: string | undefined;
        readonly RequiresRecreation?: string | undefined;
        readonly BeforeValue?: string | undefined;
        readonly AfterValue?: string | undefined;
      }
    | undefined;
}

/** Stands for a value that only applying will tell. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';
