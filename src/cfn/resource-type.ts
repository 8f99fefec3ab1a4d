/** What an update of a property does to the resource, in the words of a change set. */
export type RequiresRecreation = 'Never' | 'Conditionally' | 'Always';

/** A CloudFormation resource type, such as `AWS::EC2::VPC`. */
export interface ResourceType {
  readonly name: string;
  readonly properties: Readonly<Record<string, PropertyType>>;
  /** What GetAtt returns; nested attributes have dotted names. */
  readonly attributes: Readonly<Record<string, ValueType>>;
  /** Names of the properties or attributes whose values Ref returns, joined with `|` if several. */
  readonly refIdentifier: readonly string[];
  /** Whether its data is lost with it, as the specification sees it: volumes, buckets, keys, log groups, databases. */
  readonly holdsData: boolean;
  /** The property that stack tags are added to, and how it holds tags; undefined if the type cannot be tagged. */
  readonly tags: { readonly property: string; readonly shape: 'list' | 'propagating-list' | 'map' } | undefined;
}

export interface PropertyType {
  readonly required: boolean;
  readonly requiresRecreation: RequiresRecreation;
  readonly type: ValueType;
}

export type ValueType =
  | { readonly kind: 'json' }
  | {
      readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'timestamp';
      readonly allowedValues?: readonly string[] | undefined;
    }
  | { readonly kind: 'list' | 'map'; readonly element: ValueType }
  /** `properties` may contain the type itself again. */
  | { readonly kind: 'object'; readonly name: string; readonly properties: Readonly<Record<string, PropertyType>> }
  | { readonly kind: 'union'; readonly types: readonly ValueType[] };
