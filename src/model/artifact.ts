import type { Target } from './fleet.js';
import type { Position } from './source.js';
import type { StackKind } from './stack-kind.js';

/** Everything a fleet renders to: final bytes, in the order in which stacks are first created. */
export interface Artifacts {
  readonly stacks: readonly StackArtifact[];
  readonly nodeConfigs: readonly NodeConfigArtifact[];
}

export interface StackArtifact {
  /** `names.stackId`, or `store`. */
  readonly id: string;
  /** Undefined for the fleet's store. */
  readonly cluster: string | undefined;
  readonly kind: StackKind;
  readonly pool: string | undefined;
  readonly stackName: string;
  /** Value of the Owner parameter. */
  readonly owner: string;
  readonly target: Target;
  /** Path below the output folder of `render`. */
  readonly path: string;
  /** The template as uploaded: YAML text, or compact JSON, which is YAML as well, if that would be too large. */
  readonly body: string;
  /** `body`, parsed, with intrinsic functions in their long form. */
  readonly template: CfnTemplate;
  /** Its stack policy, JSON: what no update may do, whoever asks for it. */
  readonly policy: string;
  /** Every parameter of the template except the bookkeeping ones. */
  readonly inputs: Readonly<Record<string, StackInput>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  /** Ids of stacks that must be settled first, besides those that `inputs` name. */
  readonly after: readonly string[];
  /** Ids of node configs that must be uploaded before the stack changes. */
  readonly nodeConfigs: readonly string[];
  /** Nodes of the stack that read a secrets bundle: each master, or the pool's name for all of its nodes. */
  readonly secretsNodes: readonly string[];
  /** JSON pointer in `template` to the place in the specs that its value comes from. */
  readonly sources: ReadonlyMap<string, Position>;
  /** What the fleet's own template added; undefined if there is none, or if it adds nothing to this stack. */
  readonly extension: AddedByExtension | undefined;
}

/** Names of what is in a stack's template beside ours. */
export interface AddedByExtension {
  /** `templates/extra/tccp.yaml.hbs` */
  readonly file: string;
  /** Logical id to type. */
  readonly resources: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly conditions: readonly string[];
  readonly mappings: readonly string[];
}

/** Where the value of a template parameter comes from; known offline only if literal. */
export type StackInput =
  | { readonly from: 'literal'; readonly value: string }
  /** An output of another stack of the fleet, by that stack's id. */
  | { readonly from: 'output'; readonly stack: string; readonly name: string }
  /** Revision of the secrets bundle of one of `secretsNodes`. */
  | { readonly from: 'revision'; readonly node: string };

export interface CfnTemplate {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, CfnResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

export interface CfnResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** An Ignition config that instances fetch from the cluster's bucket; immutable, its key names its content. */
export interface NodeConfigArtifact {
  /** `<cluster>/master-<n>` or `<cluster>/<pool>`. */
  readonly id: string;
  readonly cluster: string;
  /** `master-<n>` or the pool's name. */
  readonly node: string;
  /** `master` or the pool's name: first part of the key and the name of its secrets bundle. */
  readonly role: string;
  readonly target: Target;
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  /** JSON, the exact bytes to upload. */
  readonly body: string;
  readonly sha512: string;
}
