/** What an extension may hold, in the order in which CloudFormation's own templates have it. */
export const extensionSections = ['Mappings', 'Conditions', 'Resources', 'Outputs'] as const;
export type ExtensionSection = (typeof extensionSections)[number];

type Entries = Readonly<Record<string, unknown>>;

/** Entries of a section of a template; none where nothing was left of it. */
export function entriesOf(template: object, section: ExtensionSection): Entries {
  return (template as Readonly<Record<string, Entries | null | undefined>>)[section] ?? {};
}

/** Our templates have no id that begins like this, and never will: test/render/extensions holds it. */
export const idPrefix = 'Extra';

export function isAdded(id: string): boolean {
  return id.startsWith(idPrefix);
}
