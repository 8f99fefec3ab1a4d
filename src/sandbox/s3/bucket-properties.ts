import { lifecycleProperty, lifecycleTree } from './lifecycle-property.js';
import type { SettingName, Tree, TreeValue } from './setting-shapes.js';
import { settingShapes } from './setting-shapes.js';
import { shapedTree } from './shaped-tree.js';

/** CloudFormation's properties of a bucket that are settings of S3. */
export const settingProperties: Readonly<Record<SettingName, string>> = {
  tagging: 'Tags',
  encryption: 'BucketEncryption',
  publicAccessBlock: 'PublicAccessBlockConfiguration',
  ownershipControls: 'OwnershipControls',
  logging: 'LoggingConfiguration',
  lifecycle: 'LifecycleConfiguration',
};

/** A setting as S3 has it, from a property; throws MalformedXML for one that S3 would not take. */
export function treeOfProperty(name: SettingName, value: unknown): Tree {
  return shapedTree(translations[name].toSetting(value), settingShapes[name]);
}

/** The property that CloudFormation reads for a setting. */
export function propertyOf(name: SettingName, tree: Tree): unknown {
  return translations[name].toProperty(tree);
}

interface Translation {
  readonly toSetting: (property: unknown) => Readonly<Record<string, unknown>>;
  readonly toProperty: (tree: Tree) => unknown;
}

const translations: Readonly<Record<SettingName, Translation>> = {
  tagging: {
    toSetting: tags => ({ TagSet: { Tag: tags } }),
    toProperty: ({ TagSet }) => (TagSet as Tree).Tag ?? [],
  },
  encryption: renamed({
    ServerSideEncryptionConfiguration: 'Rule',
    ServerSideEncryptionByDefault: 'ApplyServerSideEncryptionByDefault',
  }),
  publicAccessBlock: renamed({}),
  ownershipControls: renamed({ Rules: 'Rule' }),
  logging: {
    toSetting(property) {
      const { DestinationBucketName, LogFilePrefix = '' } = property as Record<string, unknown>;
      return { LoggingEnabled: { TargetBucket: DestinationBucketName, TargetPrefix: LogFilePrefix } };
    },
    toProperty({ LoggingEnabled }) {
      if (LoggingEnabled === undefined) return undefined;
      const { TargetBucket, TargetPrefix } = LoggingEnabled as Tree;
      return { DestinationBucketName: TargetBucket, ...(TargetPrefix !== '' && { LogFilePrefix: TargetPrefix }) };
    },
  },
  lifecycle: { toSetting: lifecycleTree, toProperty: lifecycleProperty },
};

/** The same tree under other names. */
function renamed(names: Readonly<Record<string, string>>): Translation {
  const back = Object.fromEntries(Object.entries(names).map(([property, element]) => [element, property]));
  return {
    toSetting: property => rename(property, names) as Record<string, unknown>,
    toProperty: tree => rename(tree, back),
  };
}

function rename(value: unknown, names: Readonly<Record<string, string>>): TreeValue {
  if (Array.isArray(value)) return value.map(item => rename(item, names));
  if (typeof value !== 'object' || value === null) return value as TreeValue;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [names[name] ?? name, rename(item, names)]));
}
