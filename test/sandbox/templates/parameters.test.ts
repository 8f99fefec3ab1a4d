import test from 'ava';
import { deploy, outputs, stackDriver } from '../cloudformation/stack-driver.js';

const quick = { pace: { changeSetMs: 0, resourceMs: 0 } };

function template(declaration: string): string {
  return `Parameters: { P: { ${declaration} } }
Resources: { Gateway: { Type: AWS::EC2::InternetGateway } }
Outputs: { P: { Value: !Join ['|', [!Select [0, [!Ref P]]]] } }`;
}

const rules: readonly [declaration: string, value: string, failure: string | undefined][] = [
  ['Type: String', '', undefined],
  ['Type: String', 'x'.repeat(4096), undefined],
  ['Type: String', 'x'.repeat(4097), "Parameter 'P' exceeds the maximum length of 4096 bytes"],
  ['Type: Number', '-1.5e3', undefined],
  ['Type: Number', '1x', "Parameter 'P' must be a number."],
  ['Type: Number, MinValue: 1, MaxValue: 3', '4', "Parameter 'P' must be a number not greater than 3"],
  ['Type: Number, MinValue: 1, MaxValue: 3', '0', "Parameter 'P' must be a number not less than 1"],
  ['Type: String, MinLength: 2, MaxLength: 3', 'a', "Parameter 'P' must contain at least 2 characters"],
  ['Type: String, MinLength: 2, MaxLength: 3', 'abcd', "Parameter 'P' must contain at most 3 characters"],
  ['Type: String, AllowedValues: [yes, no]', 'true', undefined],
  ['Type: String, AllowedValues: [yes, no]', 'yes', "Parameter 'P' must be one of AllowedValues"],
  ['Type: String, AllowedPattern: "[a-z]+"', 'abc1', "Parameter 'P' must match pattern [a-z]+"],
  ['Type: String, AllowedPattern: "a|b"', 'ab', "Parameter 'P' must match pattern a|b"],
  ["Type: String, AllowedPattern: '[\\w-.]+@\\p{Alnum}{2,}\\.(?:com|org)'", 'a-b.c@d2.org', undefined],
  ["Type: String, AllowedPattern: '(?i)\\Qa.b\\E'", 'A.B', undefined],
  ["Type: String, AllowedPattern: '\\A[^\\s\\]]+\\z'", 'a b', "Parameter 'P' must match pattern \\A[^\\s\\]]+\\z"],
  [
    'Type: String, AllowedPattern: "[a-z]+", ConstraintDescription: small letters',
    'A',
    "Parameter 'P' failed to satisfy constraint: small letters",
  ],
];
for (const [declaration, value, failure] of rules) {
  const verb = failure === undefined ? 'is' : 'is not';
  test(`'${value.slice(0, 20)}' of ${value.length} characters ${verb} a value of { ${declaration} }`, async t => {
    const driver = await stackDriver(t, quick);
    const Parameters = [{ ParameterKey: 'P', ParameterValue: value }];
    const deployed = deploy(driver, 'p', template(declaration), { Parameters });
    if (failure !== undefined) await t.throwsAsync(deployed, { name: 'ValidationError', message: failure });
    else t.deepEqual(outputs(await deployed), { P: value });
  });
}

function given(ParameterValue: string) {
  return { Parameters: [{ ParameterKey: 'P', ParameterValue }] };
}

test('every item of a list is held to the rules', async t => {
  const driver = await stackDriver(t, quick);
  const list = template('Type: List<Number>').replace('!Ref P', "!Join ['+', !Ref P]");
  t.deepEqual(outputs(await deploy(driver, 'list', list, given('1, 2'))), { P: '1+2' });
  await t.throwsAsync(deploy(driver, 'list', list, given('1, b')), { message: "Parameter 'P' must be a number." });
});

test('a parameter that is given twice, or not there, is refused', async t => {
  const driver = await stackDriver(t, quick);
  const value = { ParameterKey: 'P', ParameterValue: '1' };
  await t.throwsAsync(deploy(driver, 'p', template('Type: String'), { Parameters: [value, value] }), {
    message: 'Duplicate Parameter Key specified: P',
  });
  const other = [{ ParameterKey: '__proto__', ParameterValue: '1' }];
  await t.throwsAsync(deploy(driver, 'p', template('Type: String'), { Parameters: other }), {
    message: 'Parameters: [__proto__] do not exist in the template',
  });
});

function store(value: string): string {
  return `Resources: { Size: { Type: AWS::SSM::Parameter, Properties: { Name: /size, Type: String, Value: ${value} } } }`;
}

test('values come from the parameter store as stacks have filled it', async t => {
  const driver = await stackDriver(t, quick);
  const reading = template('Type: AWS::SSM::Parameter::Value<String>, Default: /size');
  await t.throwsAsync(deploy(driver, 'reading', reading), {
    name: 'ValidationError',
    message: 'Unable to fetch parameters [/size] from parameter store for this account.',
  });
  await deploy(driver, 'store', store('m6i'));
  const stack = await deploy(driver, 'reading', reading);
  t.deepEqual(outputs(stack), { P: 'm6i' });
  t.deepEqual(stack.Parameters, [{ ParameterKey: 'P', ParameterValue: '/size', ResolvedValue: 'm6i' }]);
  await deploy(driver, 'store', store('m7i'));
  t.deepEqual(outputs(await deploy(driver, 'reading', reading)), { P: 'm7i' });
});
