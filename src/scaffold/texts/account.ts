import { fileText, flowScalar, noted } from './lines.js';

export interface NewAccount {
  readonly name: string;
  /** 12 digits. */
  readonly id: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
}

/** The document of an account, with the usual names of its roles. */
export function accountText({ name, id, partition }: NewAccount): string {
  const role = (purpose: string) => `    ${purpose}: arn:${partition}:iam::${id}:role/clusterwright-${purpose}`;
  return fileText([
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Account',
    `metadata: { name: ${flowScalar(name)} }`,
    'spec:',
    noted(`  id: "${id}"`, 'quoted: unquoted, YAML reads a number'),
    '  # Roles that have to exist in the account; their names are yours to choose.',
    '  roles:',
    `${role('plan').padEnd(70)} # reads stacks, makes change sets`,
    `${role('apply').padEnd(70)} # executes them, uploads, encrypts`,
    `${role('service').padEnd(70)} # CloudFormation acts with it`,
  ]);
}
