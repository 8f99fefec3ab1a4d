import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's own folder: where package.json, templates, schemas and examples stand. */
export const packageRoot = join(import.meta.dirname, '../../..');

/** Version of clusterwright, from package.json. */
export function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return manifest.version;
}
