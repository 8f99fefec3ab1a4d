import test from 'ava';
import { checkShape } from '../../src/cfn/check-shape.js';
import { parseSections } from '../../src/cfn/template.js';

/** Found in what the text says, as `pointer: message`. */
function found(text: string): readonly string[] {
  return checkShape(parseSections(text)).map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`);
}

const attributes =
  'Type, Properties, DependsOn, Condition, CreationPolicy, UpdatePolicy, DeletionPolicy, UpdateReplacePolicy, Metadata';

const cases: Readonly<Record<string, readonly [text: string, ...found: readonly string[]]>> = {
  nothing: [''],
  'a section without entries': ['Resources:\nOutputs: {}\n'],
  'what has the shape of a template': [
    'Conditions: { Here: !Equals [!Ref "AWS::Region", eu-central-1] }\nMappings: { Map: { a: { b: c } } }\n' +
      'Resources: { A: { Type: T, DependsOn: [B], Condition: Here, DeletionPolicy: Retain, Properties: {} } }\n' +
      'Outputs: { O: { Value: !Ref A, Description: d, Condition: Here, Export: { Name: n } } }\n',
  ],
  'a section that is no map': ['Resources: [1]', 'CW3019 /Resources: Resources must be a map'],
  'a resource that is no map': ['Resources: { A: text }', 'CW3019 /Resources/A: A is not a resource, which is a map'],
  'a resource without type': ['Resources: { A: {} }', 'CW3019 /Resources/A: a resource has a Type'],
  'a misspelt attribute': [
    'Resources: { A: { Type: T, DependOn: B } }',
    `CW3019 /Resources/A/DependOn: DependOn is no attribute of a resource: ${attributes}`,
  ],
  'properties that are a list': [
    'Resources: { A: { Type: T, Properties: [] } }',
    'CW3019 /Resources/A/Properties: Properties must be a map',
  ],
  'a type that is a function': [
    'Resources: { A: { Type: !Ref B } }',
    'CW3019 /Resources/A/Type: Type must be a string',
  ],
  'a dependency that is a function': [
    'Resources: { A: { Type: T, DependsOn: !Ref B } }',
    'CW3019 /Resources/A/DependsOn: DependsOn must be a logical id, or a list of them',
  ],
  'a condition that is a function': [
    'Resources: { A: { Type: T, Condition: !Condition B } }',
    'CW3019 /Resources/A/Condition: Condition must be the name of one',
  ],
  'an unknown deletion policy': [
    'Resources: { A: { Type: T, DeletionPolicy: Keep, UpdateReplacePolicy: Retain } }',
    'CW3019 /Resources/A/DeletionPolicy: DeletionPolicy must be one of Delete, Retain, RetainExceptOnCreate, Snapshot',
  ],
  'an output without value': ['Outputs: { O: { Description: d } }', 'CW3019 /Outputs/O: an output has a Value'],
  'a misspelt attribute of an output': [
    'Outputs: { O: { Value: 1, Exports: { Name: n } } }',
    'CW3019 /Outputs/O/Exports: Exports is no attribute of an output: Description, Value, Export, Condition',
  ],
  'an export without name': [
    'Outputs: { O: { Value: 1, Export: n } }',
    'CW3019 /Outputs/O/Export: an export has a Name',
  ],
  'a condition without function': [
    'Conditions: { C: { a: b } }',
    'CW3019 /Conditions/C: a condition is one of Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition',
  ],
  'a mapping of one level': ['Mappings: { M: { a: b } }', 'CW3019 /Mappings/M/a: a mapping holds maps of values'],
  'a function that there is not': [
    'Resources: { A: { Type: T, Properties: { P: { "Fn::Concat": [a] } } } }',
    'CW3019 /Resources/A/Properties/P/Fn::Concat: there is no function Fn::Concat',
  ],
};

for (const [title, [text, ...expected]] of Object.entries(cases)) {
  test(`the shape of a template: ${title}`, t => {
    t.deepEqual(found(text), expected);
  });
}
