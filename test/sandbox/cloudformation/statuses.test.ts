import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteStackCommand,
  RollbackStackCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import type { StackStatus } from '../../../src/cfn/stack-status.js';
import { stackStatuses } from '../../../src/cfn/stack-status.js';
import { cloudFormation } from '../../../src/sandbox/cloudformation/service.js';
import { findStack } from '../../../src/sandbox/cloudformation/stacks.js';
import { queryDesk } from '../../../src/sandbox/desks.js';
import { memoryWorld } from '../../../src/sandbox/memory-world.js';
import { accountA, clientSettings, localSandbox } from '../local-sandbox.js';
import { deploy } from './stack-driver.js';

const StackName = 'app';
const before = 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: one } } }';
const TemplateBody = before.replace('one', 'two');
const StackPolicyBody = '{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}';

const requests = {
  'CreateChangeSet CREATE': (client: CloudFormationClient) =>
    client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'a', ChangeSetType: 'CREATE', TemplateBody })),
  'CreateChangeSet UPDATE': (client: CloudFormationClient) =>
    client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'a', TemplateBody })),
  UpdateStack: (client: CloudFormationClient) => client.send(new UpdateStackCommand({ StackName, TemplateBody })),
  CancelUpdateStack: (client: CloudFormationClient) => client.send(new CancelUpdateStackCommand({ StackName })),
  RollbackStack: (client: CloudFormationClient) => client.send(new RollbackStackCommand({ StackName })),
  ContinueUpdateRollback: (client: CloudFormationClient) =>
    client.send(new ContinueUpdateRollbackCommand({ StackName })),
  SetStackPolicy: (client: CloudFormationClient) =>
    client.send(new SetStackPolicyCommand({ StackName, StackPolicyBody })),
  DeleteStack: (client: CloudFormationClient) => client.send(new DeleteStackCommand({ StackName })),
} as const;
type Request = keyof typeof requests;

const update: readonly Request[] = ['CreateChangeSet UPDATE', 'UpdateStack', 'SetStackPolicy', 'DeleteStack'];

/** What each status allows. */
const allowed: Readonly<Record<Exclude<StackStatus, 'DELETE_COMPLETE'>, readonly Request[]>> = {
  REVIEW_IN_PROGRESS: ['CreateChangeSet CREATE', 'DeleteStack'],
  CREATE_IN_PROGRESS: ['DeleteStack'],
  CREATE_FAILED: [...update, 'RollbackStack'],
  CREATE_COMPLETE: update,
  ROLLBACK_IN_PROGRESS: ['DeleteStack'],
  ROLLBACK_FAILED: ['SetStackPolicy', 'DeleteStack'],
  ROLLBACK_COMPLETE: ['SetStackPolicy', 'DeleteStack'],
  DELETE_IN_PROGRESS: ['DeleteStack'],
  DELETE_FAILED: ['DeleteStack'],
  UPDATE_IN_PROGRESS: ['CancelUpdateStack'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: [],
  UPDATE_COMPLETE: update,
  UPDATE_FAILED: [...update, 'RollbackStack'],
  UPDATE_ROLLBACK_IN_PROGRESS: [],
  UPDATE_ROLLBACK_FAILED: ['ContinueUpdateRollback', 'SetStackPolicy', 'DeleteStack'],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: [],
  UPDATE_ROLLBACK_COMPLETE: update,
  IMPORT_IN_PROGRESS: [],
  IMPORT_COMPLETE: update,
  IMPORT_ROLLBACK_IN_PROGRESS: [],
  IMPORT_ROLLBACK_FAILED: ['SetStackPolicy', 'DeleteStack'],
  IMPORT_ROLLBACK_COMPLETE: update,
};

test('all statuses but the last are in the table', t => {
  t.deepEqual(
    Object.keys(allowed).toSorted(),
    Object.keys(stackStatuses)
      .filter(s => s !== 'DELETE_COMPLETE')
      .toSorted(),
  );
});

for (const [status, requestsAllowed] of Object.entries(allowed)) {
  test(`a stack in ${status} allows ${requestsAllowed.join(', ') || 'nothing'}`, async t => {
    const found: string[] = [];
    for (const [name, request] of Object.entries(requests)) {
      const world = memoryWorld();
      const service = cloudFormation({ world, pace: { resourceMs: 1 }, onDefect: error => t.fail(String(error)) });
      const sandbox = await localSandbox(t, { services: { cloudformation: queryDesk(service.service) } });
      const client = new CloudFormationClient(clientSettings(sandbox));
      await deploy({ client }, StackName, before);
      const stack = findStack(world, { accountId: accountA, region: 'eu-central-1' }, StackName);
      if (!stack) throw new Error('no stack');
      stack.status = status as StackStatus;
      await request(client).then(
        () => found.push(name),
        (error: Error) => t.is(error.name, name === 'CreateChangeSet CREATE' ? error.name : 'ValidationError'),
      );
      client.destroy();
      await service.close();
    }
    t.deepEqual(found.toSorted(), requestsAllowed.toSorted());
  });
}
