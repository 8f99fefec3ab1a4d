import { AwsFault } from '../fault.js';
import { s3Faults } from './faults.js';
import type { Tree } from './setting-shapes.js';

/** Rules that S3 refuses although their document is in order; throws its fault. */
export function checkLifecycle({ Rule }: Tree): void {
  const rules = Rule as readonly Tree[];
  if (rules.length > 1000) throw s3Faults.malformedXml();
  const ids = rules.flatMap(({ ID }) => (typeof ID === 'string' && ID !== '' ? [ID] : []));
  if (new Set(ids).size < ids.length) throw invalid('Rule ID must be unique. Found same ID for more than one rule');
  if (ids.some(id => id.length > 255)) throw invalid('ID length should not exceed allowed limit of 255');
  for (const rule of rules) checkRule(rule);
}

const actions = [
  'Expiration',
  'NoncurrentVersionExpiration',
  'Transition',
  'NoncurrentVersionTransition',
  'AbortIncompleteMultipartUpload',
];

function checkRule(rule: Tree): void {
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw s3Faults.malformedXml();
  if (Object.keys((rule.Filter ?? {}) as Tree).length > 1) throw s3Faults.malformedXml();
  if (!actions.some(name => rule[name] !== undefined)) {
    throw new AwsFault('InvalidRequest', 'At least one action needs to be specified in a rule');
  }
  const { Days, Date: date, ExpiredObjectDeleteMarker } = (rule.Expiration ?? {}) as Tree;
  if (rule.Expiration && [Days, date, ExpiredObjectDeleteMarker].filter(value => value !== undefined).length !== 1) {
    throw s3Faults.malformedXml();
  }
  if (Days === 0) throw invalid("'Days' for Expiration action must be a positive integer");
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidArgument', message);
}
