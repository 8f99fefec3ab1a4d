import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ruleCatalogue } from '../../src/report/rule-catalogue.js';
import { projectRoot } from '../cli/process.js';

const catalogue = ruleCatalogue(readFileSync(join(projectRoot, 'docs/rules.md'), 'utf8'));

test('a row of a table is a rule: what is wrong, an example, a severity and the section to link to', t => {
  const markdown = `# Rules\n\n## Documents and references\n\n| code | what is wrong | example |\n|---|---|---|
| CW1002 | an unknown field | \`netwrok:\` |\n### Nodes\n| CW1014 | warning: a submodule | |\n`;
  t.deepEqual(ruleCatalogue(markdown), [
    {
      code: 'CW1002',
      wrong: 'an unknown field',
      example: '`netwrok:`',
      severity: 'error',
      anchor: 'documents-and-references',
    },
    { code: 'CW1014', wrong: 'a submodule', example: '', severity: 'warning', anchor: 'nodes' },
  ]);
});

test('every code that the source can report is in the catalogue, once', t => {
  const text = sourceText('src');
  const reported = [...new Set([...text.matchAll(/'(CW\d{4})'/g)].map(match => match[1] ?? ''))].sort();
  t.true(reported.length > 20);
  t.deepEqual(catalogue.map(({ code }) => code).sort(), reported);
});

test('every anchor is a heading of the page', t => {
  const headings = ['documents-and-references', 'nodes', 'accounts', 'addresses', 'zones'];
  t.true(headings.every(heading => catalogue.some(({ anchor }) => anchor === heading)));
});

function sourceText(path: string): string {
  const folder = join(projectRoot, path);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
  return sources.map(name => readFileSync(join(folder, name), 'utf8')).join('');
}
