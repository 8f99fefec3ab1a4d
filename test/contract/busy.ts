import type { Stack } from '@aws-sdk/client-cloudformation';
import { CreateStackCommand, SignalResourceCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { cfn, target } from './clients.js';
import { create } from './deploy.js';
import { eventually } from './eventually.js';
import { chain, template } from './fixtures.js';
import { stackName } from './names.js';
import { settled } from './stacks.js';

/** A stack on which an operation surely runs. */
export interface Busy {
  readonly StackName: string;
  readonly StackId: string;
  /** Lets the operation come to its end, and waits for it. */
  readonly finished: () => Promise<Stack>;
}

/**
 * Parameters, one after the other, take AWS longer than any test. A sandbox is as fast as a test on a busy machine is
 * slow: there, an instance waits for a second signal, which comes from `finished`. On AWS it would cost money.
 */
const lengthy = (value: string) =>
  target.isAws
    ? chain(12, value)
    : {
        ...chain(1, value),
        Node: {
          Type: 'AWS::EC2::Instance',
          CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT12H' } },
          Properties: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.nano' },
        },
      };

export async function updating(): Promise<Busy> {
  const { StackName, StackId } = await create(template(chain(target.isAws ? 12 : 1, '1')));
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody: template(lengthy('2')) }));
  return { StackName, StackId, finished: () => finished(StackId) };
}

export async function creating(): Promise<Busy> {
  const StackName = stackName();
  const { StackId = '' } = await cfn.send(new CreateStackCommand({ StackName, TemplateBody: template(lengthy('1')) }));
  return { StackName, StackId, finished: () => finished(StackId) };
}

async function finished(StackName: string): Promise<Stack> {
  if (!target.isAws) await eventually(() => signalled(StackName), Boolean);
  return settled(StackName);
}

/** Refused until the instance is there. */
function signalled(StackName: string): Promise<boolean> {
  const signal = { LogicalResourceId: 'Node', UniqueId: 'second', Status: 'SUCCESS' } as const;
  return cfn.send(new SignalResourceCommand({ StackName, ...signal })).then(
    () => true,
    () => false,
  );
}
