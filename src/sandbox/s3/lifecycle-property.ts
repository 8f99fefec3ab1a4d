import type { Tree } from './setting-shapes.js';

type Rule = Readonly<Record<string, unknown>>;

/** S3's lifecycle rules from CloudFormation's, which have most things one level higher and under other names. */
export function lifecycleTree(property: unknown): Rule {
  const { Rules = [] } = (property ?? {}) as { readonly Rules?: readonly Rule[] };
  return {
    Rule: Rules.map(rule => ({
      ID: rule.Id,
      Status: rule.Status,
      Filter: filterTree(rule),
      Expiration: present({
        Days: rule.ExpirationInDays,
        Date: rule.ExpirationDate,
        ExpiredObjectDeleteMarker: rule.ExpiredObjectDeleteMarker,
      }),
      NoncurrentVersionExpiration:
        rule.NoncurrentVersionExpiration ?? present({ NoncurrentDays: rule.NoncurrentVersionExpirationInDays }),
      Transition: listOf(rule.Transitions, rule.Transition)?.map(
        ({ TransitionInDays, TransitionDate, StorageClass }) => ({
          Days: TransitionInDays,
          Date: TransitionDate,
          StorageClass,
        }),
      ),
      NoncurrentVersionTransition: listOf(rule.NoncurrentVersionTransitions, rule.NoncurrentVersionTransition)?.map(
        ({ TransitionInDays, NewerNoncurrentVersions, StorageClass }) => ({
          NoncurrentDays: TransitionInDays,
          NewerNoncurrentVersions,
          StorageClass,
        }),
      ),
      AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    })),
  };
}

/** And back, for what somebody has put behind CloudFormation's back. */
export function lifecycleProperty({ Rule: rules }: Tree): unknown {
  return {
    Rules: (rules as readonly Tree[]).map(rule => {
      const expiration = (rule.Expiration ?? {}) as Tree;
      return present({
        Id: rule.ID,
        Status: rule.Status,
        ...filterProperties(rule),
        ExpirationInDays: expiration.Days,
        ExpirationDate: expiration.Date,
        ExpiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker,
        NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
        Transitions: treesIn(rule.Transition)?.map(({ Days, Date: date, StorageClass }) =>
          present({ TransitionInDays: Days, TransitionDate: date, StorageClass }),
        ),
        NoncurrentVersionTransitions: treesIn(rule.NoncurrentVersionTransition)?.map(
          ({ NoncurrentDays, NewerNoncurrentVersions, StorageClass }) =>
            present({ TransitionInDays: NoncurrentDays, NewerNoncurrentVersions, StorageClass }),
        ),
        AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
      });
    }),
  };
}

/** S3 wants several criteria in an `And`, one by itself, and none as an empty prefix. */
function filterTree({ Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan }: Rule): Rule {
  const tags = (TagFilters ?? []) as readonly Rule[];
  const others = present({ Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan }) ?? {};
  const criteria = Object.keys(others).length + tags.length;
  if (criteria === 0) return { Prefix: '' };
  if (criteria > 1) return { And: { ...others, ...(tags.length > 0 && { Tag: tags }) } };
  return tags.length > 0 ? { Tag: tags[0] } : others;
}

function filterProperties({ Filter, Prefix }: Tree): Rule {
  const filter = (Filter ?? { Prefix: Prefix ?? '' }) as Tree;
  const { Tag, Prefix: prefix, ...sizes } = (filter.And ?? filter) as Tree;
  const tags = Tag === undefined || Array.isArray(Tag) ? Tag : [Tag];
  return { ...sizes, Prefix: prefix === '' ? undefined : prefix, TagFilters: tags };
}

function listOf(many: unknown, one: unknown): readonly Rule[] | undefined {
  return (many as readonly Rule[] | undefined) ?? (one === undefined ? undefined : [one as Rule]);
}

function treesIn(value: unknown): readonly Tree[] | undefined {
  return value as readonly Tree[] | undefined;
}

/** The members that there are; undefined if there are none. */
function present(members: Rule): Rule | undefined {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
