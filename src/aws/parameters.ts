import { GetParameterCommand, GetParametersCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import { AppError } from '../errors.js';
import { secret } from '../model/secret.js';
import type { ParameterStore } from '../observe/source-ports.js';
import type { Send } from './sender.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const namesPerCall = 10;

/** Systems Manager behind the port of secrets by reference. */
export function awsParameters(send: Send<SSMClient>): ParameterStore {
  return {
    async versions(target, names, signal) {
      const versions = new Map<string, string>();
      const distinct = [...new Set(names)];
      for (let start = 0; start < distinct.length; start += namesPerCall) {
        const command = new GetParametersCommand({ Names: distinct.slice(start, start + namesPerCall) });
        const { Parameters = [] } = await send(target, signal, 'GetParameters', client =>
          client.send(command, { abortSignal: signal }),
        );
        for (const parameter of Parameters) versions.set(parameter.Name ?? '', versionOf(parameter));
      }
      return versions;
    },
    async value(target, { name, version }, signal) {
      const [number] = version.split(' ');
      const command = new GetParameterCommand({ Name: `${name}:${number}`, WithDecryption: true });
      try {
        const { Parameter } = await send(target, signal, 'GetParameter', client =>
          client.send(command, { abortSignal: signal }),
        );
        if (Parameter === undefined || versionOf(Parameter) !== version) return undefined;
        return secret(Parameter.Value ?? '');
      } catch (error) {
        const name = causeName(error);
        if (name === 'ParameterNotFound' || name === 'ParameterVersionNotFound') return undefined;
        throw name === 'InvalidKeyId' ? unusableKey(error) : error;
      }
    },
  };
}

/** With the date: a parameter that was deleted and made anew counts from 1 again. */
function versionOf({ Version, LastModifiedDate }: Parameter): string {
  return `${Version} ${LastModifiedDate?.toISOString() ?? ''}`;
}

function causeName(error: unknown): string {
  return error instanceof AppError && error.cause instanceof Error ? error.cause.name : '';
}

function unusableKey(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const hint = 'enable the KMS key that the parameter is encrypted with, or store it under another one';
  return new AppError('parameter-key', error.message, { hint, cause: error.cause });
}
