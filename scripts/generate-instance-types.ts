/**
 * Writes src/model/instance-types.generated.ts: network limits of EC2's instance types, from the Go module in which AWS
 * publishes them for its pod network. `npm run generate:instance-types [VERSION]` needs Go; without a version, the newest.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const goModule = 'github.com/aws/amazon-vpc-cni-k8s';
const version = process.argv[2] ?? 'latest';
const downloaded = execFileSync('go', ['mod', 'download', '-json', `${goModule}@${version}`], {
  encoding: 'utf8',
  env: { ...process.env, GOFLAGS: '-mod=mod' },
});
const { Dir, Version } = JSON.parse(downloaded) as { readonly Dir: string; readonly Version: string };
const text = readFileSync(join(Dir, 'pkg/vpc/vpc_ip_resource_limit.go'), 'utf8');

const families = new Map<string, string[]>();
for (const [, family = '', size = '', interfaces, addresses] of text.matchAll(
  /"([a-z0-9-]+)\.([a-z0-9-]+)": \{\s+ENILimit:\s+(\d+),\s+IPv4Limit:\s+(\d+),/g,
)) {
  families.set(family, [...(families.get(family) ?? []), `${size} ${interfaces} ${addresses}`]);
}
const lines = [...families]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([family, sizes]) => `${family}: ${sizes.sort().join(', ')}\n`);

writeFileSync(
  'src/model/instance-types.generated.ts',
  `// Written by scripts/generate-instance-types.ts from ${goModule} ${Version}.

/** A line per family: its sizes, each with its network interfaces and the IPv4 addresses of an interface. */
export const networkLimits = \`\\
${lines.join('')}\`;
`,
);
