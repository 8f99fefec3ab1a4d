import type { NewFleet } from '../scaffold/texts/fleet.js';
import type { Form, RequiredFlag } from './form.js';
import { block, field } from './new/checks.js';

/** About the VPC that clusters are peered with; all or none. */
export interface ManagementFlags {
  readonly managementVpc: string | undefined;
  readonly managementCidr: string | undefined;
  readonly managementRouteTables: string | undefined;
}

const managementFields = [
  ['--management-vpc', 'managementVpc'],
  ['--management-cidr', 'managementCidr'],
  ['--management-route-tables', 'managementRouteTables'],
] as const;

/** Those that must be there because another one is. */
export function managementFlags(flags: ManagementFlags): RequiredFlag[] {
  const given = managementFields.map(([flag, key]) => ({ flag, given: flags[key] }));
  return given.every(({ given: value }) => value === undefined) ? [] : given;
}

/** Undefined if clusters shall not be peered with any. */
export async function managementAnswers(form: Form, flags: ManagementFlags): Promise<NewFleet['management']> {
  const wanted =
    managementFlags(flags).length > 0 || (await form.yesOrNo('Shall clusters be peered with an existing VPC?'));
  if (!wanted) return undefined;
  const vpc = await form.text({
    flag: '--management-vpc',
    given: flags.managementVpc,
    message: 'Id of that VPC',
    check: field('Fleet', '/spec/managementNetworks/0/vpc/id'),
  });
  const cidr = await form.text({
    flag: '--management-cidr',
    given: flags.managementCidr,
    message: 'Its block of addresses',
    check: block('Fleet', '/spec/managementNetworks/0/vpc/cidr'),
  });
  const routeTables = await form.list({
    flag: '--management-route-tables',
    given: flags.managementRouteTables,
    message: 'Its route tables, which get a route back to every cluster',
    check: field('Fleet', '/spec/managementNetworks/0/routeTables/0'),
  });
  return { vpc, cidr, routeTables };
}
