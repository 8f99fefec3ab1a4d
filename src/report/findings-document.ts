import type { Finding } from '../model/finding.js';
import type { FindingsDocument } from '../model/spec/findings.generated.js';
import type { FindingsScope } from './findings-scope.js';

/** Findings as data for other programs, after schemas/findings.schema.json. Absent values are left out. */
export function findingsDocument(
  findings: readonly Finding[],
  { fileCount, since }: FindingsScope,
  toolVersion: string,
): FindingsDocument {
  const count = (severity: Finding['severity']) => findings.filter(finding => finding.severity === severity).length;
  return {
    apiVersion: 'clusterwright.io/v1alpha1',
    kind: 'Findings',
    toolVersion,
    files: fileCount,
    errors: count('error'),
    warnings: count('warning'),
    ...(since === undefined ? {} : { since }),
    findings: findings.map(findingDocument),
  };
}

export function findingDocument({ at, related, ...finding }: Finding): FindingsDocument['findings'][number] {
  return {
    ...at,
    ...finding,
    ...(related === undefined ? {} : { related: related.map(({ at, message }) => ({ ...at, message })) }),
  };
}
