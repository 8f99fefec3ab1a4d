/** Writes src/model/spec/*.generated.ts from schemas/*.schema.json. A test asserts that they are fresh. */
import { writeFileSync } from 'node:fs';
import { generatedTypes } from './generated-types.js';

for (const { path, content } of await generatedTypes()) writeFileSync(path, content);
