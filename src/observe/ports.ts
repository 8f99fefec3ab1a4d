import type { Target } from '../model/fleet.js';
import type { LiveStack } from './snapshot.js';

/** What observing needs of CloudFormation. Failures are AppErrors in users' words. */
export interface StackReader {
  /** All stacks of the account and region, all pages or an error: a part would read as "the rest was deleted". */
  stacks(target: Target, signal: AbortSignal): Promise<readonly LiveStack[]>;
  /** Names of all change sets of a stack. */
  changeSetNames(target: Target, stackArn: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** What observing needs of Auto Scaling. Failures are AppErrors in users' words. */
export interface NodeReader {
  /** Every group with this tag, all pages. */
  groups(target: Target, tag: string, signal: AbortSignal): Promise<readonly NodeGroup[]>;
}

export interface NodeGroup {
  readonly name: string;
  /** What new instances are launched from. */
  readonly launchedFrom: LaunchTemplateVersion;
  readonly nodes: readonly {
    /** Instance id. */
    readonly id: string;
    readonly launchedFrom: LaunchTemplateVersion;
  }[];
}

/** Versions are counted anew in each launch template. Empty texts where there is none. */
export interface LaunchTemplateVersion {
  /** Id of the launch template. */
  readonly template: string;
  /** As text: `3`. */
  readonly version: string;
}
