import { fileText } from './lines.js';

/** Files of a fleet repository that are no specs, by path. */
export function repositoryTexts({ name, schemas }: { name: string; schemas: ReadonlyMap<string, string> }) {
  return new Map([
    ['README.md', readme(name)],
    ['.gitignore', fileText(['# What clusterwright render --out writes.', '/out/', 'node_modules/'])],
    ['.vscode/settings.json', `${JSON.stringify(editorSettings, null, 2)}\n`],
    ...[...schemas].map(([file, text]): [string, string] => [`${schemaFolder}/${file}`, text]),
  ]);
}

const schemaFolder = '.clusterwright/schemas';

/** For the YAML language server; docs/editors.md. */
const editorSettings = {
  'yaml.schemas': {
    [`./${schemaFolder}/clusterwright.schema.json`]: [
      'fleet.yaml',
      'accounts/**/*.yaml',
      'releases/**/*.yaml',
      'clusters/**/*.yaml',
    ],
  },
};

function readme(name: string): string {
  return fileText([
    `# ${name}`,
    '',
    'Kubernetes clusters on AWS, as specs. What stands here is what runs: a change is a commit, and `clusterwright plan`',
    'says what it would do before it is applied.',
    '',
    '| file | what it says |',
    '|---|---|',
    '| `fleet.yaml` | what all clusters share: domain, address pools, defaults |',
    '| `accounts/` | AWS accounts and the roles in them |',
    '| `releases/` | versions that nodes run, with digests and images |',
    '| `clusters/NAME/` | a cluster, its masters and its node pools |',
    '| `.clusterwright/schemas/` | for editors; copies of the schemas of the clusterwright that made this repository |',
    '',
    '## Next',
    '',
    '```sh',
    "clusterwright images                 # the images that Flatcar publishes, for your regions: the Release's are examples",
    'clusterwright new cluster NAME       # asks what it needs to know',
    'clusterwright new nodepool workers --cluster NAME',
    'clusterwright validate               # every mistake, at file:line:column',
    'clusterwright render --out out       # what would be uploaded, byte for byte',
    'git init                             # unless this is in a Git repository already',
    'git add . && git commit -m "first cluster"',
    'clusterwright plan                   # what a commit would change',
    '```',
  ]);
}
