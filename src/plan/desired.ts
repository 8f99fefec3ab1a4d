import type { CfnTemplate, StackArtifact } from '../model/artifact.js';
import { bookkeeping, secretsGenerations } from '../model/bookkeeping.js';
import { digestOf } from '../model/digest.js';
import type { DecidedSecrets } from './secrets.js';

/** What a stack should be, once every input is known. */
export interface Desired {
  /** D, 64 hexadecimal digits: neither the commit nor anything of the live stack enters, except outputs it takes. */
  readonly digest: string;
  /** Every parameter but AppliedHash, AppliedCommit and ToolVersion. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Set when the stack's nodes read secrets bundles. */
  readonly secrets: DecidedSecrets | undefined;
}

/** `inputs` holds a value for every input of the stack. */
export function desiredOf(
  stack: StackArtifact,
  inputs: Readonly<Record<string, string>>,
  secrets: DecidedSecrets | undefined,
): Desired {
  const generations = secrets && { [secretsGenerations]: secrets.generationsText };
  const parameters = { ...generations, ...inputs, [bookkeeping.owner]: stack.owner };
  const digest = digestOf({
    stackName: stack.stackName,
    account: stack.target.account.id,
    region: stack.target.region,
    template: templateDigest(stack.template),
    parameters,
    tags: stack.tags,
    capabilities: stack.capabilities.toSorted(),
    serviceRole: stack.target.account.roles.service,
    terminationProtection: true,
    policy: stack.policy,
  });
  return { digest, parameters, secrets };
}

const templateDigests = new WeakMap<CfnTemplate, string>();

/** Every tick asks for it again, and canonical JSON of thousands of templates takes seconds. */
function templateDigest(template: CfnTemplate): string {
  const digest = templateDigests.get(template) ?? digestOf(template);
  templateDigests.set(template, digest);
  return digest;
}
