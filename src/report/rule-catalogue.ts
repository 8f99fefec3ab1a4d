/** What docs/rules.md says about a rule. */
export interface DocumentedRule {
  readonly code: string;
  /** What is wrong, in Markdown, for example `an unknown field`. */
  readonly wrong: string;
  /** May be empty. */
  readonly example: string;
  readonly severity: 'error' | 'warning';
  /** Anchor of the section that it stands in. */
  readonly anchor: string;
}

/** The tables of docs/rules.md, in order: `| code | what is wrong | example |`. */
export function ruleCatalogue(markdown: string): readonly DocumentedRule[] {
  const rules: DocumentedRule[] = [];
  let anchor = '';
  for (const line of markdown.split('\n')) {
    const heading = /^#+ (?<title>.+)$/.exec(line)?.groups?.title;
    if (heading !== undefined)
      anchor = heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-');
    const row = /^\| (?<code>CW\d+) \| (?<text>.+) \|(?<example>[^|]*)\|$/.exec(line)?.groups;
    if (row === undefined) continue;
    const { code = '', text = '', example = '' } = row;
    const severity = text.startsWith('warning: ') ? 'warning' : 'error';
    rules.push({ code, wrong: text.replace(/^warning: /, ''), example: example.trim(), severity, anchor });
  }
  return rules;
}
