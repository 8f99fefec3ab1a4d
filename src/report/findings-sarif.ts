import { createHash } from 'node:crypto';
import { type Finding, findingIdentity, type RelatedPlace } from '../model/finding.js';
import type { Position } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { type FindingsScope, leftOut } from './findings-scope.js';
import type { DocumentedRule } from './rule-catalogue.js';

export interface SarifOptions extends FindingsScope {
  readonly toolVersion: string;
  readonly rules: readonly DocumentedRule[];
  /** Folder of the fleet in its Git repository, empty or with a slash at its end. */
  readonly folder: string;
}

/** Findings as a SARIF 2.1.0 log, which code scanning services and editors read. */
export function findingsSarif(findings: readonly Finding[], options: SarifOptions) {
  const { toolVersion, rules, folder } = options;
  const note = leftOut(options);
  const fingerprint = fingerprints();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'clusterwright', semanticVersion: toolVersion, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [root]: { description: { text: 'The root of the Git repository.' } },
          [program]: { description: { text: 'The folder of clusterwright.' } },
        },
        invocations: [
          {
            executionSuccessful: true,
            ...(note === undefined
              ? {}
              : { toolExecutionNotifications: [{ level: 'note', message: { text: `${note}.` } }] }),
          },
        ],
        results: findings.map(finding => ({
          ...result(finding, folder),
          ruleIndex: rules.findIndex(({ code }) => code === finding.code),
          partialFingerprints: { 'clusterwrightFinding/v1': fingerprint(finding) },
        })),
      },
    ],
  };
}

const root = '%SRCROOT%';
const program = 'CLUSTERWRIGHT';
const documentation = 'https://clusterwright.io/docs/rules.md';

function descriptor({ code, wrong, example, severity, anchor }: DocumentedRule) {
  const sentence = `${wrong.slice(0, 1).toUpperCase()}${wrong.slice(1)}.`;
  const markdown = example === '' ? sentence : `${sentence}\n\nFor example: ${example}`;
  return {
    id: code,
    shortDescription: { text: withoutMarks(sentence) },
    help: { text: withoutMarks(markdown), markdown },
    helpUri: `${documentation}#${anchor}`,
    defaultConfiguration: { level: severity },
  };
}

function withoutMarks(markdown: string): string {
  return markdown.replaceAll('`', '');
}

function result({ code, severity, at, path, message, hint, related = [] }: Finding, folder: string) {
  const text = visibleText(hint === undefined ? message : `${message} (${hint})`);
  return {
    ruleId: code,
    level: severity,
    message: { text },
    locations: [
      {
        physicalLocation: physicalLocation(at, folder),
        ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path, kind: 'property' }] }),
      },
    ],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((other, id) => relatedLocation(other, id, folder)) }),
  };
}

function relatedLocation({ at, message }: RelatedPlace, id: number, folder: string) {
  return { id, physicalLocation: physicalLocation(at, folder), message: { text: visibleText(message) } };
}

function physicalLocation({ file, line, column }: Position, folder: string) {
  // Templates of ours are no files of the repository.
  const [base, path] = file.startsWith('templates/stacks/') ? [program, file] : [root, `${folder}${file}`];
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri, uriBaseId: base }, region: { startLine: line, startColumn: column } };
}

/** The same for a finding as long as it is the same mistake, wherever its line moves; unlike that of any other. */
function fingerprints(): (finding: Finding) => string {
  const counts = new Map<string, number>();
  return finding => {
    const identity = findingIdentity(finding);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    return `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}:${count}`;
  };
}
