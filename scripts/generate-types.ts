/**
 * Writes src/model/spec/*.generated.ts from schemas/*.schema.json, and the tables of docs/from-aws-operator.md. Tests
 * assert that they are fresh.
 */
import { writeFileSync } from 'node:fs';
import { generatedTypes } from './generated-types.js';
import { mappingDocument } from './mapping-document.js';

for (const { path, content } of [...(await generatedTypes()), mappingDocument()]) writeFileSync(path, content);
