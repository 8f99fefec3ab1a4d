import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isMoment } from '../model/moment.js';
import type { AccountDocument } from '../model/spec/account.generated.js';
import type { ClusterDocument } from '../model/spec/cluster.generated.js';
import type { ControlPlaneDocument } from '../model/spec/control-plane.generated.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import type { NodePoolDocument } from '../model/spec/node-pool.generated.js';
import type { ReleaseDocument } from '../model/spec/release.generated.js';

export const apiVersion = 'clusterwright.io/v1alpha1';

/** Every kind of document with the type that its schema describes. */
export interface Documents {
  readonly Fleet: FleetDocument;
  readonly Account: AccountDocument;
  readonly Release: ReleaseDocument;
  readonly Cluster: ClusterDocument;
  readonly ControlPlane: ControlPlaneDocument;
  readonly NodePool: NodePoolDocument;
}

export type Kind = keyof Documents;

const schemaFiles: Readonly<Record<Kind, string>> = {
  Fleet: 'fleet',
  Account: 'account',
  Release: 'release',
  Cluster: 'cluster',
  ControlPlane: 'control-plane',
  NodePool: 'node-pool',
};

export const kinds = Object.keys(schemaFiles) as readonly Kind[];

const validators = new Map<Kind, ValidateFunction>();

/** The compiled schema of a kind. All errors are collected, with the schema that each comes from. */
export function validatorOf(kind: Kind): ValidateFunction {
  const known = validators.get(kind);
  if (known) return known;
  ajv ??= new Ajv2020({
    // Formats and patterns come from our own schemas only; a user's pattern could take exponential time.
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    // Compiling takes longer than checking, and its passes over the code longer than they save. The schemas are our
    // own, checked against their meta-schema by a test, and what is wrong is told in words of our own.
    code: { optimize: false },
    inlineRefs: false,
    meta: false,
    validateSchema: false,
    messages: false,
    formats: { moment: isMoment },
    schemas: [schema('common')],
  });
  const validator = ajv.compile(schema(schemaFiles[kind]));
  validators.set(kind, validator);
  return validator;
}

let ajv: Ajv2020 | undefined;

function schema(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas', `${name}.schema.json`), 'utf8'));
}
