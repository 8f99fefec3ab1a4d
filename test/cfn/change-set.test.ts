import test from 'ava';
import { decodeChanges, saysNoChanges } from '../../src/cfn/change-set.js';

const named = (LogicalResourceId: string) => ({ ResourceChange: { Action: 'Add', LogicalResourceId } });

const modified = (Target: object) => ({
  ResourceChange: { Action: 'Modify', LogicalResourceId: 'It', Replacement: 'False', Details: [{ Target }] },
});

test('changes are sorted by logical id, whatever page they came on', t => {
  t.deepEqual(
    decodeChanges([named('B'), named('A'), {}]).map(change => change.logicalId),
    ['A', 'B'],
  );
});

test('a property that is told twice, for its parameter and for itself, is one change with the worse recreation', t => {
  const target = { Attribute: 'Properties', Name: 'Size', Path: '/Properties/Size', BeforeValue: '1', AfterValue: '2' };
  const [change] = decodeChanges([
    {
      ResourceChange: {
        Action: 'Modify',
        LogicalResourceId: 'It',
        Replacement: 'False',
        Details: [
          { Target: { ...target, RequiresRecreation: 'Never' } },
          { Target: { ...target, RequiresRecreation: 'Conditionally' } },
        ],
      },
    },
  ]);
  t.deepEqual(change?.properties, [
    { path: ['Properties', 'Size'], before: '1', after: '2', recreation: 'Conditionally' },
  ]);
});

test('a value that is known after apply has no after', t => {
  const Target = {
    Attribute: 'Properties',
    Name: 'V',
    BeforeValue: '1',
    AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
  };
  const [change] = decodeChanges([{ ResourceChange: { Action: 'Modify', Details: [{ Target }] } }]);
  t.deepEqual(change?.properties, [{ path: ['Properties', 'V'], before: '1', after: undefined, recreation: 'Always' }]);
});

test('a change that is told with property values and without is merged', t => {
  const changes = decodeChanges([
    modified({ Attribute: 'Properties', Path: '/Properties/A', RequiresRecreation: 'Never', BeforeValue: '1' }),
    modified({ Attribute: 'Properties', Name: 'B', RequiresRecreation: 'Always' }),
  ]);
  t.is(changes.length, 1);
  t.deepEqual(
    changes[0]?.properties.map(property => [property.path[1], property.recreation]),
    [
      ['A', 'Never'],
      ['B', 'Always'],
    ],
  );
});

const told = (Replacement: string, ...Details: readonly object[]) => ({
  ResourceChange: {
    Action: 'Modify',
    LogicalResourceId: 'It',
    Replacement,
    Details: Details.map(Target => ({ Target })),
  },
});

test('of a replacement that is told with property values and without, the worse counts, in either order', t => {
  for (const [one, other, expected] of [
    ['False', 'Conditional', 'conditional'],
    ['True', 'Conditional', 'always'],
    ['False', 'False', 'never'],
  ] as const) {
    t.is(decodeChanges([told(one), told(other)])[0]?.replacement, expected);
    t.is(decodeChanges([told(other), told(one)])[0]?.replacement, expected);
  }
});

const pathsOf = (...raw: Parameters<typeof decodeChanges>[0]) =>
  decodeChanges(raw)[0]?.properties.map(({ path }) => path.join('.'));

test('a property that is told as a whole says nothing new once its parts are told, unless it is worse', t => {
  const part = { Attribute: 'Properties', Path: '/Properties/Data/A', RequiresRecreation: 'Never', AfterValue: '1' };
  const whole = { Attribute: 'Properties', Name: 'Data', RequiresRecreation: 'Never' };
  t.deepEqual(pathsOf(told('False', part), told('False', whole)), ['Properties.Data.A']);
  t.deepEqual(pathsOf(told('False', part), told('False', { ...whole, RequiresRecreation: 'Always' })), [
    'Properties.Data',
    'Properties.Data.A',
  ]);
  t.deepEqual(pathsOf(told('False', part), told('False', { ...whole, Name: 'Dat' })), [
    'Properties.Dat',
    'Properties.Data.A',
  ]);
});

test('tags that are told one by one are not told again as a whole', t => {
  const one = { Attribute: 'Tags', BeforeValue: 'a', AfterValue: 'b' };
  t.is(decodeChanges([told('False', one), told('False', { Attribute: 'Tags' })])[0]?.properties.length, 1);
});

const tag = (before: string, after: string) => ({
  Target: { Attribute: 'Tags', RequiresRecreation: 'Never', BeforeValue: before, AfterValue: after },
});

test('tags are told one by one, although their paths are the same', t => {
  const [change] = decodeChanges([{ ResourceChange: { Action: 'Modify', Details: [tag('a', 'b'), tag('c', 'd')] } }]);
  t.deepEqual(
    change?.properties.map(({ before, after }) => [before, after]),
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
});

test('paths are JSON pointers', t => {
  const Target = { Attribute: 'Metadata', Path: '/Metadata/a~1b~0c', RequiresRecreation: 'Never' };
  const [change] = decodeChanges([{ ResourceChange: { Action: 'Modify', Details: [{ Target }] } }]);
  t.deepEqual(change?.properties[0]?.path, ['Metadata', 'a/b~c']);
});

test('both wordings of an empty change set are recognised, and nothing else is', t => {
  t.true(
    saysNoChanges(
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    ),
  );
  t.true(saysNoChanges('No updates are to be performed.'));
  t.false(saysNoChanges('Transform AWS::Foo failed'));
  t.false(saysNoChanges(undefined));
});

const tagged = (LogicalResourceId: string, ResourceType: string, Replacement = 'False') => ({
  ResourceChange: {
    Action: 'Modify',
    LogicalResourceId,
    ResourceType,
    Replacement,
    Details: [{ Target: { Attribute: 'Tags' }, ChangeSource: 'DirectModification', Evaluation: 'Static' }],
  },
});

const allocationId = {
  Target: { Attribute: 'Properties', Name: 'AllocationId', RequiresRecreation: 'Always' },
  ChangeSource: 'ResourceAttribute',
  Evaluation: 'Dynamic',
  CausingEntity: 'NatAddress.AllocationId',
};

const gateway = (...Details: readonly object[]) => ({
  ResourceChange: {
    Action: 'Modify',
    LogicalResourceId: 'NatGateway',
    ResourceType: 'AWS::EC2::NatGateway',
    Replacement: 'Conditional',
    Details,
  },
});

const idsOf = (...raw: Parameters<typeof decodeChanges>[0]) => decodeChanges(raw).map(({ logicalId }) => logicalId);

test('an attribute that stays as long as its resource does changes nothing when the resource gets a tag', t => {
  const address = tagged('NatAddress', 'AWS::EC2::EIP');
  t.deepEqual(idsOf(address, gateway(allocationId)), ['NatAddress']);
  const ownTag = { Target: { Attribute: 'Tags' }, ChangeSource: 'DirectModification', Evaluation: 'Static' };
  const [, change] = decodeChanges([address, gateway(ownTag, allocationId)]);
  t.like(change, { logicalId: 'NatGateway', replacement: 'never' });
  t.deepEqual(
    change?.properties.map(({ path }) => path),
    [['Tags']],
  );
});

test('that its value is not known yet, as the answer with property values tells besides, does not count', t => {
  const unknown = {
    Target: { ...allocationId.Target, BeforeValue: 'eipalloc-1', AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}' },
    ChangeSource: 'DirectModification',
    Evaluation: 'Dynamic',
  };
  t.deepEqual(idsOf(tagged('NatAddress', 'AWS::EC2::EIP'), gateway(unknown, allocationId)), ['NatAddress']);
});

test('neither does a reference to what looked replaced because of it', t => {
  const route = {
    ResourceChange: {
      Action: 'Modify',
      LogicalResourceId: 'NatRoute',
      ResourceType: 'AWS::EC2::Route',
      Replacement: 'False',
      Details: [
        {
          Target: { Attribute: 'Properties', Name: 'NatGatewayId', RequiresRecreation: 'Never' },
          ChangeSource: 'ResourceReference',
          Evaluation: 'Dynamic',
          CausingEntity: 'NatGateway',
        },
      ],
    },
  };
  t.deepEqual(idsOf(route, tagged('NatAddress', 'AWS::EC2::EIP'), gateway(allocationId)), ['NatAddress']);
  const replaced = tagged('NatAddress', 'AWS::EC2::EIP', 'Conditional');
  t.deepEqual(idsOf(route, replaced, gateway(allocationId)), ['NatAddress', 'NatGateway', 'NatRoute']);
});

test('it counts when the resource may be replaced, or when the property is told for another reason too', t => {
  const both = ['NatAddress', 'NatGateway'];
  t.deepEqual(idsOf(tagged('NatAddress', 'AWS::EC2::EIP', 'Conditional'), gateway(allocationId)), both);
  const rewritten = { ...allocationId, ChangeSource: 'DirectModification', CausingEntity: undefined };
  const [, change] = decodeChanges([tagged('NatAddress', 'AWS::EC2::EIP'), gateway(rewritten, allocationId)]);
  t.is(change?.replacement, 'conditional');
});

test('an attribute that may change with its resource counts', t => {
  const version = { ...allocationId, CausingEntity: 'Template.LatestVersionNumber' };
  t.deepEqual(idsOf(tagged('Template', 'AWS::EC2::LaunchTemplate'), gateway(version)), ['NatGateway', 'Template']);
});
